/* What comes back: a return by the number of a bill or its code, a bill that was a mistake, and paper bills typed in. */
(() => {
  "use strict";
  const till = (window.till ||= {});
  const { $, say, h, money, moment, tell, open, close, once } = till.ui;
  const { rupees } = till.money;
  let sale = null;
  let wanted = {};

  function list() {
    const typed = $("bills-q").value.trim();
    const found = typed ? [till.book.find(typed)].filter(Boolean) : till.book.all().filter(({ kind }) => kind === "sale" || kind === "return").reverse().slice(0, 40);
    const state = (row) => {
      if (row.kind === "sale" && till.book.voided(row.id)) return say("voided");
      if (row.state === "refused") return say("refused");
      const waits = row.state === "waiting" ? say("waits") : say("sent");
      return row.kind === "return" ? `${say("return")} · ${waits}` : `${till.pay.paid(row)} · ${waits}`;
    };
    const one = (row) =>
      h(
        "li",
        {},
        h(
          "button",
          { type: "button", class: "opt", onclick: () => till.pay.receipt(row) },
          till.ui.icon(row.flags.length || row.state === "refused" ? "warn" : row.kind === "return" ? "return" : "receipt"),
          h("span", {}, h("bdi", {}, row.said.documents[0].number), h("small", {}, `${till.pay.when(row.said)} · ${state(row)}`)),
          h("b", {}, money(row.said.total)),
        ),
      );
    $("bills-list").replaceChildren(...found.map(one));
    $("bills-none").hidden = found.length > 0;
  }
  function bills() {
    $("bills-q").value = "";
    list();
    open("bills");
  }
  /** A receipt was read: its bill, if it is of this tablet. */
  function show(text) {
    const found = till.book.find(text);
    if (found) till.pay.receipt(found);
    else tell(say("bill_unknown"), "warn");
    return true;
  }
  $("bills-q").addEventListener("input", list);
  $("bills-form").addEventListener("submit", (event) => {
    event.preventDefault();
    show($("bills-q").value);
  });
  $("bills-scan").addEventListener("click", () => till.scan.look((text) => !show(text)));

  // ── Return ─────────────────────────────────────────────────────────────────────────────────────────────
  function draw() {
    const before = till.book.back(sale.id);
    const one = (line, at) => {
      const item = till.goods.item(line.variant);
      const left = line.quantity - (before[at] || 0);
      const name = item ? till.goods.name(item) : line.sku;
      const step = (by, word) => h("button", { type: "button", "aria-label": `${say(word)}: ${name}`, disabled: wanted[at] + by < 0 || wanted[at] + by > left, onclick: () => ((wanted[at] += by), draw()) }, by < 0 ? "−" : "+");
      return h("li", {}, h("span", {}, name, h("br"), h("span", { class: "muted xs" }, left ? say("of_left", { n: left }) : say("all_back"))), h("b", {}, money(line.gross)), h("span", { class: "qty" }, step(-1, "one_less"), h("span", {}, String(wanted[at])), step(1, "one_more")));
    };
    const focused = [...$("back-lines").querySelectorAll("button")].indexOf(document.activeElement);
    $("back-lines").replaceChildren(...sale.said.lines.map(one));
    if (focused >= 0) $("back-lines").querySelectorAll("button")[focused]?.focus();
    const total = till.bill.returned(sale, wanted).reduce((sum, { gross }) => sum + gross, 0);
    $("back-total").textContent = rupees(total);
    $("back-do").disabled = !total;
  }
  $("receipt-back").addEventListener("click", () => {
    sale = till.pay.shown;
    const days = Math.floor((Date.now() - Date.parse(sale.said.paper_on || sale.said.at)) / 86400000);
    $("back-late").hidden = days <= till.bundle.exhibition.return_days;
    $("back-number").textContent = sale.said.documents[0].number;
    $("back-why").value = "";
    // What was paid by card goes back to the card, and to nothing else.
    const by_card = sale.said.payments.some(({ method }) => method === "card");
    const { method } = $("back-form").elements;
    for (const each of method) each.closest("label").hidden = (each.value === "card") !== by_card;
    method.value = by_card ? "card" : "cash";
    const before = till.book.back(sale.id);
    wanted = sale.said.lines.map((line, at) => (sale.said.lines.length === 1 ? line.quantity - (before[at] || 0) : 0));
    close();
    open("back");
    draw();
  });
  $("back-form").addEventListener("submit", once(async () => {
    const reason = $("back-why").value.trim();
    if (!reason) {
      tell(say("back_reason"), "bad");
      return $("back-why").focus();
    }
    const method = $("back-form").elements.method.value;
    const said = await till.bill.takeBack(sale, { ...wanted }, reason, method);
    close();
    till.pay.receipt(till.book.rows.get(said.id));
    return till.sync.now();
  }));

  // ── A bill that was a mistake: it is cancelled whole, and keeps its number ─────────────────────────────
  $("receipt-void").addEventListener("click", () => {
    $("void-why").value = "";
    $("void-number").textContent = till.pay.shown.said.documents.map(({ number }) => number).join(", ");
    open("void");
  });
  $("void-form").addEventListener("submit", once(async () => {
    const reason = $("void-why").value.trim();
    if (!reason) {
      tell(say("void_reason"), "bad");
      return $("void-why").focus();
    }
    const { id, said } = till.pay.shown;
    await till.chain.write("void", crypto.randomUUID(), () => ({ of: id, reason }));
    close();
    till.sell.draw();
    tell(say(said.payments[0].method === "card" ? "void_card" : "void_done", { sum: rupees(said.total) }));
    return till.sync.now();
  }));

  // ── A bill written on paper ────────────────────────────────────────────────────────────────────────────
  $("paper-form").addEventListener("submit", once(async () => {
    const number = $("paper-number").value.trim();
    const is_typed = till.book.all().some(({ kind, state, said }) => kind === "sale" && state !== "refused" && said.paper === number);
    if (!number || is_typed) {
      tell(say(number ? "paper_known" : "paper_number", { number }), "bad");
      return $("paper-number").focus();
    }
    const day = $("paper-on");
    if (!day.value || day.value < day.min || day.value > day.max) {
      tell(say("paper_day"), "bad");
      return day.focus();
    }
    await till.bill.set({ paper: number, paper_on: day.value });
    return close();
  }));
  /** A paper bill is of a day of the exhibition, and of none to come. */
  function paper() {
    const { opens_on, closes_on } = till.bundle.exhibition;
    const today = till.chain.stamp().slice(0, 10);
    const draft = till.bill.open();
    const last = today < closes_on ? today : closes_on;
    Object.assign($("paper-on"), { min: opens_on, max: last < opens_on ? opens_on : last });
    $("paper-on").value = draft.paper_on || $("paper-on").max;
    $("paper-number").value = draft.paper;
    open("paper");
  }

  till.back = { bills, show, paper };
})();
