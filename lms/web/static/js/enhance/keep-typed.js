/* Asks before a page with unsaved words is left. Sending the form asks nothing. */

export function enhance(form) {
  let isTyped = form.dataset.unsaved === "true";
  form.addEventListener("input", () => (isTyped = true));
  form.addEventListener("submit", () => (isTyped = false));
  window.addEventListener("beforeunload", (event) => {
    if (isTyped) event.preventDefault();
  });
}
