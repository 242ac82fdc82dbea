// Keeps the last board, its style and its script; gives them where the server does not answer. Nothing else passes through here.
const KEPT = "board-1";
const OURS = /^\/(board\/|assets\/portal\/|favicon\.svg$)/;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin || !OURS.test(url.pathname)) return;
  event.respondWith(answer(request));
});

async function answer(request) {
  const kept = await caches.open(KEPT);
  try {
    const fresh = await fetch(request);
    if (fresh.ok) await kept.put(request, fresh.clone());
    // A server that fails is as good as none: the last board is better than an error on the wall.
    return fresh.status < 500 ? fresh : ((await kept.match(request)) ?? fresh);
  } catch (error) {
    const last = await kept.match(request);
    if (last) return last;
    throw error;
  }
}
