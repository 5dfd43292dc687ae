/* Shows at once what is typed: every place with data-of="name" repeats the field of that name. The server draws the same on asking. */

export function enhance(section) {
  const form = document.querySelector(".edit-beside__form form");

  form.addEventListener("input", (event) => {
    const places = section.querySelectorAll(`[data-of="${CSS.escape(event.target.name)}"]`);
    for (const place of places) {
      place.textContent = event.target.value.trim();
      const example = place.closest(".rubric-sign");
      if (example) example.hidden = !place.textContent;
    }
  });
}
