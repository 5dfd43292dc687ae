/* Shows a button that opens the browser's print dialogue. */

export function enhance(element) {
  const button = element.querySelector("button");
  button.hidden = false;
  button.addEventListener("click", () => window.print());
  element.querySelector("span").hidden = true;
}
