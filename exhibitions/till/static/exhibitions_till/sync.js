/*
 * The till and the server: pairing, the goods of the exhibition, and the entries, sent until the server says that it has
 * them. Nothing is given up on the tablet before; nothing is changed under an open bill.
 */
(() => {
  "use strict";
  const till = (window.till ||= {});
  const POS = document.body.dataset.pos;
  const PICTURES = "umeed-till-pictures";
  const BATCH = 50;
  const LETTER_BYTES = 900000;
  const STALE_MS = 5 * 60000;
  const FIRST_MS = 5000;
  const LONGEST_MS = 5 * 60000;
  const LOOK_MS = 60000;
  const PATIENCE_MS = 30000;
  const CLOCK_MS = 2 * 60000;
  const sync = (till.sync = { reached: navigator.onLine, clock: 0, matched: {}, is_sending: false });

  /** ``kind``: later (no network, or none to speak of), revoked, refused (with the server's sentence). */
  class Trouble extends Error {
    constructor(kind, said = {}) {
      super(kind);
      Object.assign(this, { kind, said });
    }
  }

  async function ask(path, { body, headers = {} } = {}) {
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), PATIENCE_MS);
    let answer;
    try {
      answer = await fetch(POS + path, {
        method: body ? "POST" : "GET",
        body: body && JSON.stringify(body),
        credentials: "omit",
        cache: "no-store",
        redirect: "error",
        signal: stop.signal,
        headers: {
          ...(body ? { "Content-Type": "application/json" } : {}),
          ...(till.device ? { Authorization: `Bearer ${till.device.token}` } : {}),
          ...headers,
        },
      });
    } catch {
      reach(false);
      throw new Trouble("later");
    } finally {
      clearTimeout(timer);
    }
    if (answer.status === 304) return heard(answer, null);
    const said = await answer.json().catch(() => null);
    // A hotel's sign-in page, a proxy's excuse: not our server.
    if (said === null || answer.status >= 500 || answer.status === 429) {
      reach(false);
      throw new Trouble("later", said || {});
    }
    if (answer.status === 401 && ["device-revoked", "device-unknown"].includes(said.code)) throw new Trouble("revoked", said);
    if (!answer.ok) throw new Trouble("refused", said);
    return heard(answer, said);
  }
  function heard(answer, said) {
    const theirs = Date.parse(answer.headers.get("Date"));
    if (theirs) {
      const off = Date.now() - theirs;
      sync.clock = Math.abs(off) > CLOCK_MS ? off : 0;
    }
    reach(true);
    return { said, etag: answer.headers.get("ETag") };
  }
  function reach(is) {
    if (sync.reached === is) return;
    sync.reached = is;
    till.book.changed();
  }

  async function pair(code, name) {
    // The same attempt again, after an answer that was lost, is the same tablet: key and keys outlive the page.
    let attempt = await till.store.get("pairing");
    if (attempt?.code !== code) {
      const { pair: keys, jwk } = await till.chain.newKeys();
      attempt = { code, key: crypto.randomUUID(), keys, jwk };
      await till.store.put("pairing", attempt);
    }
    const { said } = await ask("pair/", { body: { code, name, public_key: attempt.jwk, key: attempt.key } });
    till.device = { ...said, name, keys: attempt.keys, paired_at: till.chain.stamp() };
    await till.store.run(["kept", "entries", "drafts"], "readwrite", ({ kept, entries, drafts }) => {
      kept.clear();
      entries.clear();
      drafts.clear();
      kept.put(till.device, "device");
    });
    await till.copy.agree(till.device, []);
    await till.book.load();
    navigator.storage?.persist?.().catch(() => false);
  }

  let refreshed = 0;
  /** Fetch goods, prices and people anew, unless a bill is open; the server says at once where nothing changed. */
  async function refresh() {
    if (till.bundle && till.bill.open()?.lines.length) return false;
    const etag = till.bundle ? await till.store.get("etag") : null;
    const { said, etag: now } = await ask("bundle/", { headers: etag ? { "If-None-Match": etag } : {} });
    refreshed = Date.now();
    if (!said) return false;
    // A bill may have been begun while it came.
    if (till.bundle && till.bill.open()?.lines.length) return false;
    till.bundle = said;
    till.goods.index(said);
    await till.store.run(["kept"], "readwrite", ({ kept }) => {
      kept.put(said, "bundle");
      kept.put(now, "etag");
    });
    if (!till.book.waiting().length) await till.chain.goOn(said.sellers);
    till.renewed?.();
    pictures(said.items).catch(() => undefined);
    return true;
  }

  async function pictures(items) {
    const wanted = new Set(items.filter(({ picture }) => picture).map(({ picture }) => new URL(picture, location.href).href));
    const cache = await caches.open(PICTURES);
    for (const request of await cache.keys()) if (!wanted.delete(request.url)) await cache.delete(request);
    for (const each of wanted) await cache.add(each).catch(() => undefined);
  }

  /** The next entries: as many as one letter takes. */
  function next_batch() {
    let room = LETTER_BYTES;
    return till.book.waiting().slice(0, BATCH).filter(({ payload }, at) => {
      room -= 2 * payload.length;
      return at === 0 || room > 0;
    });
  }
  async function send() {
    for (;;) {
      const batch = next_batch();
      if (!batch.length) return;
      const entries = batch.map(({ payload, signature }) => ({ payload, signature }));
      const { said } = await ask("entries/", { body: { now: till.chain.stamp(), entries } });
      let moved = 0;
      // In the order in which they were sent: of what it cannot read the server knows no id.
      for (const [at, each] of said.results.entries()) {
        if (each.state === "refused" && each.code === "try-later") continue;
        moved += 1;
        await till.book.mark(batch[at].id, { ...each, state: each.state === "refused" ? "refused" : "kept" });
      }
      till.book.changed();
      if (!moved) throw new Trouble("later");
    }
  }

  /** What the bank has found of the UPI bills, and what staff have to look at. */
  async function state() {
    const { said } = await ask("state/");
    sync.matched = Object.fromEntries(said.upi.map(({ bill, matched }) => [bill, matched]));
    const found = new Map();
    for (const flag of said.flags || []) found.set(flag.bill, [...(found.get(flag.bill) || []), flag]);
    for (const [bill, flags] of found) {
      const row = till.book.rows.get(bill);
      if (row) await till.book.mark(bill, { ...row, flags });
    }
    // Prices and people at once; what is left of each thing, now and then.
    if (said.version !== till.bundle.version || Math.abs(Date.now() - refreshed) > STALE_MS) await refresh();
    till.book.changed();
  }

  let failed = 0;
  let timer;
  let is_wanted = false;
  /** One round: send, then look what is new. Then again, later and later while it does not go. */
  async function round() {
    const is_lost = till.ended.is_lost();
    if (!till.device || !(till.bundle || is_lost) || !till.is_mine) return undefined;
    if (sync.is_sending) {
      is_wanted = true;
      return undefined;
    }
    clearTimeout(timer);
    sync.is_sending = true;
    try {
      await send();
      if (!is_lost) await state();
      failed = 0;
    } catch (trouble) {
      if (trouble.kind === "revoked") await till.revoked(trouble.said);
      else if (trouble.kind === "refused") sync.said = till.ui.told(trouble.said);
      else if (!(trouble instanceof Trouble)) till.unkept(trouble);
      failed += 1;
    } finally {
      sync.is_sending = false;
      till.book.changed();
    }
    // What was written while this round was past its sending does not wait for the next.
    const is_more = is_wanted && !failed;
    is_wanted = false;
    if (is_more) return round();
    timer = setTimeout(round, failed ? Math.min(FIRST_MS * 2 ** (failed - 1), LONGEST_MS) : LOOK_MS);
    return undefined;
  }
  function now() {
    failed = 0;
    return round();
  }
  addEventListener("online", now);
  addEventListener("offline", () => reach(false));
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && now());

  /** Everything that could sell or read goes; what was not sent stays, and can be taken out as a file. */
  async function forget({ whole }) {
    clearTimeout(timer);
    // Before the database: a copy that were left alone would be taken for what was lost.
    await (whole ? till.copy.forget() : till.copy.forget_device());
    await till.store.run(["kept", "entries", "drafts"], "readwrite", ({ kept, entries, drafts }) => {
      kept.clear();
      drafts.clear();
      if (whole) entries.clear();
      else entries.openCursor().onsuccess = ({ target }) => {
        const at = target.result;
        if (!at) return;
        if (at.value.state === "kept") at.delete();
        at.continue();
      };
      if (!whole) kept.put({ till: till.bundle?.till || null, at: till.chain.stamp() }, "revoked");
    });
    await caches.delete(PICTURES);
    Object.assign(till, { device: null, bundle: null, cashier: null });
    await till.book.load();
  }

  const tested = (what) => ask("tested/", { body: { what } });

  /** What the card payment of a bill is asked: "" (begin), "look/" or "cancel/". */
  const card = async (step, body) => (await ask(`card/${step}`, { body })).said;

  Object.assign(sync, { Trouble, pair, tested, card, refresh, now, forget });
})();
