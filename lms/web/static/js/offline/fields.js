/* The fields of a form: what it is called, what stands in it in words, how it is filled again. */

const SILENT = new Set(["hidden", "submit", "button", "fieldset", "output"]);

/* Tells a form from others of its page. */
export function nameOf(form) {
  return `${form.getAttribute("action") ?? ""} ${form.dataset.name ?? ""}`.trim();
}

/* What a reader would say stands in the form: pairs of a question and its answer. */
export function wordsOf(form) {
  const words = [];
  for (const field of form.elements) {
    if (!field.name || SILENT.has(field.type)) continue;
    const isChoice = field.type === "radio" || field.type === "checkbox";
    const answer = isChoice ? labelOf(field) : (field.selectedOptions?.[0]?.textContent ?? field.value).trim();
    if (isChoice ? field.checked : field.value) words.push([questionOf(field, isChoice), answer]);
  }
  return words;
}

export function fieldsOf(form) {
  return [...new FormData(form)];
}

export function isEmpty(form) {
  return !wordsOf(form).length;
}

export function fillIn(form, fields) {
  for (const field of form.elements) {
    if (!field.name || SILENT.has(field.type)) continue;
    const values = fields.filter(([name]) => name === field.name).map(([, value]) => value);
    if (field.type === "radio" || field.type === "checkbox") field.checked = values.includes(field.value);
    else if (values.length) field.value = values[0];
  }
}

function questionOf(field, isChoice) {
  const legend = field.closest("fieldset")?.querySelector("legend");
  const question = (legend?.querySelector(".question__text") ?? legend)?.textContent.trim() ?? "";
  const label = isChoice ? "" : labelOf(field);
  return [question, label].filter(Boolean).join(" – ");
}

function labelOf(field) {
  return field.labels?.[0]?.textContent.trim() || field.getAttribute("aria-label") || "";
}
