// Keeps PAGES and KEPT under VERSION, and drops what an earlier version of MINE kept.
self.addEventListener("install", (event) => {
  event.waitUntil(
    caches.open(VERSION)
      .then((cache) => Promise.all([...PAGES, ...KEPT].map((each) => fetch(new Request(each, { cache: "reload" })).then((answer) => {
        // A sign-in page in its place would be kept for weeks.
        if (!answer.ok || answer.redirected) throw new Error(each);
        return cache.put(each, answer);
      }))))
      .then(() => self.skipWaiting()),
  );
});

self.addEventListener("activate", (event) => {
  event.waitUntil(
    caches.keys()
      .then((names) => Promise.all(names.filter((name) => name.startsWith(MINE) && name !== VERSION).map((name) => caches.delete(name))))
      .then(() => self.clients.claim()),
  );
});

const kept = (address) => caches.open(VERSION).then((cache) => cache.match(address));
