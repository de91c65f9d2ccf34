// Keeps the till: its page in each language and what it is shown with. They come from the tablet at once, with or without
// a network; a new state of any of them changes this text, and is fetched whole before it takes the old one's place.
const MINE = "{{ name }} ";
const VERSION = MINE + "{{ version }}";
const PICTURES = "umeed-till-pictures";
const PAGES = [{% for each in pages %}"{{ each }}"{% if not forloop.last %}, {% endif %}{% endfor %}];
const KEPT = [{% for each in kept %}"{{ each }}"{% if not forloop.last %}, {% endif %}{% endfor %}];

{% include "kernel/offline_kept.js" %}
const from = (name, request) => caches.open(name).then((cache) => cache.match(request)).then((found) => found || fetch(request));

self.addEventListener("fetch", (event) => {
  const request = event.request;
  const address = new URL(request.url);
  if (request.method !== "GET" || address.origin !== location.origin) return;
  const known = [...PAGES, ...KEPT].find((each) => each === address.pathname);
  if (known && (request.mode !== "navigate" || PAGES.includes(known))) {
    event.respondWith(kept(known).then((found) => found || fetch(request)));
  } else if (request.destination === "image") event.respondWith(from(PICTURES, request));
});
