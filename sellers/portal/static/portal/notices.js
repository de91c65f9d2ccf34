// Push messages on this phone. Without script, or where the browser has no push, SMS stays.
(function () {
  "use strict";
  var box = document.getElementById("push");
  if (!box || !("serviceWorker" in navigator) || !("PushManager" in window)) return;
  var on = box.querySelector("[data-on]"), off = box.querySelector("[data-off]"), said = box.querySelector("[data-said]");

  function key() {
    var text = box.dataset.key.replace(/-/g, "+").replace(/_/g, "/");
    var raw = atob(text + "=".repeat((4 - (text.length % 4)) % 4));
    return Uint8Array.from(raw, function (letter) { return letter.charCodeAt(0); });
  }

  function tell(method, subscription) {
    return fetch(box.dataset.address, {
      method: method,
      headers: { "Content-Type": "application/json", "X-CSRFToken": box.dataset.token },
      body: JSON.stringify(subscription)
    }).then(function (answer) {
      if (answer.ok) return;
      return answer.json().then(function (fault) { throw new Error(fault.message); });
    });
  }

  function show(isOn) { on.hidden = isOn; off.hidden = !isOn; }

  navigator.serviceWorker.ready.then(function (worker) {
    return worker.pushManager.getSubscription().then(function (held) {
      show(Boolean(held));
      box.hidden = false;
      on.addEventListener("click", function () {
        on.disabled = true;
        worker.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key() })
          .then(function (made) { held = made; return tell("POST", made.toJSON()); })
          .then(function () { show(true); said.textContent = said.dataset.yes; })
          .catch(function (fault) {
            if (held) held.unsubscribe();
            said.textContent = fault.name === "Error" ? fault.message : said.dataset.refused;
          })
          .finally(function () { on.disabled = false; });
      });
      off.addEventListener("click", function () {
        tell("DELETE", held.toJSON())
          .then(function () { return held.unsubscribe(); })
          .then(function () { held = null; show(false); said.textContent = said.dataset.no; })
          .catch(function () { said.textContent = said.dataset.refused; });
      });
    });
  });
})();
