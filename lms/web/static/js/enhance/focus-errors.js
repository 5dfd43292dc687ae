/* Brings the error summary into view and focus; its links focus the field with the label in view. */

export function enhance(element) {
  element.focus();
  element.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    const field = link && document.getElementById(link.hash.slice(1));
    if (!field) return;
    event.preventDefault();
    (field.closest(".field, .question") ?? field).scrollIntoView({ block: "start" });
    field.focus({ preventScroll: true });
  });
}
