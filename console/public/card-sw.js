/*
 * The card page without a network: keeps the page and just the files it names, nothing of the API.
 * A new build is taken over whole: its files are fetched before its page replaces the old one.
 */
const KEPT = "card-files-1";
const PAGE = "/console/card.html";

/** Files that the page names, below our own address. */
function named(html) {
  return [...html.matchAll(/(?:src|href)="(\/console\/[^"]+)"/g)].map((found) => found[1]);
}

async function keep(response) {
  const cache = await caches.open(KEPT);
  const files = named(await response.clone().text());
  const have = new Set((await cache.keys()).map((request) => new URL(request.url).pathname));
  await Promise.all(files.filter((file) => !have.has(file)).map((file) => cache.add(file)));
  await cache.put(PAGE, response.clone());
  for (const path of have) if (path !== PAGE && !files.includes(path)) await cache.delete(path);
}

self.addEventListener("install", (event) => {
  event.waitUntil(
    fetch(PAGE, { cache: "no-cache" }).then((response) => {
      if (!response.ok) throw new Error("card page is not there");
      return keep(response);
    }),
  );
  self.skipWaiting();
});

self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
  const address = new URL(event.request.url);
  if (event.request.method !== "GET" || address.origin !== self.location.origin) return;
  if (address.pathname === PAGE) event.respondWith(page());
  else if (address.pathname.startsWith("/console/")) event.respondWith(file(event.request));
});

/** The page from the network where there is one within two seconds, otherwise as kept. */
async function page() {
  const kept = await caches.match(PAGE);
  try {
    const signal = kept ? AbortSignal.timeout(2000) : undefined;
    const response = await fetch(PAGE, { cache: "no-cache", signal });
    if (response.ok) {
      await keep(response);
      return response;
    }
    return kept ?? response;
  } catch (error) {
    if (kept) return kept;
    throw error;
  }
}

async function file(request) {
  return (await caches.match(request)) ?? fetch(request);
}
