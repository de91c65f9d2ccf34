/* The open bill: what is on it, what it comes to, on whose tax documents; kept with each change, so that it outlives the page. */
(() => {
  "use strict";
  const till = (window.till ||= {});
  const { back, rateOf, taxed, discounts, percentOf } = till.money;
  const SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  const MOST_LINES = 100;
  const heard = new Set();
  let draft = null;

  const blank = () => ({ id: crypto.randomUUID(), lines: [], wish: null, phone: "", paper: "", paper_on: "", card: null, held: null });
  const sellerOf = (key) => till.bundle.sellers.find((each) => each.key === key);

  /** A line as it stands in the entry. A seller who charges no tax has the rate nought in the bundle. */
  function line(part, discount) {
    const item = till.goods.item(part.variant);
    const gross = part.quantity * item.price - discount;
    const rate = rateOf(item.bands, part.quantity, gross);
    const { variant, sku, hsn, group, seller } = item;
    const { serial, quantity } = part;
    return { variant, sku, name: item.name.en, serial, quantity, unit_price: item.price, discount, gross, ...taxed(gross, rate), rate, hsn, group, seller };
  }

  /** What a bill comes to. ``is_above`` where its discount is more than a cashier may give. */
  function reckon(bill) {
    if (bill.card?.sum) return bill.card.sum;
    const fulls = bill.lines.map(({ variant, quantity }) => till.goods.item(variant).price * quantity);
    const off = discounts(fulls, bill.wish);
    const lines = bill.lines.map((part, at) => line(part, off[at]));
    const sum = (pick) => lines.reduce((total, each) => total + pick(each), 0);
    const full = fulls.reduce((total, each) => total + each, 0);
    const discount = sum((each) => each.discount);
    const percent = percentOf(discount, full);
    return {
      lines,
      full,
      discount,
      percent,
      total: sum((each) => each.gross),
      tax: sum((each) => each.tax),
      pieces: sum((each) => each.quantity),
      is_above: Number(percent) > Number(till.bundle.discount_limit),
    };
  }

  /** What a buyer's card is asked for, whatever the exhibition's goods, prices and sellers are by the time it is paid. */
  function agreed() {
    const sum = reckon(draft);
    return { sum, sellers: [...new Set(sum.lines.map(({ seller }) => seller))].map(sellerOf), version: till.bundle.version };
  }

  /** One tax document for each seller of record, in the order in which their goods stand on the bill. */
  function documents(lines, sellers, kind, take) {
    return [...new Set(sellers)].map((seller) => {
      const places = lines.map((_line, at) => at).filter((at) => sellers[at] === seller);
      const sum = (name) => places.reduce((total, at) => total + lines[at][name], 0);
      return { seller, number: take(seller, kind), lines: places, net: sum("net"), tax: sum("tax"), gross: sum("gross") };
    });
  }

  let last = Promise.resolve();
  function changed() {
    const kept = structuredClone(draft);
    last = last.then(() => (kept.lines.length || kept.phone || kept.paper ? till.store.keepDraft(kept) : till.store.dropDraft(kept.id))).catch(till.unkept);
    heard.forEach((each) => each());
    return last;
  }

  /** Put a piece on the bill; a labelled one once. Returns "" or why it cannot be, as a key of the words. */
  function add(item, serial = null) {
    if (item.blocked) return "blocked";
    if (draft.lines.length >= MOST_LINES) return "bill_full";
    if (serial) {
      if (draft.lines.some((each) => each.serial === serial)) return "on_bill";
      if (till.book.bought(serial)) return "sold_before";
      draft.lines.push({ variant: item.variant, serial, quantity: 1 });
    } else {
      const found = draft.lines.find((each) => each.variant === item.variant && !each.serial);
      if (found) found.quantity += 1;
      else draft.lines.push({ variant: item.variant, serial: null, quantity: 1 });
    }
    changed();
    return "";
  }

  function change(at, quantity) {
    if (quantity < 1) draft.lines.splice(at, 1);
    else draft.lines[at].quantity = Math.min(quantity, 999);
    if (!draft.lines.length) draft.wish = null;
    changed();
  }

  /** An empty bill in place of the open one, which is gone. */
  async function fresh() {
    draft.lines = [];
    Object.assign(draft, { phone: "", paper: "", paper_on: "", card: null });
    await changed();
    draft = blank();
    heard.forEach((each) => each());
  }

  /** Take up what lay open when the page went away. */
  async function load() {
    const found = (await till.store.drafts()).find(({ held }) => !held);
    draft = found ? known(found) : blank();
  }
  /** Without goods that the exhibition no longer has; what is agreed with a buyer stays as it is. */
  function known(found) {
    if (found.card?.sum) return found;
    const lines = found.lines.filter(({ variant }) => till.goods.item(variant));
    return { ...found, lines, wish: lines.length ? found.wish : null };
  }

  async function hold() {
    draft.held = till.chain.stamp();
    await changed();
    draft = blank();
    heard.forEach((each) => each());
  }
  async function fetchHeld(id) {
    if (draft.lines.length) await hold();
    draft = { ...known(await till.store.draft(id)), held: null };
    await changed();
  }
  /** No card pays it any more: the bill goes by the goods and prices of now. */
  function uncard() {
    draft = known({ ...draft, card: null });
    return changed();
  }

  /** Write the bill: its numbers, its documents and its payment stand together or not at all. */
  async function settle(method, { tendered = null, reference = null } = {}) {
    const { lines, discount, percent, total } = reckon(draft);
    const { sellers = [], version = till.bundle.version } = draft.card || {};
    await last;
    const payment = { method, amount: total, tendered, change: tendered === null ? null : tendered - total, reference };
    const said = await till.chain.write(
      "sale",
      draft.id,
      (take) => ({
        version,
        lines,
        documents: documents(lines, lines.map(({ seller }) => seller), "sale", take),
        discount: discount ? { percent, reason: draft.wish.reason } : null,
        payments: [payment],
        total,
        phone: draft.phone || null,
        paper: draft.paper || null,
        paper_on: (draft.paper && draft.paper_on) || null,
      }),
      { draft: draft.id, sellers },
    );
    draft = blank();
    heard.forEach((each) => each());
    return said;
  }

  /** A return's lines: of fewer pieces than are left their share, of the last ones the rest. */
  function returned(sale, wanted) {
    const before = till.book.returns(sale.id).flatMap(({ said }) => said.lines);
    return Object.entries(wanted)
      .filter(([, quantity]) => quantity > 0)
      .map(([place, quantity]) => {
        const at = Number(place);
        const sold = sale.said.lines[at];
        const earlier = before.filter((each) => each.line === at);
        return { line: at, quantity, ...back(sold, earlier, quantity) };
      });
  }

  async function takeBack(sale, wanted, reason, method) {
    const lines = returned(sale, wanted);
    const sellers = lines.map((each) => sale.said.lines[each.line].seller);
    const total = lines.reduce((sum, each) => sum + each.gross, 0);
    return till.chain.write("return", crypto.randomUUID(), (take) => ({
      of: sale.id,
      lines,
      documents: documents(lines, sellers, "credit", take),
      payments: [{ method, amount: total, tendered: method === "cash" ? total : null, change: method === "cash" ? 0 : null, reference: null }],
      total,
      reason,
    }));
  }

  till.bill = {
    hear: (each) => heard.add(each),
    open: () => draft,
    reckon: () => reckon(draft),
    reckoned: reckon,
    agreed,
    uncard,
    held: async () => (await till.store.drafts()).filter(({ held }) => held).map(known),
    set(values) {
      Object.assign(draft, values);
      return changed();
    },
    /** What stands in the UPI code and comes back in the bank's list: UT and nine signs (Crockford's) of the bill's id. */
    reference() {
      let bits = BigInt(`0x${draft.id.replace(/-/g, "")}`);
      let signs = "";
      for (; signs.length < 9; bits >>= 5n) signs += SIGNS[Number(bits & 31n)];
      return `UT${signs}`;
    },
    sellerOf,
    load,
    add,
    change,
    fresh,
    hold,
    fetchHeld,
    settle,
    returned,
    takeBack,
  };
})();
