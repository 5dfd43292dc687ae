/* Saves a form's draft while one goes on. A save that got no answer is sent again as it was, so that the server does it
   once; what was changed meanwhile follows. The form's data attributes hold the words, ``shown`` is where they appear. */

const PAUSE_MS = 1200;
const RETRY_MS = 5000;

export function autosave(form, shown) {
  const words = form.dataset;
  let timer = 0;
  let isChanged = false;
  let unanswered = null; // what was sent and got no answer yet
  let running = null;

  const wait = (pause) => {
    clearTimeout(timer);
    timer = setTimeout(now, pause);
  };

  function now() {
    clearTimeout(timer);
    running ??= send().finally(() => {
      running = null;
    });
    return running;
  }

  async function send() {
    while (isChanged || unanswered) {
      if (!unanswered) {
        unanswered = contentOf(form);
        isChanged = false;
      }
      shown.textContent = words.savingText;
      try {
        const answer = await fetch(form.action, { method: "POST", body: unanswered, keepalive: true });
        const wasTaken = take(await answer.text());
        unanswered = null;
        if (!wasTaken) return;
      } catch {
        shown.textContent = words.offlineText;
        wait(RETRY_MS);
        return;
      }
    }
  }

  function take(page) {
    const saved = new DOMParser().parseFromString(page, "text/html").querySelector("[data-operation]");
    if (!saved) {
      shown.textContent = words.refusedText;
      return false;
    }
    if (!isChanged) shown.textContent = saved.textContent;
    form.elements.version.value = saved.dataset.version;
    form.elements.operation.value = saved.dataset.operation;
    return true;
  }

  const saving = {
    now,
    later() {
      isChanged = true;
      if (!running) shown.textContent = words.unsavedText;
      wait(PAUSE_MS);
    },
    /* Says whether the form itself can be sent now, and if so leaves the saving to that. */
    isOver() {
      if (running || unanswered) return false;
      clearTimeout(timer);
      isChanged = false;
      return true;
    },
  };
  form.addEventListener("form:kept", () => (isChanged = unanswered = null)); // what it holds is handed in elsewhere
  document.addEventListener("visibilitychange", () => document.hidden && now());
  form.addEventListener("submit", (event) => {
    if (saving.isOver()) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    now().then(() => saving.isOver() && form.requestSubmit(event.submitter));
  });
  return saving;
}

function contentOf(form) {
  const content = new FormData(form);
  content.set("intent", "autosave");
  return content;
}
