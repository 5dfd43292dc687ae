/* Rows that move: by buttons, by keyboard, or by dragging. The places chosen stay in the fields the page came with. */

export function enhance(list) {
  const words = list.dataset;
  const rows = () => [...list.children];
  const fieldOf = (row) => row.querySelector("select");
  const nameOf = (row) => row.querySelector(".arrange__text").textContent.trim();
  const told = document.createElement("p");
  told.className = "visually-hidden";
  told.setAttribute("role", "status");
  list.after(told);

  function say(text, row, place) {
    return text.replace("{item}", nameOf(row)).replace("{place}", String(place)).replace("{total}", String(rows().length));
  }

  function number() {
    const all = rows();
    const isPlaced = all.every((row) => fieldOf(row).value);
    all.forEach((row, index) => {
      row.querySelector(".arrange__number").textContent = isPlaced ? String(index + 1) : "–";
      const [up, down] = row.querySelectorAll(".arrange__move");
      up.setAttribute("aria-disabled", String(index === 0));
      down.setAttribute("aria-disabled", String(index === all.length - 1));
    });
  }

  function place(row, index) {
    const others = rows().filter((one) => one !== row);
    list.insertBefore(row, others[index] ?? null);
    rows().forEach((one, at) => (fieldOf(one).value = String(at + 1)));
    number();
    told.textContent = say(words.moved, row, index + 1);
    list.dispatchEvent(new Event("input", { bubbles: true }));
  }

  function move(row, step, button) {
    const index = rows().indexOf(row) + step;
    if (index < 0 || index >= rows().length) return;
    place(row, index);
    button.focus();
  }

  function button(row, text, sign, step) {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "arrange__move";
    made.setAttribute("aria-label", say(text, row, ""));
    made.textContent = sign;
    made.addEventListener("click", () => move(row, step, made));
    return made;
  }

  function dragged(row) {
    row.addEventListener("pointerdown", (event) => {
      if (event.target.closest("button") || event.pointerType === "touch") return;
      event.preventDefault();
      row.setPointerCapture(event.pointerId);
      row.classList.add("arrange__row--held");
    });
    row.addEventListener("pointermove", (event) => {
      if (!row.classList.contains("arrange__row--held")) return;
      const index = rows().indexOf(row);
      const at = rows().findIndex((one) => {
        const box = one.getBoundingClientRect();
        return event.clientY >= box.top && event.clientY <= box.bottom;
      });
      if (at >= 0 && at !== index) place(row, at);
    });
    for (const end of ["pointerup", "pointercancel"]) {
      row.addEventListener(end, () => row.classList.remove("arrange__row--held"));
    }
  }

  const places = new Map(rows().map((row, index) => [row, Number(fieldOf(row).value) || index + 1]));
  list.append(...rows().sort((one, other) => places.get(one) - places.get(other)));
  for (const row of rows()) {
    const shown = document.createElement("span");
    shown.className = "arrange__number";
    shown.setAttribute("aria-hidden", "true");
    row.prepend(shown);
    const moves = document.createElement("span");
    moves.className = "arrange__moves";
    moves.append(button(row, words.up, "↑", -1), button(row, words.down, "↓", 1));
    row.append(moves);
    dragged(row);
  }
  list.classList.add("arrange--moves");
  number();
}
