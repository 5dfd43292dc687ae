/* Switches on and off that this device keeps lessons. */

import { canKeep, isUnsent, seen, switchOff, switchOn } from "offline/device";
import { ITEM, count } from "offline/store";
import { wordsIn } from "offline/words";

export function enhance(section) {
  return begin(section);
}

async function begin(section) {
  const { person, locale } = section.dataset;
  if (!canKeep()) return;
  const { say } = wordsIn(section);
  const state = section.querySelector('[data-say="state"]');

  const draw = async () => {
    const isOn = (await seen(person, locale))?.choice === "yes";
    for (const part of section.querySelectorAll("[data-part]")) part.hidden = part.dataset.part !== (isOn ? "on" : "off");
    section.hidden = false;
  };
  const act = (name, work) =>
    section.querySelector(`[data-act="${name}"]`).addEventListener("click", async () => {
      state.textContent = "";
      await work().catch(() => (state.textContent = say("failed")));
      await draw();
    });

  act("on", () => switchOn(person, locale));
  act("off", async () => {
    const unsent = await count(ITEM, person, isUnsent);
    if (unsent) location.assign("/offline");
    else await switchOff(person);
  });
  await draw();
}
