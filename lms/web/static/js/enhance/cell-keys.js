/* Arrow keys move from cell to cell of a table of links; Home and End to the ends of a row, with Ctrl of the table.
   Only one cell at a time is reached by Tab. */

const STEPS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1], PageUp: [-10, 0], PageDown: [10, 0] };

export function enhance(frame) {
  const rows = [...frame.querySelectorAll("tbody tr")].map((row) => [...row.children].map((cell) => cell.querySelector("a")));
  if (!rows.length) return;
  let current = rows[0][0];
  for (const link of rows.flat()) if (link !== current) link.tabIndex = -1;

  const clamp = (number, length) => Math.max(0, Math.min(length - 1, number));

  function target(event, row, column) {
    const line = rows[row];
    if (event.key === "Home") return event.ctrlKey ? rows[0][0] : line[0];
    if (event.key === "End") return event.ctrlKey ? rows.at(-1).at(-1) : line.at(-1);
    const step = STEPS[event.key];
    if (!step || event.ctrlKey) return null;
    return rows[clamp(row + step[0], rows.length)][clamp(column + step[1], line.length)];
  }

  frame.addEventListener("keydown", (event) => {
    const cell = event.target.closest("tbody td, tbody th");
    if (!cell || event.altKey || event.metaKey || event.shiftKey) return;
    const next = target(event, cell.parentElement.sectionRowIndex, cell.cellIndex);
    if (!next) return;
    event.preventDefault();
    next.focus();
  });

  frame.addEventListener("focusin", (event) => {
    const link = event.target.closest("tbody a");
    if (!link || link === current) return;
    current.tabIndex = -1;
    link.tabIndex = 0;
    current = link;
  });
}
