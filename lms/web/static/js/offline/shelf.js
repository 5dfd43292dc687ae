/* Pages kept to be read without a network, each as the server gave it for that, with its pictures inside. */

import { PAGE, find, list, put, remove, tellChanged } from "offline/store";

const idOf = (owner, path) => `${owner.person} ${path}`;

/* Fetches a page for keeping, and those that belong to it; what may not be read any more is thrown away. Returns it, or null. */
export async function keep(owner, address, { withOthers = true } = {}) {
  const answer = await fetch(address, { headers: { Accept: "application/json" } });
  if ([403, 404, 410].includes(answer.status)) {
    await dropFrom(owner, address);
    return null;
  }
  if (!answer.ok) return null;
  const page = await answer.json();
  page.html = await withPictures(page.html, page.path);
  await put(PAGE, owner, { id: idOf(owner, page.path), path: page.path, source: address, at: Date.now() }, page);
  if (withOthers) for (const other of page.also) await keep(owner, other, { withOthers: false });
  tellChanged();
  return page;
}

export async function kept(owner, path) {
  return find(PAGE, owner, idOf(owner, path));
}

export async function listKept(owner) {
  return (await list(PAGE, owner)).sort((one, other) => one.group.localeCompare(other.group) || one.order - other.order);
}

/* Fetches again what a sent answer has changed, e.g. which questions come next. */
export async function renew(owner, path) {
  const page = await kept(owner, path);
  if (page) await keep(owner, page.source, { withOthers: false });
}

async function dropFrom(owner, address) {
  for (const page of await list(PAGE, owner)) if (page.source === address) await remove(PAGE, page.id);
  tellChanged();
}

async function withPictures(html, path) {
  const shown = new DOMParser().parseFromString(html, "text/html");
  const base = new URL(path, location.origin);
  for (const image of shown.querySelectorAll("img[src]")) {
    const address = new URL(image.getAttribute("src"), base);
    if (address.origin !== location.origin) continue;
    const answer = await fetch(address);
    if (answer.ok) image.setAttribute("src", await asText(await answer.blob()));
  }
  return shown.body.innerHTML;
}

function asText(blob) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result);
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(blob);
  });
}
