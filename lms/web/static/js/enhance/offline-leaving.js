/* Shows what a sign-out would lose, and offers to send it first. */

import { unsentOfOthers } from "offline/device";
import { itemsIn } from "offline/items";
import { onChange, ownerOf } from "offline/store";
import { wordsIn } from "offline/words";

export function enhance(root) {
  return begin(root);
}

async function begin(root) {
  const words = wordsIn(root);
  const owner = await ownerOf(root.dataset.person);
  const others = await unsentOfOthers(root.dataset.person);
  root.querySelector('[data-part="others"]').hidden = !others;
  root.querySelector('[data-say="others"]').textContent = words.say("others", { n: others });
  if (owner?.choice !== "yes") {
    root.querySelector('[data-part="unsent"]').hidden = true;
    return;
  }
  const items = itemsIn(root, owner, words);
  await items.draw();
  onChange(items.draw);
}
