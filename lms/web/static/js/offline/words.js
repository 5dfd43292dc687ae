/* The words of a page stand in the page, in its language; here they are put together. */

export function wordsIn(element) {
  const words = JSON.parse(element.dataset.words);
  const write = (options) => new Intl.DateTimeFormat(words.locale, { timeZone: words.timezone, ...options });
  const day = write({ year: "numeric", month: "numeric", day: "numeric" });
  const instant = write({ year: "numeric", month: "numeric", day: "numeric", hour: "2-digit", minute: "2-digit" });
  return {
    say: (name, facts = {}) => Object.entries(facts).reduce((text, [key, value]) => text.replace(`{${key}}`, value), words[name]),
    day: (at) => day.format(at),
    instant: (at) => instant.format(at),
  };
}

/* Makes a copy of a template; a slot takes a text, an element, or {href, text}; without a value it goes. */
export function copyOf(template, values) {
  const copy = template.content.firstElementChild.cloneNode(true);
  for (const slot of [copy, ...copy.querySelectorAll("[data-slot]")]) {
    const value = values[slot.dataset.slot];
    if (value === undefined) continue;
    if (value === null) slot.remove();
    else if (value instanceof Node) slot.replaceChildren(value);
    else if (typeof value === "object") {
      slot.href = value.href;
      slot.textContent = value.text ?? slot.textContent;
    } else slot.textContent = value;
  }
  return copy;
}

/* Puts copies into a list, which is hidden as long as it is empty. */
export function fillList(list, copies) {
  list.replaceChildren(...copies);
  list.closest("[data-part]").hidden = !copies.length;
}
