/* Lets the textareas of a form grow with their text. Browsers that know field-sizing do it in CSS alone. */

function fit(area) {
  area.style.height = "auto";
  area.style.height = `${area.scrollHeight + area.offsetHeight - area.clientHeight}px`;
}

export function enhance(element) {
  if (CSS.supports("field-sizing", "content")) return;
  const areas = element.matches("textarea") ? [element] : element.querySelectorAll("textarea");
  for (const area of areas) {
    area.addEventListener("input", () => fit(area));
    fit(area);
  }
}
