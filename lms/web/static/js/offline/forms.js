/* The forms of a kept page: what is typed is kept while it is typed, what is handed in waits to be sent. */

import { DRAFT, find, put, remove } from "offline/store";
import { fieldsOf, fillIn, isEmpty, nameOf } from "offline/fields";
import { add, isSent, listItems } from "offline/queue";

const PAUSE_MS = 400;

/* ``onKept(form, isOver)`` is called after a form was handed in; isOver says that it is not to be handed in again. */
export async function keepForms(root, { owner, page, onKept, onEmpty }) {
  const items = await listItems(owner);
  for (const form of root.querySelectorAll("form[data-offline]")) {
    const own = items.filter((item) => item.path === page.path && item.form === nameOf(form) && !isSent(item)).at(-1);
    if (own && form.dataset.offline === "once") onKept(form, true);
    else await keepForm(form, { owner, page, onKept, onEmpty, latest: form.dataset.offline === "latest" ? own : null });
  }
}

async function keepForm(form, { owner, page, onKept, onEmpty, latest }) {
  const id = `${owner.person} ${page.path} ${nameOf(form)}`;
  const draft = await find(DRAFT, owner, id);
  if (draft ?? latest) fillIn(form, (draft ?? latest).fields);
  const kept = draftOf(form, owner, id);

  form.addEventListener("input", kept.later);
  form.addEventListener("change", kept.later);
  document.addEventListener("visibilitychange", () => document.hidden && kept.now());
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if ("needsAnswer" in form.dataset && isEmpty(form)) return onEmpty(form);
    await kept.stop();
    const replaces = form.dataset.offline === "latest";
    await add(owner, { form, submitter: event.submitter, page, replaces });
    return onKept(form, form.dataset.offline === "once");
  });
}

function draftOf(form, owner, id) {
  let timer = 0;
  let isTyped = false;
  const now = async () => {
    clearTimeout(timer);
    if (!isTyped) return;
    isTyped = false;
    await put(DRAFT, owner, { id, at: Date.now() }, { fields: fieldsOf(form) });
  };
  return {
    now,
    later() {
      isTyped = true;
      clearTimeout(timer);
      timer = setTimeout(now, PAUSE_MS);
    },
    async stop() {
      clearTimeout(timer);
      isTyped = false;
      await remove(DRAFT, id);
    },
  };
}
