/* Counts what is answered and saves the draft while one goes on. Enter leads from one question to the next. */

import { autosave } from "saving/autosave";

export function enhance(form) {
  const saving = autosave(form, form.querySelector(".own-bar__saved"));
  const count = form.querySelector(".own-bar__count");
  const bar = form.querySelector("progress");

  // A digit makes a change without an input, writing a note an input without a change.
  const changed = () => {
    const answered = form.querySelectorAll('input[type="radio"]:checked').length;
    count.textContent = form.dataset.countText.replace("{n}", String(answered));
    bar.value = answered;
    saving.later();
  };
  form.addEventListener("input", changed);
  form.addEventListener("change", changed);
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.target.type !== "radio") return;
    event.preventDefault();
    const questions = [...form.querySelectorAll("fieldset")];
    const next = questions[questions.indexOf(event.target.closest("fieldset")) + 1];
    const radio = next?.querySelector("input:checked") ?? next?.querySelector("input");
    (radio ?? form.querySelector('button[value="submit"]')).focus();
  });
}
