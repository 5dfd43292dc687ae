/* Draws what waits to be sent and what was sent, and acts on it. */

import { copyOf, fillList } from "offline/words";
import { OUTCOME, drop, isRefused, isSent, isWaiting, listItems, send } from "offline/queue";
import { ownerOf, putOwner } from "offline/store";

export function itemsIn(root, owner, { say, day, instant }) {
  const part = (name) => root.querySelector(`[data-part="${name}"]`);
  const line = (name) => root.querySelector(`[data-say="${name}"]`);
  const copy = (name) => root.querySelector(`template[data-copy="${name}"]`);
  const list = (name) => root.querySelector(`[data-list="${name}"]`);

  const reasonsOf = (item) => (item.reasons ?? []).map(([label, text]) => copyOf(copy("reason"), { reason: [label, text || say("unknown")].filter(Boolean).join(": ") }));
  const wordsOf = (item) => item.words.map(([question, answer]) => copyOf(copy("word"), { question, answer }));

  function unsent(item) {
    const shown = copyOf(copy("unsent"), {
      title: item.title,
      state: say(isRefused(item) ? "refused" : "waiting"),
      group: placeOf(item),
      meta: say("written", { at: instant(item.at), day: day(item.expires_at) }),
      reasons: isRefused(item) ? group(reasonsOf(item)) : null,
      words: group(wordsOf(item)),
      open: isRefused(item) ? { href: item.action } : null,
    });
    if (!item.words.length) shown.querySelector("details.why").remove();
    shown.querySelector(".status").classList.add(isRefused(item) ? "status--bad" : "status--active");
    shown.querySelector('[data-act="delete"]').addEventListener("click", async () => {
      await drop(item.id);
      line("count").focus();
    });
    return shown;
  }

  function sent(item) {
    const meta = say("sent", { at: instant(item.sent_at) });
    return copyOf(copy("sent"), { title: { href: item.url, text: item.title }, group: placeOf(item), meta });
  }

  async function draw() {
    const items = await listItems(owner);
    const open = items.filter((item) => !isSent(item));
    line("count").textContent = open.length ? say("unsent", { n: open.length }) : say("none");
    line("count").tabIndex = -1;
    line("actions").hidden = !open.some(isWaiting);
    list("unsent").replaceChildren(...open.map(unsent));
    fillList(list("sent"), items.filter(isSent).reverse().map(sent));
    const { lost = 0 } = (await ownerOf(owner.person)) ?? {};
    part("lost").hidden = !lost;
    line("lost").textContent = say("lost", { n: lost });
    return open.length;
  }

  async function sendNow() {
    tell(say("sending"));
    const outcome = await send(owner);
    const n = await draw();
    const done = n ? say("left", { n }) : say("done", { at: instant(Date.now()) });
    tell(outcome === OUTCOME.done ? done : say(outcome));
    root.querySelector('[data-act="sign-in"]').hidden = outcome !== OUTCOME.signedOut;
    return outcome;
  }

  function tell(text) {
    line("outcome").hidden = false;
    line("outcome").textContent = text;
  }

  root.querySelector('[data-act="send"]').addEventListener("click", sendNow);
  root.querySelector('[data-act="noted"]').addEventListener("click", async () => {
    await putOwner({ ...(await ownerOf(owner.person)), lost: 0 });
    await draw();
  });
  return { draw, sendNow };
}

function placeOf({ what, group: place }) {
  return [what, place].filter(Boolean).join(" · ");
}

function group(nodes) {
  const fragment = document.createDocumentFragment();
  fragment.append(...nodes);
  return fragment;
}
