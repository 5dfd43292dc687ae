/* Asks once whether this device keeps lessons; if so keeps this page, and its answers when the connection breaks. */

import { canKeep, decline, seen, switchOn } from "offline/device";
import { OUTCOME, add, drop, isReachable, isRefused, isSent, itemOf, send } from "offline/queue";
import { keep } from "offline/shelf";
import { KEPT_MS } from "offline/store";
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
    state.textContent = page ? words.say("readable", { day: words.day(Date.now() + KEPT_MS) }) : words.say("failed");
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

/* Where the server cannot be reached, what is handed in is kept at once, before other scripts wait for it. Else it goes its
   ordinary way, but kept first and then sent, so that it stays on the device when the connection breaks off meanwhile.
   Buttons with a meaning of their own do what they do. */
function sendFrom(root, owner, words) {
  const { title, group } = root.dataset;
  const page = { path: location.pathname, title, group };
  const reached = new WeakSet();

  const isOurs = ({ target: form, submitter }) =>
    form.method === "post" && form.elements.operation && form.closest("main") && !submitter?.name && !submitter?.hasAttribute("formaction");

  document.addEventListener(
    "submit",
    async (event) => {
      const { target: form, submitter } = event;
      if (!isOurs(event) || reached.delete(form)) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      if (await isReachable()) {
        reached.add(form);
        form.requestSubmit(submitter);
      } else {
        await add(owner, { form, submitter, page });
        showKept(form, OUTCOME.offline);
      }
    },
    { capture: true },
  );
  document.addEventListener("submit", (event) => {
    if (event.defaultPrevented || !isOurs(event)) return;
    event.preventDefault();
    handIn(event.target, event.submitter);
  });

  async function handIn(form, submitter) {
    const id = await add(owner, { form, submitter, page }).catch(() => null);
    if (!id) {
      HTMLFormElement.prototype.submit.call(form); // no room left to keep it: it goes as if nothing were kept here
      return;
    }
    const outcome = await send(owner).catch(() => OUTCOME.trouble);
    const item = await itemOf(owner, id);
    if (isSent(item) || isRefused(item)) await drop(id);
    if (isSent(item)) goTo(item.url);
    else if (isRefused(item)) HTMLFormElement.prototype.submit.call(form); // the page says what is to be corrected
    else showKept(form, outcome);
  }

  function showKept(form, outcome) {
    const copy = copyOf(root.querySelector('template[data-copy="handed-in"]'), { outcome: words.say(outcome) });
    form.dispatchEvent(new Event("form:kept"));
    form.replaceWith(copy);
    copy.focus();
  }
}

/* Also to another place of this very page, which is to be shown anew. */
function goTo(address) {
  const target = new URL(address, location.href);
  const isHere = target.pathname + target.search === location.pathname + location.search;
  location.assign(target);
  if (isHere) location.reload();
}
