/*
 * What an inspector's phone keeps of her visits, enciphered: AES-GCM under a key that PBKDF2 makes from her passphrase.
 * The key lives in this page's memory alone. Without it the rows say nothing but how many there are and how large.
 */
(() => {
  "use strict";
  const ROUNDS = 600000;
  const LOCK = "lock";
  const text = new TextEncoder();
  const words = new TextDecoder();
  const copy = window.umeedSecondCopy("umeed-visits-copy");
  const able = Boolean(globalThis.crypto?.subtle && globalThis.indexedDB && navigator.locks);

  let opened;
  function database() {
    opened ||= new Promise((resolve, reject) => {
      const asked = indexedDB.open("umeed-visits", 1);
      asked.onupgradeneeded = () => asked.result.createObjectStore("rows", { keyPath: "id" }).createIndex("kind", "kind");
      asked.onsuccess = () => resolve(asked.result);
      asked.onerror = () => reject(asked.error);
    });
    return opened;
  }

  /** Run ``work(rows, out)`` in one transaction; resolves with ``out.value`` when all is written. */
  async function within(mode, work) {
    const base = await database();
    return new Promise((resolve, reject) => {
      const run = base.transaction("rows", mode);
      const out = {};
      run.oncomplete = () => resolve(out.value);
      run.onabort = run.onerror = () => reject(run.error);
      work(run.objectStore("rows"), out);
    });
  }
  const got = (asked, out) => {
    asked.onsuccess = () => {
      out.value = asked.result;
    };
  };
  const row = (id) => within("readonly", (rows, out) => got(rows.get(id), out));

  // ── The key ──────────────────────────────────────────────────────────────────────────────────────────
  let key = null;
  let me = null;
  let letGo = null;

  async function derived(passphrase, salt, rounds) {
    const typed = await crypto.subtle.importKey("raw", text.encode(passphrase.normalize("NFKC")), "PBKDF2", false, ["deriveKey"]);
    return crypto.subtle.deriveKey(
      { name: "PBKDF2", hash: "SHA-256", salt, iterations: rounds }, typed, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"],
    );
  }

  /** Seal bytes; what a row is and whose is part of the seal, so that rows cannot take each other's place. */
  async function sealed(id, kind, bytes, under = key) {
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const data = await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData: text.encode(`${kind} ${id}`) }, under, bytes);
    return { id, kind, iv, data };
  }
  const unsealed = (found, under = key) =>
    crypto.subtle.decrypt({ name: "AES-GCM", iv: found.iv, additionalData: text.encode(`${found.kind} ${found.id}`) }, under, found.data);
  const pack = (value) => text.encode(JSON.stringify(value));
  const unpack = (bytes) => JSON.parse(words.decode(bytes));

  /** One window alone has the visits open: two would write over each other. */
  const alone = () =>
    new Promise((resolve) => {
      navigator.locks.request("umeed-visits", { ifAvailable: true }, (lock) => {
        resolve(Boolean(lock));
        return lock && new Promise((done) => {
          letGo = done;
        });
      });
    });

  /** Write rows; sealed as they are they are copied, too. */
  async function put(made, dropped = []) {
    await copy.drop(...dropped);
    await within("readwrite", (rows) => {
      for (const each of made) rows.put(each);
      for (const each of dropped) rows.delete(each);
    });
    for (const each of made) await copy.put(each.id, each);
  }

  /** Whether this phone was given a passphrase; a database that was lost is filled again. */
  async function exists() {
    if (await row(LOCK)) return true;
    const lost = await copy.rows();
    if (!lost.some(({ id }) => id === LOCK)) return false;
    await within("readwrite", (rows) => {
      for (const each of lost) rows.put(each);
    });
    return true;
  }

  /** Begin: ``person`` is whose visits these are, {person, name}. */
  async function create(passphrase, person) {
    if (!(await alone())) return "elsewhere";
    const salt = crypto.getRandomValues(new Uint8Array(16));
    key = await derived(passphrase, salt, ROUNDS);
    me = person;
    const lock = { ...(await sealed(LOCK, LOCK, pack(person))), salt, rounds: ROUNDS };
    await wipe();
    await put([lock]);
    navigator.storage?.persist?.().catch(() => undefined);
    return "open";
  }

  /** Return "open", "wrong" for another passphrase, "elsewhere" where another window has them open. */
  async function open(passphrase) {
    const lock = await row(LOCK);
    const tried = await derived(passphrase, lock.salt, lock.rounds);
    let person;
    try {
      person = unpack(await unsealed(lock, tried));
    } catch {
      return "wrong";
    }
    if (!(await alone())) return "elsewhere";
    key = tried;
    me = person;
    return "open";
  }

  function close() {
    key = me = null;
    letGo?.();
  }

  // ── What lies there ──────────────────────────────────────────────────────────────────────────────────
  async function all() {
    const found = await within("readonly", (rows, out) => got(rows.index("kind").getAll("visit"), out));
    return Promise.all(found.map(async (each) => ({ ...unpack(await unsealed(each)), row: each.id })));
  }

  /** Write a visit, and with it photographs that were taken ({file, bytes}) or left out (ids): all or nothing. */
  async function keep(visit, { taken = [], dropped = [] } = {}) {
    const { row: id, ...said } = visit;
    const made = await Promise.all([
      sealed(id, "visit", pack(said)),
      ...taken.map((each) => sealed(each.file, "photo", each.bytes)),
    ]);
    await put(made, dropped);
  }

  const drop = (visit) => put([], [visit.row, ...visit.photos.map((each) => each.file)]);

  async function photo(file) {
    const found = await row(file);
    return found && new Blob([await unsealed(found)], { type: "image/jpeg" });
  }

  async function wipe() {
    await copy.clear();
    await within("readwrite", (rows) => rows.clear());
  }

  window.umeedVault = { able, exists, create, open, close, all, keep, drop, photo, wipe, me: () => me };
})();
