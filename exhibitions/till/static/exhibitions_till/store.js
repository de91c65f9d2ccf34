/*
 * What the tablet keeps, in the browser's own database: ``kept`` (device, bundle, chain, numbers, …), ``entries`` (signed,
 * by their number in the chain) and ``drafts`` (the open bill and those on hold). A write is done when it is on the disk.
 */
(() => {
  "use strict";
  const till = (window.till ||= {});
  let opened;

  function database() {
    opened ||= new Promise((resolve, reject) => {
      const asked = indexedDB.open("umeed-till", 1);
      asked.onupgradeneeded = () => {
        const base = asked.result;
        base.createObjectStore("kept");
        base.createObjectStore("entries", { keyPath: "seq" }).createIndex("id", "id", { unique: true });
        base.createObjectStore("drafts", { keyPath: "id" });
      };
      asked.onsuccess = () => resolve(asked.result);
      asked.onerror = () => reject(asked.error);
    });
    return opened;
  }

  /** One transaction: ``work`` gets its stores by name, asks at once, and may return a request for its result. */
  async function run(names, mode, work) {
    const base = await database();
    return new Promise((resolve, reject) => {
      const done = base.transaction(names, mode, { durability: "strict" });
      const stores = Object.fromEntries(names.map((name) => [name, done.objectStore(name)]));
      let asked;
      done.oncomplete = () => resolve(asked instanceof IDBRequest ? asked.result : asked);
      done.onabort = () => reject(done.error || new DOMException("given up", "AbortError"));
      asked = work(stores, done);
    });
  }

  till.store = {
    run,
    get: (key) => run(["kept"], "readonly", ({ kept }) => kept.get(key)),
    put: (key, value) => run(["kept"], "readwrite", ({ kept }) => kept.put(value, key)),
    drop: (key) => run(["kept"], "readwrite", ({ kept }) => kept.delete(key)),
    entries: () => run(["entries"], "readonly", ({ entries }) => entries.getAll()),
    drafts: () => run(["drafts"], "readonly", ({ drafts }) => drafts.getAll()),
    draft: (id) => run(["drafts"], "readonly", ({ drafts }) => drafts.get(id)),
    keepDraft: (draft) => run(["drafts"], "readwrite", ({ drafts }) => drafts.put(draft)),
    dropDraft: (id) => run(["drafts"], "readwrite", ({ drafts }) => drafts.delete(id)),
  };
})();
