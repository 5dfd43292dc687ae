/* Digits choose a level while the focus is inside the group; arrow keys stay as the browser made them. */

export function enhance(group) {
  group.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || !/^[0-9]$/.test(event.key)) return;
    const radio = group.querySelector(`input[type="radio"][value="${event.key}"]`);
    if (!radio) return;
    event.preventDefault();
    radio.checked = true;
    radio.focus();
    radio.dispatchEvent(new Event("change", { bubbles: true }));
  });
}
