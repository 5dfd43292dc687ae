/* Answers when the network does not. Keeps files named by their content, and one page that is nobody's; never a page of a person.
   The server puts VERSION before this text: another release has another one, and its files are fetched before it takes over. */

const FILES = `banso-files-${VERSION}`;
const LANGUAGES = ["ja", "en"];
const SHELL = "/offline";
const LOCALE = "/offline/locale"; // the language this device reads in, written by the pages
const DEVICE = "banso-device";
const PATIENCE_MS = 10_000; // as long as one looks at an empty page where the network is weak

self.addEventListener("install", (event) => event.waitUntil(fill().then(() => self.skipWaiting())));
self.addEventListener("activate", (event) => event.waitUntil(dropOldFiles().then(() => self.clients.claim())));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  if (request.mode === "navigate") event.respondWith(page(request, url));
  else if (isNamedByContent(url)) event.respondWith(file(request));
});

function isNamedByContent(url) {
  return url.searchParams.has("v") && (url.pathname.startsWith("/static/") || url.pathname === "/style.css");
}

/* Without cookies, so that the page is nobody's; with all the files it names. */
async function fill() {
  const cache = await caches.open(FILES);
  const names = new Set();
  for (const language of LANGUAGES) {
    const address = `${SHELL}?lang=${language}`;
    const answer = await fetch(address, { credentials: "omit", cache: "no-store" });
    if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
    await cache.put(address, answer.clone());
    for (const [name] of (await answer.text()).matchAll(/\/(?:static\/[^"'\s]+|style\.css)\?v=\w+/g)) names.add(name);
  }
  await cache.addAll([...names]);
}

async function dropOldFiles() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name !== FILES && name !== DEVICE).map((name) => caches.delete(name)));
}

async function file(request) {
  const cache = await caches.open(FILES);
  const kept = await cache.match(request, { ignoreVary: true });
  if (kept) return kept;
  const answer = await fetch(request);
  if (answer.ok) await cache.put(request, answer.clone());
  return answer;
}

async function page(request, url) {
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), PATIENCE_MS);
  try {
    return await fetch(request, { signal: patience.signal });
  } catch {
    return shell(url);
  } finally {
    clearTimeout(timer);
  }
}

async function shell(url) {
  const cache = await caches.open(FILES);
  const asked = url.searchParams.get("lang");
  const remembered = await (await caches.match(LOCALE))?.text();
  const language = [asked, remembered].find((one) => LANGUAGES.includes(one)) ?? LANGUAGES[0];
  return (await cache.match(`${SHELL}?lang=${language}`, { ignoreVary: true })) ?? Response.error();
}
