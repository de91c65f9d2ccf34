// Keeps the page for adding goods and what it is shown with; never a member's page. Its text changes with them.
{% if push %}importScripts("{{ push }}");
{% endif %}const VERSION = "umeed-goods {{ scope }} {{ version }}";
const MINE = "umeed-goods {{ scope }} ";
const ADD = "{{ add }}", SHELL = "{{ shell }}", OFFLINE = "{{ offline }}", SCOPE = "{{ scope }}", PAGES = [SHELL, OFFLINE];
const KEPT = [{% for each in kept %}"{{ each }}"{% if not forloop.last %}, {% endif %}{% endfor %}];
const PATIENCE_MS = 12000;

{% include "kernel/offline_kept.js" %}
// Adding goods does not wait for a network that is hardly there; every other page does, as long as it takes.
async function page(request, path) {
  const stop = new AbortController();
  const timer = path === ADD ? setTimeout(() => stop.abort(), PATIENCE_MS) : 0;
  try {
    return await fetch(request, path === ADD ? { signal: stop.signal } : undefined);
  } catch (fault) {
    const found = await kept(path === ADD ? SHELL : OFFLINE);
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
    if (address.pathname.startsWith(SCOPE)) event.respondWith(page(request, address.pathname));
    return;
  }
  if (KEPT.includes(address.pathname)) event.respondWith(kept(address.pathname).then((found) => found || fetch(request)));
});
