/* Asks once whether this device keeps lessons; if so keeps this page, and its answers when the connection breaks. */

import { canKeep, decline, seen, switchOn } from "offline/device";
import { OUTCOME, add, drop, isRefused, isSent, itemOf, send } from "offline/queue";
import { keep } from "offline/shelf";
import { copyOf, wordsIn } from "offline/words";

export function enhance(root) {
  return begin(root);
}

async function begin(root) {
  if (!canKeep()) return;
  const { person, locale } = root.dataset;
  const words = wordsIn(root);
  const question = root.querySelector('[data-part="question"]');
  const state = root.querySelector('[data-say="state"]');

  const keepAll = async (owner) => {
    sendFrom(root, owner, words);
    const page = await keep(owner, root.dataset.document);
    if (page) state.textContent = words.say("readable", { day: words.day(Date.now() + 14 * 24 * 3600 * 1000) });
  };
  const failed = () => (state.textContent = words.say("failed"));

  const owner = await seen(person, locale);
  if (owner?.choice === "yes") keepAll(owner).catch(failed);
  if (owner || !question) return;
  question.hidden = false;
  const answered = (name, work) =>
    question.querySelector(`[data-act="${name}"]`).addEventListener("click", () => {
      question.hidden = true;
      work().catch(failed);
    });
  answered("yes", async () => keepAll(await switchOn(person, locale)));
  answered("no", () => decline(person));
}

/* Kept first, then sent: an answer whose sending breaks off stays on the device. Buttons with a meaning of their own do what they do. */
function sendFrom(root, owner, words) {
  const { title, group } = root.dataset;
  document.addEventListener("submit", (event) => {
    const form = event.target;
    const isOurs = form.method === "post" && form.elements.operation && form.closest("main");
    if (event.defaultPrevented || !isOurs || event.submitter?.name || event.submitter?.hasAttribute("formaction")) return;
    event.preventDefault();
    handIn(form, event.submitter).catch(() => HTMLFormElement.prototype.submit.call(form));
  });

  async function handIn(form, submitter) {
    const page = { path: location.pathname, title, group };
    const id = await add(owner, { form, submitter, page });
    const outcome = await send(owner);
    const item = await itemOf(owner, id);
    if (isSent(item) || isRefused(item)) await drop(id);
    if (isSent(item)) location.assign(item.url);
    else if (isRefused(item)) HTMLFormElement.prototype.submit.call(form); // the page says what is to be corrected
    else showKept(form, outcome);
  }

  function showKept(form, outcome) {
    const copy = copyOf(root.querySelector('template[data-copy="handed-in"]'), { outcome: words.say(outcome ?? OUTCOME.offline) });
    form.replaceWith(copy);
    copy.focus();
  }
}
