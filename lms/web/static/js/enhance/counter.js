/* Counts down the characters left in the field named by data-for. The limit itself is a rule of the server. */

const PAUSE_MS = 600;

export function enhance(element) {
  const field = document.getElementById(element.dataset.for);
  const limit = Number(element.dataset.limit);
  const spoken = document.createElement("span");
  spoken.className = "visually-hidden";
  spoken.setAttribute("role", "status");
  element.after(spoken);
  let timer = 0;

  function show() {
    const left = limit - [...field.value].length;
    const words = left < 0 ? element.dataset.over : element.dataset.left;
    element.textContent = words.replace("{n}", Math.abs(left).toLocaleString());
    element.classList.toggle("field__count--over", left < 0);
    clearTimeout(timer);
    if (left < limit / 10) timer = setTimeout(() => (spoken.textContent = element.textContent), PAUSE_MS);
  }

  field.addEventListener("input", show);
  show();
}
