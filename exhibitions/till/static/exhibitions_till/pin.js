/* Who stands at the till: a PIN checked on the tablet, with a pause after wrong ones, and a lock when nobody touches it. */
(() => {
  "use strict";
  const till = (window.till ||= {});
  const TRIES = 5;
  const PAUSE_MS = 60000;
  const IDLE_MS = 5 * 60000;

  const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (each) => each.charCodeAt(0));

  async function hashed(pin, { salt, iterations }) {
    const key = await crypto.subtle.importKey("raw", new TextEncoder().encode(pin), "PBKDF2", false, ["deriveBits"]);
    const found = await crypto.subtle.deriveBits({ name: "PBKDF2", hash: "SHA-256", salt: bytes(salt), iterations }, key, 256);
    return till.chain.base64url(found);
  }

  /** Milliseconds for which no PIN is taken; they grow with each further wrong one, and outlast the page. */
  async function pause() {
    const { wrong = 0, at = 0 } = (await till.store.get("tries")) || {};
    if (wrong < TRIES) return 0;
    // A clock put back must not lengthen it without end, nor one put forward end it: at most the pause itself.
    return Math.min(Math.max(0, at + PAUSE_MS * (wrong - TRIES + 1) - Date.now()), PAUSE_MS * 10);
  }

  async function check(cashier, pin) {
    const { wrong = 0 } = (await till.store.get("tries")) || {};
    // Counted before it is looked at: whoever reloads the page in between gains nothing.
    await till.store.put("tries", { wrong: wrong + 1, at: Date.now() });
    if ((await hashed(pin, cashier.pin)) !== cashier.pin.hash) return false;
    await till.store.drop("tries");
    return true;
  }

  let timer;
  function touched() {
    clearTimeout(timer);
    if (till.cashier) timer = setTimeout(() => till.lock(), IDLE_MS);
  }
  for (const each of ["pointerdown", "keydown"]) addEventListener(each, touched, true);

  till.pin = { check, pause, touched, TRIES };
})();
