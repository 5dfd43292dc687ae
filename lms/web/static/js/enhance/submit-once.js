/* A second click on a sending form does nothing, and the button says that it is sending. */

export function enhance(form) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "true";
    const button = event.submitter;
    if (!button) return;
    button.dataset.label = button.textContent;
    button.setAttribute("aria-disabled", "true");
    button.textContent = form.dataset.sending;
  });
  window.addEventListener("pageshow", () => {
    delete form.dataset.sent;
    for (const button of form.querySelectorAll("button[data-label]")) {
      button.textContent = button.dataset.label;
      button.removeAttribute("aria-disabled");
      delete button.dataset.label;
    }
  });
}
