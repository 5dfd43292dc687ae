/* What was handed in on this device: kept first, then sent, each once. The id of an operation is made here, and the
   server does an operation once, however often it arrives. Nothing is thrown away because sending failed. */

import { ITEM, KEPT_MS, find, list, put, remove, tellChanged } from "offline/store";
import { renew } from "offline/shelf";
import { nameOf, wordsOf } from "offline/fields";

const PROTOCOL = 1;
const LIMIT_MS = 20_000;
const PROBE_MS = 5_000;
const MACHINERY = new Set(["csrf_token", "operation"]);
const WAITING = "waiting";
const REFUSED = "refused";
const SENT = "sent";

/* How far one go at sending came. */
export const OUTCOME = {
  done: "done",
  offline: "offline",
  signedOut: "signed-out",
  anotherPerson: "another-person",
  outdated: "outdated",
  trouble: "trouble",
};

export const isWaiting = (item) => item.state === WAITING;
export const isRefused = (item) => item.state === REFUSED;
export const isSent = (item) => item.state === SENT;

export async function listItems(owner) {
  return (await list(ITEM, owner)).sort((one, other) => one.order - other.order);
}

/* Keeps a form as it stands; one that replaces others of its kind takes the place of those still waiting. */
export async function add(owner, { form, submitter = null, page, replaces = false }) {
  const action = new URL(form.getAttribute("action") || page.path, location.origin).pathname;
  const fields = [...new FormData(form, submitter)].filter(([name]) => !MACHINERY.has(name));
  const items = await listItems(owner);
  if (replaces) {
    for (const item of items) if (isWaiting(item) && item.form === nameOf(form)) await remove(ITEM, item.id);
  }
  const order = 1 + Math.max(0, ...items.map((item) => item.order));
  const id = crypto.randomUUID(); // not the form's own, under which a draft of it may have been saved
  const content = { path: page.path, action, form: nameOf(form), title: page.title, group: page.group, fields, words: wordsOf(form) };
  await put(ITEM, owner, { id, state: WAITING, order, at: Date.now() }, { ...content, what: submitter?.textContent.trim() ?? "" });
  tellChanged();
  return id;
}

export async function drop(id) {
  await remove(ITEM, id);
  tellChanged();
}

/* Sends what waits, in the order of writing, until the network or the server stops it. One tab at a time. */
export async function send(owner) {
  return navigator.locks.request("banso-offline-send", () => sendAll(owner));
}

async function sendAll(owner) {
  const who = await session();
  const obstacle = obstacleOf(who, owner);
  if (obstacle) return obstacle;
  const outcome = await sendEach(owner, who.csrf_token);
  tellChanged();
  return outcome;
}

async function sendEach(owner, token) {
  await findCorrected(owner);
  for (const item of (await listItems(owner)).filter(isWaiting)) {
    let answer = await post(item, token);
    if (answer?.status === 400) answer = await post(item, (await session())?.csrf_token ?? token);
    if (!answer) return OUTCOME.offline;
    if (answer.status === 401) return OUTCOME.signedOut;
    if (answer.status === 408 || answer.status === 429 || answer.status >= 500) return OUTCOME.trouble;
    await settle(owner, item, answer);
  }
  return OUTCOME.done;
}

/* Says whether the server can be reached; a network that is there and carries nothing counts as none. */
export async function isReachable() {
  return navigator.onLine && (await session(PROBE_MS)) !== null;
}

async function session(limit = LIMIT_MS) {
  try {
    const answer = await fetch("/offline/session", { cache: "no-store", signal: AbortSignal.timeout(limit) });
    return answer.ok ? await answer.json() : { trouble: true };
  } catch {
    return null;
  }
}

function obstacleOf(who, owner) {
  if (!who) return OUTCOME.offline;
  if (who.trouble) return OUTCOME.trouble;
  if (who.protocol !== PROTOCOL) return OUTCOME.outdated;
  if (!who.person) return OUTCOME.signedOut;
  return who.person === owner.person ? null : OUTCOME.anotherPerson;
}

async function post(item, token) {
  const body = new URLSearchParams([...item.fields, ["operation", item.id], ["csrf_token", token]]);
  const headers = { Accept: "application/json" };
  try {
    const answer = await fetch(item.action, { method: "POST", headers, body, signal: AbortSignal.timeout(LIMIT_MS) });
    const isJson = /json/.test(answer.headers.get("Content-Type") ?? "");
    return { status: answer.status, ...(isJson ? { told: await answer.json() } : {}) };
  } catch {
    return null; // whether it arrived is not known: it is sent again under the same id
  }
}

/* What was sent keeps no text; what was refused keeps all of it, with the reasons. */
async function settle(owner, item, { status, told }) {
  if (status === 200 && told?.status === "done") {
    await markSent(owner, item, told.url);
    await renew(owner, item.path).catch(() => {}); // the page kept before stays as good as it was
    return;
  }
  const reasons = (told?.errors ?? []).map((one) => [one.label, one.detail]);
  const { id, order, at, expires_at: until, path, action, form, title, group, fields, words, what } = item;
  const refused = { path, action, form, title, group, fields, words, what, reasons: reasons.length ? reasons : [["", told?.detail ?? ""]] };
  await put(ITEM, owner, { id, state: REFUSED, order, at, expires_at: until }, refused);
}

async function markSent(owner, { id, order, at, title, group, what }, url) {
  const sentAt = Date.now();
  await put(ITEM, owner, { id, state: SENT, order, at, expires_at: sentAt + KEPT_MS }, { title, group, what, url, sent_at: sentAt });
}

/* What was refused may have been corrected on its page since: there it went out under the same id. */
async function findCorrected(owner) {
  const refused = (await listItems(owner)).filter(isRefused);
  if (!refused.length) return;
  const asked = new URLSearchParams(refused.map((item) => ["operation", item.id]));
  const answer = await fetch(`/offline/done?${asked}`, { headers: { Accept: "application/json" } }).catch(() => null);
  const done = answer?.ok ? await answer.json() : {};
  for (const item of refused) if (done[item.id]) await markSent(owner, item, done[item.id]);
}

export async function itemOf(owner, id) {
  return find(ITEM, owner, id);
}
