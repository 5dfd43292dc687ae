/* What one person keeps on this device. Every record is sealed with a key of theirs that no script can read out;
   in the clear stand only whose it is, where it belongs, when it was written, when it is thrown away. */

import { openDB } from "vendor/idb";
import { mark } from "offline/mark";

export const KEPT_MS = 14 * 24 * 3600 * 1000;
export const PAGE = "page"; // something to read
export const DRAFT = "draft"; // typed, not handed in
export const ITEM = "item"; // handed in here, to be sent

const KINDS = [PAGE, DRAFT, ITEM];
const OWNER = "owner";
const CHANGED = "offline:changed";
const others = new BroadcastChannel("banso-offline");
others.onmessage = () => document.dispatchEvent(new Event(CHANGED));

let opening;

function database() {
  opening ??= openDB("banso-offline", 1, {
    upgrade(db) {
      db.createObjectStore(OWNER, { keyPath: "person" });
      for (const kind of KINDS) db.createObjectStore(kind, { keyPath: "id" }).createIndex("person", "person");
    },
    terminated() {
      opening = undefined;
    },
  });
  return opening;
}

/* Says that what is kept has changed: to this page, and to all others of this device. */
export function tellChanged() {
  document.dispatchEvent(new Event(CHANGED));
  others.postMessage(CHANGED);
}

export function onChange(listener) {
  document.addEventListener(CHANGED, listener);
}

/* ---- owners: {person, choice: "yes" | "no", key, seen_at, is_away} ---- */

export async function ownerOf(person) {
  return (await database()).get(OWNER, person);
}

export async function listOwners() {
  return (await database()).getAll(OWNER);
}

export async function putOwner(owner) {
  mark();
  await (await database()).put(OWNER, owner);
}

export async function newKey() {
  return crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
}

/* Throws away all of a person's records of the kinds given; without kinds, the person's key and choice with them. */
export async function forget(person, kinds) {
  const stores = kinds ?? [...KINDS, OWNER];
  const work = (await database()).transaction(stores, "readwrite");
  for (const kind of stores.filter((one) => one !== OWNER)) {
    for (const id of await work.objectStore(kind).index("person").getAllKeys(person)) work.objectStore(kind).delete(id);
  }
  if (!kinds) work.objectStore(OWNER).delete(person);
  await work.done;
}

/* ---- records ---- */

export async function put(kind, owner, record, content) {
  const open = { ...record, person: owner.person, expires_at: record.expires_at ?? Date.now() + KEPT_MS };
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const words = new TextEncoder().encode(JSON.stringify(content));
  const sealed = await crypto.subtle.encrypt(lock(kind, open, iv), owner.key, words);
  await (await database()).put(kind, { ...open, iv, sealed });
}

/* Returns the open part of a record with its content, or null for one that cannot be opened any more. */
export async function open(kind, owner, record) {
  if (!record || record.person !== owner.person || record.expires_at <= Date.now()) return null;
  try {
    const words = await crypto.subtle.decrypt(lock(kind, record, record.iv), owner.key, record.sealed);
    return { ...record, ...JSON.parse(new TextDecoder().decode(words)) };
  } catch {
    return null;
  }
}

export async function find(kind, owner, id) {
  return open(kind, owner, await (await database()).get(kind, id));
}

export async function list(kind, owner) {
  const records = await (await database()).getAllFromIndex(kind, "person", owner.person);
  return (await Promise.all(records.map((record) => open(kind, owner, record)))).filter(Boolean);
}

export async function count(kind, person, matches) {
  const records = await (await database()).getAllFromIndex(kind, "person", person);
  return records.filter((record) => record.expires_at > Date.now() && matches(record)).length;
}

export async function remove(kind, id) {
  await (await database()).delete(kind, id);
}

/* Throws away what is too old. How much unsent work went with it is noted with its owner, to be told. */
export async function dropExpired() {
  const work = (await database()).transaction([...KINDS, OWNER], "readwrite");
  for (const kind of KINDS) {
    for await (const cursor of work.objectStore(kind)) {
      const { expires_at: until, person, state } = cursor.value;
      if (until > Date.now()) continue;
      cursor.delete();
      const owner = kind === ITEM && state !== "sent" && (await work.objectStore(OWNER).get(person));
      if (owner) await work.objectStore(OWNER).put({ ...owner, lost: (owner.lost ?? 0) + 1 });
    }
  }
  await work.done;
}

/* A record moved to another place, another person or another kind does not open. */
function lock(kind, { id, person, expires_at: until }, iv) {
  return { name: "AES-GCM", iv, additionalData: new TextEncoder().encode(JSON.stringify([kind, person, id, until])) };
}
