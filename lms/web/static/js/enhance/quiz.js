/* Counts the questions answered and saves the answers while one goes on. */

import { autosave } from "saving/autosave";

const isGiven = (control) => (control.type === "radio" || control.type === "checkbox" ? control.checked : Boolean(control.value.trim()));

export function enhance(form) {
  const saving = autosave(form, form.querySelector(".own-bar__saved"));
  const count = form.querySelector(".own-bar__count");
  const bar = form.querySelector("progress");
  const questions = [...form.querySelectorAll("[data-question]")];

  form.addEventListener("input", () => {
    const answered = questions.filter((one) => [...one.querySelectorAll("input, select")].some(isGiven)).length;
    count.textContent = form.dataset.countText.replace("{n}", String(answered));
    bar.value = answered;
    saving.later();
  });
}
