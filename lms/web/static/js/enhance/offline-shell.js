/* The page a device shows without a network: the kept page of this address, what is unsent, what else can be read. */

import { forgetOthers, lastReader, switchOff, unsentOfOthers } from "offline/device";
import { keepForms } from "offline/forms";
import { itemsIn } from "offline/items";
import { isSent, listItems, send } from "offline/queue";
import { kept, listKept } from "offline/shelf";
import { isInUse } from "offline/mark";
import { onChange, ownerOf } from "offline/store";
import { copyOf, fillList, wordsIn } from "offline/words";

const HOME = "/offline";

export function enhance(root) {
  return begin(root);
}

async function begin(root) {
  const words = wordsIn(root);
  const part = (name) => root.querySelector(`[data-part="${name}"]`);
  const line = (name) => root.querySelector(`[data-say="${name}"]`);
  const copy = (name) => root.querySelector(`template[data-copy="${name}"]`);
  const isHome = location.pathname === HOME;

  if (!isHome) watchConnection(part);
  const owner = await readerOf(root.dataset.person);
  const page = owner && !isHome ? await kept(owner, location.pathname) : null;
  if (page) await showPage(page);
  part("own").hidden = !isHome;
  part("absent").hidden = isHome || Boolean(page);
  part("nothing").hidden = !isHome || Boolean(owner);
  await showOthers();
  if (page) await showWaiting();
  else if (owner) await showLists();

  async function showPage({ title, group, html, at, expires_at: until }) {
    document.title = document.title.replace(/^.*(?= – )/, title);
    line("title").textContent = title;
    line("group").textContent = group === title ? "" : group;
    line("kept").textContent = words.say("kept", { at: words.instant(at), day: words.day(until) });
    line("html").innerHTML = html; // as the server cleaned it; scripts in it would not run, see docs/offline.md
    part("page").hidden = false;
    await keepForms(line("html"), { owner, page, onKept: showHandedIn, onEmpty: showEmpty });
    document.dispatchEvent(new Event("page:changed"));
  }

  function showHandedIn(form, isOver) {
    form.parentElement.querySelector(":scope > .callout--success")?.remove();
    const said = copyOf(copy("handed-in"), {});
    if (isOver) form.replaceWith(said);
    else form.after(said);
    said.focus();
  }

  function showEmpty(form) {
    const said = form.querySelector(".field__error--whole") ?? document.createElement("p");
    said.className = "field__error field__error--whole";
    said.setAttribute("role", "alert");
    said.textContent = words.say("empty");
    form.append(said);
  }

  async function showOthers() {
    const n = isInUse() && root.dataset.person ? await unsentOfOthers(root.dataset.person) : 0;
    part("others").hidden = !n;
    line("others").textContent = words.say("others", { n });
    part("lists").hidden = Boolean(page) || (!owner && !n);
    part("unsent").hidden = !owner;
    root.querySelector('[data-act="forget-others"]').addEventListener("click", async () => {
      await forgetOthers(root.dataset.person);
      part("others").hidden = true;
    });
  }

  async function showLists() {
    const items = itemsIn(root, owner, words);
    const draw = async () => {
      await items.draw();
      fillList(root.querySelector('[data-list="shelf"]'), groupsOf(await listKept(owner)));
    };
    onChange(draw);
    root.querySelector('[data-act="switch-off"]').addEventListener("click", async () => {
      if (!(await items.draw())) await switchOff(owner.person).then(() => location.reload());
      else line("count").focus();
    });
    window.addEventListener("online", items.sendNow);
    await draw();
    if (await items.draw()) await items.sendNow();
  }

  function groupsOf(pages) {
    const groups = [...new Set(pages.map((one) => one.group))];
    return groups.map((group) => {
      const shown = document.createDocumentFragment();
      shown.append(...pages.filter((one) => one.group === group).map(shelved));
      return copyOf(copy("group"), { group, pages: shown });
    });
  }

  function shelved({ path, title, expires_at: until }) {
    return copyOf(copy("shelf"), { title: { href: path, text: title }, meta: words.say("until", { day: words.day(until) }) });
  }

  async function showWaiting() {
    const draw = async () => {
      const n = (await listItems(owner)).filter((item) => !isSent(item)).length;
      line("waiting").hidden = !n;
      line("waiting").textContent = words.say("unsent", { n });
    };
    onChange(draw);
    window.addEventListener("online", () => send(owner));
    await draw();
  }
}

/* Somebody signed in sees what is theirs only; without a network, the device shows what its last reader kept. */
async function readerOf(person) {
  if (!isInUse()) return undefined;
  if (!person) return lastReader();
  const owner = await ownerOf(person);
  return owner?.choice === "yes" ? owner : undefined;
}

function watchConnection(part) {
  const show = () => {
    part("connection").hidden = false;
    part("online").hidden = !navigator.onLine;
    part("offline").hidden = navigator.onLine;
  };
  window.addEventListener("online", show);
  window.addEventListener("offline", show);
  show();
}
