/* Helps to write a visit down: only the chosen advisor's cases and practice tasks, how many abilities are judged, Ctrl+Enter saves a draft. */

export function enhance(form) {
  narrowCases(form);
  narrowTasks(form);
  countJudged(form);
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    form.querySelector('button[name="intent"][value="save"]').click();
  });
}

function narrowCases(form) {
  const advisor = form.querySelector('select[name="advisor"]');
  const cases = form.querySelector('select[name="case"]');
  const narrow = () => {
    const home = advisor.selectedOptions[0]?.dataset.organisation;
    const fits = (option) => !option.value || !home || option.dataset.organisation === home;
    const chosen = cases.value;
    for (const option of [...cases.options]) option.hidden = option.disabled = !fits(option);
    cases.value = [...cases.options].some((option) => !option.disabled && option.value === chosen) ? chosen : "";
  };
  advisor.addEventListener("change", narrow);
  narrow();
}

function narrowTasks(form) {
  const advisor = form.querySelector('select[name="advisor"]');
  const frame = form.querySelector(".entry-form__tasks");
  if (!frame) return;
  const narrow = () => {
    for (const group of frame.querySelectorAll("[data-advisor]")) group.hidden = group.dataset.advisor !== advisor.value;
    frame.hidden = !frame.querySelector("[data-advisor]:not([hidden])");
  };
  advisor.addEventListener("change", narrow);
  narrow();
}

function countJudged(form) {
  const line = form.querySelector(".entry-form__count");
  const most = Number(form.dataset.most);
  const count = () => {
    const chosen = form.querySelectorAll('.rating input[type="radio"]:checked:not([value=""])').length;
    const text = chosen > most ? form.dataset.overText : form.dataset.leftText;
    line.hidden = chosen === 0;
    line.classList.toggle("entry-form__count--over", chosen > most);
    line.textContent = text.replace("{n}", String(chosen));
  };
  form.addEventListener("change", count);
  count();
}

for (const form of document.querySelectorAll(".entry-form")) enhance(form);
