/*
 * What a driver's phone keeps: his rounds and what he did at each stop. Nothing of buyers is in it, so it lies open in
 * the browser's own store, under the person's number; each visit goes out under a key made here, and counts once.
 */
(() => {
  "use strict";
  const page = document.body.dataset;
  const copy = window.umeedSecondCopy("umeed-rounds-copy");
  const pack_copy = window.umeedSecondCopy("umeed-rounds-pack");
  const cookie = (name) => (document.cookie.match(new RegExp(`(?:^|; )${name}=([^;]*)`)) || [])[1] || "";

  let opened;
  function database() {
    opened ||= new Promise((resolve, reject) => {
      const asked = indexedDB.open("umeed-rounds", 1);
      asked.onupgradeneeded = () => {
        asked.result.createObjectStore("pack", { keyPath: "id" });
        asked.result.createObjectStore("visits", { keyPath: "stop" });
      };
      asked.onsuccess = () => resolve(asked.result);
      asked.onerror = () => reject(asked.error);
    });
    return opened;
  }
  async function within(store, mode, work) {
    const base = await database();
    return new Promise((resolve, reject) => {
      const run = base.transaction(store, mode);
      const asked = work(run.objectStore(store));
      run.oncomplete = () => resolve(asked?.result);
      run.onabort = run.onerror = () => reject(run.error);
    });
  }

  const pack = async () => (await within("pack", "readonly", (rows) => rows.get("mine"))) || (await pack_copy.rows())[0];
  async function keepPack(found) {
    const mine = { ...found, id: "mine" };
    await within("pack", "readwrite", (rows) => rows.put(mine));
    await pack_copy.put(mine.id, mine);
  }
  async function visits() {
    const found = await within("visits", "readonly", (rows) => rows.getAll());
    if (found.length) return found;
    // An empty database beside a copy that is not: it was lost.
    const lost = await copy.rows();
    for (const visit of lost) await within("visits", "readwrite", (rows) => rows.put(visit));
    return lost;
  }
  async function keepVisit(visit) {
    await within("visits", "readwrite", (rows) => rows.put(visit));
    await copy.put(visit.stop, visit);
  }
  async function dropVisit(stop) {
    await copy.drop(stop);
    await within("visits", "readwrite", (rows) => rows.delete(stop));
  }

  /** ``kind``: later (no network), locked (sign in again), refused (with what the office said). */
  class Outcome extends Error {
    constructor(kind, more = {}) {
      super(kind);
      this.kind = kind;
      this.more = more;
    }
  }
  async function post(path, body, person) {
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), 60000);
    let answer;
    try {
      answer = await fetch(page.rounds + path, {
        method: "POST",
        body: JSON.stringify(body),
        redirect: "manual",
        signal: stop.signal,
        headers: { "Content-Type": "application/json", "X-CSRFToken": cookie(page.csrf), "X-Umeed-Person": String(person ?? "") },
      });
    } catch {
      throw new Outcome("later");
    } finally {
      clearTimeout(timer);
    }
    if (answer.type === "opaqueredirect" || [401, 403, 409].includes(answer.status)) throw new Outcome("locked");
    if (answer.status >= 500 || answer.status === 429) throw new Outcome("later");
    const said = await answer.json().catch(() => ({}));
    if (!answer.ok) throw new Outcome("refused", said);
    return said;
  }

  window.umeedRounds = {
    post,
    Outcome,
    pack,
    keepPack,
    visits,
    keepVisit,
    dropVisit,
  };
})();
