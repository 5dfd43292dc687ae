/* Whose device this is: what its reader chose, what happens when another person signs in or one signs out. */

import { DRAFT, ITEM, PAGE, count, dropExpired, forget, listOwners, newKey, ownerOf, putOwner, tellChanged } from "offline/store";
import { isInUse } from "offline/mark";

const WORKER = "/service-worker.js";
const DEVICE = "banso-device";
const LIMIT_MS = 30_000;
const LOCALE = "/offline/locale";

export function canKeep() {
  return isSecureContext && "serviceWorker" in navigator && "indexedDB" in window && "caches" in window;
}

export const isUnsent = (item) => item.state !== "sent";

/* The pages of somebody signed in begin with this: returns what they chose here, or undefined if they were not asked yet. */
export async function seen(person, locale) {
  await dropExpired();
  for (const owner of await listOwners()) if (owner.person !== person) await sendAway(owner);
  const owner = await ownerOf(person);
  if (owner?.choice !== "yes") return owner;
  const now = { ...owner, seen_at: Date.now(), is_away: false };
  await putOwner(now);
  await remember(locale);
  if (!(await navigator.serviceWorker.getRegistration())) await navigator.serviceWorker.register(WORKER);
  return now;
}

/* Another person is here: what was kept to read goes at once; what is unsent stays sealed until its person is back. */
async function sendAway(owner) {
  const waiting = (await count(ITEM, owner.person, isUnsent)) + (await count(DRAFT, owner.person, () => true));
  if (!waiting) return forget(owner.person);
  await forget(owner.person, [PAGE]);
  return putOwner({ ...owner, is_away: true });
}

/* Without a network nobody can say who holds the device: it shows what its last reader kept. */
export async function lastReader() {
  if (!isInUse()) return undefined;
  await dropExpired();
  const owners = (await listOwners()).filter((owner) => owner.choice === "yes" && !owner.is_away);
  return owners.sort((one, other) => other.seen_at - one.seen_at)[0];
}

export async function unsentOfOthers(person) {
  const owners = (await listOwners()).filter((owner) => owner.person !== person);
  const counts = await Promise.all(owners.map((owner) => count(ITEM, owner.person, isUnsent)));
  return counts.reduce((sum, one) => sum + one, 0);
}

export async function forgetOthers(person) {
  for (const owner of await listOwners()) if (owner.person !== person) await forget(owner.person);
  tellChanged();
}

export async function switchOn(person, locale) {
  await navigator.serviceWorker.register(WORKER);
  await Promise.race([navigator.serviceWorker.ready, tooLong()]);
  await navigator.storage?.persist?.();
  const owner = { person, choice: "yes", key: await newKey(), seen_at: Date.now(), is_away: false };
  await putOwner(owner);
  await remember(locale);
  tellChanged();
  return owner;
}

export async function decline(person) {
  await putOwner({ person, choice: "no", seen_at: Date.now(), is_away: false });
}

/* Whatever is kept goes, with the key; the choice stays, so that nobody is asked again. */
export async function switchOff(person) {
  await forget(person);
  await decline(person);
  const rest = (await listOwners()).filter((owner) => owner.choice === "yes");
  if (!rest.length) {
    for (const registration of await navigator.serviceWorker.getRegistrations()) await registration.unregister();
    for (const name of await caches.keys()) await caches.delete(name);
  }
  tellChanged();
}

/* Before a sign-out, which empties the device: also where a browser would not do so by itself. */
export async function empty() {
  for (const owner of await listOwners()) await forget(owner.person);
}

function tooLong() {
  return new Promise((_resolve, reject) => setTimeout(() => reject(new Error("the service worker did not start")), LIMIT_MS));
}

async function remember(locale) {
  const cache = await caches.open(DEVICE);
  await cache.put(LOCALE, new Response(locale));
}
