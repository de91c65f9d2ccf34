// Keeps one page and what it is shown with; nothing of what is done there. Its text changes with them.
const MINE = "{{ name }} ";
const VERSION = MINE + "{{ version }}";
const SHELL = "{{ shell }}", PAGES = [SHELL];
const KEPT = [{% for each in kept %}"{{ each }}"{% if not forloop.last %}, {% endif %}{% endfor %}];
const PATIENCE_MS = 8000;

{% include "kernel/offline_kept.js" %}
// The page does not wait for a network that is hardly there.
async function page(request) {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), PATIENCE_MS);
  try {
    return await fetch(request, { signal: stop.signal });
  } catch (fault) {
    const found = await kept(SHELL);
    if (found) return found;
    throw fault;
  } finally {
    clearTimeout(timer);
  }
}

self.addEventListener("fetch", (event) => {
  const request = event.request;
  const address = new URL(request.url);
  if (request.method !== "GET" || address.origin !== location.origin) return;
  if (request.mode === "navigate") {
    if (address.pathname === SHELL) event.respondWith(page(request));
    return;
  }
  if (KEPT.includes(address.pathname)) event.respondWith(kept(address.pathname).then((found) => found || fetch(request)));
});
