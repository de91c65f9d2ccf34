/* The goods of the exhibition: found by what a scanner reads, by a word in three languages, by number or by kind. */
(() => {
  "use strict";
  const till = (window.till ||= {});
  let byVariant = new Map();
  let bySerial = new Map();
  let byCode = new Map();
  let texts = new Map();

  const plain = (text) => String(text).normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase();
  /** A GTIN is the same with 8, 12, 13 or 14 digits. */
  const coded = (text) => {
    const found = String(text).trim().toUpperCase();
    return /^\d+$/.test(found) ? found.replace(/^0+/, "") : found;
  };

  /** A label's code as it is kept: printed, it has hyphens. */
  const bare = (code) => code.toUpperCase().replace(/[^A-Z0-9]/g, "");

  function index(bundle) {
    byVariant = new Map(bundle.items.map((each) => [each.variant, each]));
    bySerial = new Map(bundle.items.flatMap((each) => each.serials.map((code) => [bare(code), each])));
    byCode = new Map(bundle.items.flatMap((each) => [each.sku, ...each.codes].map((code) => [coded(code), each])));
    texts = new Map(
      bundle.items.map((each) => [each.variant, plain([...Object.values(each.name), each.sku, each.maker, each.group, ...each.codes].join(" "))]),
    );
  }

  /** What a code says: our label's Digital Link (/01/…/21/…), its page of verification, or the bare code. */
  function read(scanned) {
    const text = String(scanned).trim();
    const part = (pattern) => {
      const found = pattern.exec(text);
      return found ? found[1] : "";
    };
    const serial = part(/\/21\/([^/?#]+)/) || part(/\/verify\/([^/?#]+)/i);
    return { serial: bare(serial), code: part(/\/01\/(\d+)/) || (serial ? "" : text) };
  }

  /** ``item`` and, where one piece is meant, its ``serial``; ``is_listed`` says whether that label was counted in. */
  function scanned(text) {
    const { serial, code } = read(text);
    const one = serial || bare(code);
    if (bySerial.has(one)) return { item: bySerial.get(one), serial: one, is_listed: true };
    const item = code ? byCode.get(coded(code)) : undefined;
    if (!item) return null;
    return serial ? { item, serial, is_listed: false } : { item, serial: null, is_listed: true };
  }

  /** Every word somewhere in a name, number or maker; goods of this stall first. */
  function search(wanted, kind = "") {
    const words = plain(wanted).split(/\s+/).filter(Boolean);
    const here = till.bundle.till.stall;
    return till.bundle.items
      .filter((each) => (!kind || each.category === kind) && words.every((word) => texts.get(each.variant).includes(word)))
      .sort((one, two) => Number(two.stall === here && here !== null) - Number(one.stall === here && here !== null));
  }

  till.goods = {
    index,
    read,
    scanned,
    search,
    item: (variant) => byVariant.get(variant),
    kinds: () => [...new Set(till.bundle.items.map(({ category }) => category).filter(Boolean))],
    name: (item) => item.name[document.documentElement.lang] || item.name.en,
    /** Why it may not be sold, in the page's language; empty: it may. A bundle taken long ago has one sentence. */
    blocked: ({ blocked }) => blocked?.[document.documentElement.lang] || blocked?.en || blocked || "",
    /** The name of a bill's line, also where the exhibition has no such goods any more. */
    title: ({ variant, name }) => (byVariant.has(variant) ? till.goods.name(byVariant.get(variant)) : name),
    /** Pieces left by our count: the server's, less what this tablet sold since. */
    left: (item) => item.quantity - till.book.gone(item.variant),
  };
})();
