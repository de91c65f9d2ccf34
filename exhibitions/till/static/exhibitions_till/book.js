/* What this tablet has written, read into memory once: bills, what came back of them, the day, and what waits. */
(() => {
  "use strict";
  const till = (window.till ||= {});
  const rows = new Map();
  const heard = new Set();

  const book = (till.book = {
    rows,
    async load() {
      rows.clear();
      for (const entry of await till.store.entries()) rows.set(entry.id, { ...entry, said: JSON.parse(entry.payload) });
    },
    add(entry, said) {
      rows.set(entry.id, { ...entry, said });
      book.changed();
    },
    /** Tell whoever shows it. */
    changed: () => heard.forEach((each) => each()),
    hear: (each) => heard.add(each),
    all: () => [...rows.values()].sort((one, two) => one.seq - two.seq),
    waiting: () => book.all().filter(({ state }) => state === "waiting"),
    /** What the server has not taken: it waits, or was refused. */
    left: () => book.all().filter(({ state }) => state !== "kept"),
    refused: () => book.all().filter(({ state }) => state === "refused"),
    flagged: () => book.all().filter(({ flags }) => flags.length),
    /** Why staff will look at a bill. */
    flags: ({ flags }) => flags.map((flag) => till.ui.told(flag.code ? flag : { code: flag }, flag.code || flag, "flag")),
    async mark(id, { state, flags = [], code = "", message = "" }) {
      const row = rows.get(id);
      if (!row) return;
      Object.assign(row, { state, flags, code, message });
      const { said: _said, ...entry } = row;
      await till.store.run(["entries"], "readwrite", ({ entries }) => entries.put(entry));
      if (state === "kept") await till.copy.drop(row.seq);
    },

    sale(id) {
      const row = rows.get(id);
      return row?.kind === "sale" ? row : null;
    },
    /** A bill by the number of one of its documents, its end (42), or what its receipt's code says. */
    find(typed) {
      const wanted = String(typed).trim().toUpperCase();
      const inside = wanted.toLowerCase().match(/[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}/);
      const sales = book.all().filter(({ kind }) => kind === "sale").reverse();
      if (inside) return sales.find(({ id }) => id === inside[0]) || null;
      const exact = sales.find(({ said }) => said.documents.some(({ number }) => number === wanted || number.replace(/\W/g, "") === wanted.replace(/\W/g, "")));
      if (exact) return exact;
      if (!/^\d{1,5}$/.test(wanted)) return null;
      return sales.find(({ said }) => said.documents.some(({ number }) => Number(number.split("/").pop()) === Number(wanted))) || null;
    },
    voided: (id) => book.all().some(({ kind, state, said }) => kind === "void" && state !== "refused" && said.of === id),
    returns: (id) => book.all().filter(({ kind, state, said }) => kind === "return" && state !== "refused" && said.of === id),
    /** How many of each line of a bill came back. */
    back(id) {
      const found = {};
      for (const { said } of book.returns(id)) for (const { line, quantity } of said.lines) found[line] = (found[line] || 0) + quantity;
      return found;
    },
    /** The bill that a labelled piece went with from this tablet, unless it came back. */
    bought(serial) {
      return book.all().find(({ id, kind, state, said }) => {
        if (kind !== "sale" || state === "refused" || book.voided(id)) return false;
        const at = said.lines.findIndex((line) => line.serial === serial);
        return at >= 0 && !book.back(id)[at];
      });
    },
    /** Pieces of a kind that went since the server counted: those it does not know of yet. */
    gone(variant) {
      let pieces = 0;
      for (const { seq, kind, state, said } of rows.values()) {
        if (kind !== "sale" || state === "refused" || seq <= till.bundle.last_seq) continue;
        for (const line of said.lines) if (line.variant === variant) pieces += line.quantity;
      }
      return pieces;
    },

    /** The entries of the day that is open, its opening first; nothing where none is. */
    day() {
      const all = book.all().filter(({ state }) => state !== "refused");
      const from = all.findLastIndex(({ kind }) => kind === "open");
      const closed = all.findLastIndex(({ kind }) => kind === "close");
      return from < 0 || closed > from ? [] : all.slice(from);
    },
    /** What a shift comes to, in paise; what is expected in the cash box is ``cash``. */
    report(entries) {
      const sum = { bills: 0, pieces: 0, sales: 0, back: 0, voids: 0, tax: 0, discounts: 0, method: { cash: 0, upi: 0, card: 0 }, groups: {}, cash: 0, float: 0 };
      const pay = (payments, sign) => {
        for (const { method, amount } of payments) {
          sum.method[method] += sign * amount;
          if (method === "cash") sum.cash += sign * amount;
        }
      };
      for (const { id, kind, said } of entries) {
        if (kind === "open") {
          sum.float = till.money.counted(said.counted);
          sum.cash += sum.float;
        } else if (kind === "sale") {
          if (book.voided(id)) {
            sum.voids += 1;
            continue;
          }
          sum.bills += 1;
          sum.sales += said.total;
          pay(said.payments, 1);
          for (const line of said.lines) {
            sum.pieces += line.quantity;
            sum.tax += line.tax;
            sum.discounts += line.discount;
            sum.groups[line.group] = (sum.groups[line.group] || 0) + line.gross;
          }
        } else if (kind === "return") {
          for (const { amount } of said.payments) sum.back += amount;
          pay(said.payments, -1);
          for (const { line, gross } of said.lines) sum.groups[book.sale(said.of).said.lines[line].group] -= gross;
        }
      }
      return sum;
    },
  });
})();
