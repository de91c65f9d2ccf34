/*
 * The chain of entries: each holds the digest of the one before, is signed by a key that cannot leave this tablet, and is
 * written together with the numbers of its tax documents in one transaction. So a battery that dies at any moment leaves
 * either a whole bill or none, and a number either used once or free.
 */
(() => {
  "use strict";
  const till = (window.till ||= {});
  const ALGORITHM = { name: "ECDSA", namedCurve: "P-256" };
  const utf8 = new TextEncoder();

  const base64url = (bytes) => btoa(String.fromCharCode(...new Uint8Array(bytes))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  const hex = (bytes) => [...new Uint8Array(bytes)].map((each) => each.toString(16).padStart(2, "0")).join("");
  const digest = async (text) => hex(await crypto.subtle.digest("SHA-256", utf8.encode(text)));

  /** The private key stays in the browser's hands: it can sign, and cannot be read. */
  async function newKeys() {
    const pair = await crypto.subtle.generateKey(ALGORITHM, false, ["sign", "verify"]);
    const { kty, crv, x, y } = await crypto.subtle.exportKey("jwk", pair.publicKey);
    return { pair, jwk: { kty, crv, x, y } };
  }

  /** ISO 8601 with the tablet's own offset. */
  function stamp(moment = new Date()) {
    const ahead = -moment.getTimezoneOffset();
    const there = new Date(moment.getTime() + ahead * 60000).toISOString().slice(0, 19);
    const part = (value) => String(Math.floor(value)).padStart(2, "0");
    return `${there}${ahead < 0 ? "-" : "+"}${part(Math.abs(ahead) / 60)}:${part(Math.abs(ahead) % 60)}`;
  }

  /** "26-27" for a moment in Asia/Kolkata: the year of tax runs from April to March. */
  function financialYear(moment) {
    const there = new Date(moment.getTime() + 330 * 60000);
    const from = there.getUTCFullYear() - (there.getUTCMonth() < 3 ? 1 : 0);
    return `${String(from % 100).padStart(2, "0")}-${String((from + 1) % 100).padStart(2, "0")}`;
  }
  /** The bundle's year, or the next where the tablet has lived to see it; never an earlier one by a wrong clock. */
  const yearOf = (series) => [series.year, financialYear(new Date())].sort().pop();
  const placeOf = (key, series, kind, year) => `${key} ${series[kind]}/${year}`;

  /** Hands out the next numbers of a seller's series, and remembers which it gave. */
  function numberer(sellers, before) {
    const next = { ...before };
    return {
      next,
      take(key, kind) {
        const { series } = sellers.find((each) => each.key === key);
        const year = yearOf(series);
        const place = placeOf(key, series, kind, year);
        const number = next[place] || 1;
        next[place] = number + 1;
        return `${series[kind]}/${year}/${String(number).padStart(5, "0")}`;
      },
    };
  }

  const readBefore = () =>
    till.store.run(["kept"], "readonly", ({ kept }) => {
      const found = {};
      for (const key of ["chain", "numbers"]) kept.get(key).onsuccess = ({ target }) => (found[key] = target.result);
      return found;
    });

  class WrittenBefore extends Error {}

  /**
   * Write one entry. ``made(take)`` returns what is in it beside the frame; ``draft`` is the bill that it ends,
   * ``sellers`` those of it whom the bundle has otherwise or no longer. Where another write came between, nothing of this one stands, and it is made anew upon the new numbers.
   */
  async function write(kind, id, made, { draft = null, sellers = [] } = {}) {
    for (;;) {
      const { chain = { seq: 0, prev: "" }, numbers = {} } = await readBefore();
      const numbering = numberer([...sellers, ...till.bundle.sellers], numbers);
      const payload = {
        id,
        device: till.device.device,
        seq: chain.seq + 1,
        prev: chain.prev,
        kind,
        at: stamp(),
        cashier: till.cashier.id,
        exhibition: till.device.exhibition,
        version: till.bundle.version,
        ...made(numbering.take),
      };
      const text = JSON.stringify(payload);
      const signed = await crypto.subtle.sign({ name: "ECDSA", hash: "SHA-256" }, till.device.keys.privateKey, utf8.encode(text));
      const entry = { seq: payload.seq, id, kind, payload: text, signature: base64url(signed), state: "waiting", flags: [], message: "" };
      const after = { seq: payload.seq, prev: await digest(text) };
      try {
        await till.store.run(["kept", "entries", "drafts"], "readwrite", ({ kept, entries, drafts }, done) => {
          kept.get("chain").onsuccess = ({ target }) => {
            if ((target.result?.seq ?? 0) !== chain.seq) return done.abort();
            entries.add(entry);
            kept.put(after, "chain");
            kept.put(numbering.next, "numbers");
            if (draft) drafts.delete(draft);
          };
        });
      } catch (fault) {
        if (fault?.name === "ConstraintError") throw new WrittenBefore(id);
        if (fault?.name === "AbortError") continue;
        throw fault;
      }
      await till.copy.add(entry);
      till.book.add(entry, payload);
      return payload;
    }
  }

  /** Numbers go on from whichever is further: what this tablet gave, or what the server has seen of it. */
  const goOn = (sellers) =>
    till.store.run(["kept"], "readwrite", ({ kept }) => {
      kept.get("numbers").onsuccess = ({ target }) => {
        const numbers = target.result || {};
        for (const { key, series, next } of sellers) {
          for (const kind of ["sale", "credit"]) {
            const place = placeOf(key, series, kind, series.year);
            numbers[place] = Math.max(numbers[place] || 1, next[kind]);
          }
        }
        kept.put(numbers, "numbers");
      };
    });

  till.chain = { newKeys, write, goOn, numberer, stamp, digest, base64url, WrittenBefore };
})();
