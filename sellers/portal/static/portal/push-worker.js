// Part of the portal's service worker: shows what a push message says, and opens the page of notices.
self.addEventListener("push", function (event) {
  var told = {};
  try { told = event.data ? event.data.json() : {}; } catch (fault) { told = {}; }
  if (!told.title) return;
  event.waitUntil(self.registration.showNotification(told.title, {
    body: told.body, tag: told.tag, lang: told.language,
    dir: told.language === "ur" ? "rtl" : "ltr", data: { language: told.language }
  }));
});
self.addEventListener("notificationclick", function (event) {
  event.notification.close();
  var language = (event.notification.data || {}).language;
  var address = (language && language !== "en" ? "/" + language : "") + "/sell/notices/";
  event.waitUntil(clients.matchAll({ type: "window" }).then(function (open) {
    var ours = open.find(function (page) { return page.url.indexOf("/sell/") > 0; });
    return ours && ours.navigate ? ours.navigate(address).then(function (page) { return page && page.focus(); }) : clients.openWindow(address);
  }));
});
