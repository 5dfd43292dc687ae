/* Saves a draft while one writes, and shows beside it what the server makes of it: the page as learners will see it and
   what is to be put right. Both come from the form's own address. A save that got no answer is sent again as it was. */

const LOOK_MS = 500;
const SAVE_MS = 2000;
const RETRY_MS = 5000;
const LARGEST_KEPT_ALIVE = 50_000; // a browser lets a page that closes send little

export function enhance(form) {
  const saving = autosave(form);
  const looking = preview(form);
  form.querySelector(".editor-bar__preview").hidden = true; // it is always there
  form.addEventListener("input", (event) => {
    if (event.target.form !== form) return;
    saving.later();
    looking.later();
  });
  document.addEventListener("visibilitychange", () => document.hidden && saving.now());
  window.addEventListener("beforeunload", (event) => saving.isOpen() && event.preventDefault());
  form.addEventListener("submit", (event) => {
    if (saving.isOver()) return;
    event.preventDefault();
    saving.now().then(() => saving.isOver() && form.requestSubmit(event.submitter));
  });
  writing(form);
}

function autosave(form) {
  const shown = form.querySelector("[data-saved]");
  const words = form.dataset;
  let timer = 0;
  let isChanged = false;
  let unanswered = null; // what was sent and got no answer yet
  let running = null;

  function now() {
    clearTimeout(timer);
    running ??= send().finally(() => (running = null));
    return running;
  }

  async function send() {
    while (isChanged || unanswered) {
      if (!unanswered) {
        unanswered = contentOf(form, "autosave");
        isChanged = false;
      }
      shown.textContent = words.savingText;
      try {
        const keepalive = sizeOf(unanswered) < LARGEST_KEPT_ALIVE;
        const answer = await fetch(location.href.split("#")[0], { method: "POST", body: unanswered, keepalive });
        const wasTaken = take(await answer.text());
        unanswered = null;
        if (!wasTaken) return;
      } catch {
        shown.textContent = words.offlineText;
        timer = setTimeout(now, RETRY_MS);
        return;
      }
    }
  }

  function take(page) {
    const saved = new DOMParser().parseFromString(page, "text/html").querySelector("[data-operation][data-seen]");
    if (!saved) {
      shown.textContent = words.refusedText;
      return false;
    }
    if (!isChanged) shown.textContent = saved.textContent;
    form.elements.operation.value = saved.dataset.operation;
    form.elements.seen.value = saved.dataset.seen;
    return true;
  }

  return {
    now,
    later() {
      isChanged = true;
      if (!running) shown.textContent = words.unsavedText;
      clearTimeout(timer);
      timer = setTimeout(now, SAVE_MS);
    },
    isOpen: () => isChanged || unanswered !== null,
    /* Says whether the form itself can be sent now, and if so leaves the saving to that. */
    isOver() {
      if (running || unanswered) return false;
      clearTimeout(timer);
      isChanged = false;
      return true;
    },
  };
}

function preview(form) {
  let timer = 0;
  let number = 0;

  async function look() {
    const own = ++number;
    const answer = await fetch(location.href.split("#")[0], { method: "POST", body: contentOf(form, "preview") });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (own !== number) return; // more was typed meanwhile
    for (const place of document.querySelectorAll("[data-live]")) {
      const drawn = page.getElementById(place.id);
      if (drawn && drawn.innerHTML !== place.innerHTML) place.replaceChildren(...drawn.childNodes);
    }
  }

  return {
    later() {
      clearTimeout(timer);
      timer = setTimeout(() => look().catch(() => {}), LOOK_MS); // the saved words tell when there is no connection
    },
  };
}

/* Pictures go in where one writes; a line that is to be put right is shown. */
function writing(form) {
  const areas = [...form.querySelectorAll(".lesson-side__text")];
  let last = areas[0];
  for (const area of areas) area.addEventListener("focus", () => (last = area));
  for (const button of form.querySelectorAll("[data-insert-ja]")) {
    button.hidden = false;
    button.addEventListener("click", () => {
      const line = last.lang === "en" ? button.dataset.insertEn : button.dataset.insertJa;
      last.setRangeText(`\n\n${line}\n\n`, last.selectionEnd, last.selectionEnd, "end");
      last.focus();
      last.dispatchEvent(new Event("input", { bubbles: true }));
    });
  }
  form.addEventListener("click", (event) => {
    const link = event.target.closest("[data-line]");
    if (!link) return;
    event.preventDefault();
    const area = form.querySelector(link.hash);
    const lines = area.value.split("\n");
    const start = lines.slice(0, link.dataset.line - 1).join("\n").length + (link.dataset.line > 1 ? 1 : 0);
    area.focus();
    area.setSelectionRange(start, start + lines[link.dataset.line - 1].length);
  });
}

const sizeOf = (content) => [...content.values()].reduce((size, value) => size + value.length * 3, 0);

function contentOf(form, intent) {
  const content = new FormData(form);
  content.set("intent", intent);
  return content;
}
