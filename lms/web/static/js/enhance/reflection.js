/* Saves what somebody writes for themselves while they go on writing. */

import { autosave } from "saving/autosave";

export function enhance(form) {
  const saving = autosave(form, form.querySelector(".think__saved"));
  form.addEventListener("input", saving.later);
}
