/* Shows at once what is typed: every place with data-of="name" repeats the field of that name. The server draws the same on asking. */

export function enhance(section) {
  const form = document.querySelector(".edit-beside__form form");

  form.addEventListener("input", (event) => {
    const places = section.querySelectorAll(`[data-of="${CSS.escape(event.target.name)}"]`);
    for (const place of places) {
      const words = event.target.value.trim();
      place.textContent = words || place.dataset.empty || "";
      place.classList.toggle("preview__gap", !words);
      const example = place.closest(".rubric-sign");
      if (example) example.hidden = !words;
    }
  });
}
