/* Cash, UPI and the receipt. A UPI bill is "claimed" until the bank's credit is found: no screenshot makes it paid. */
(() => {
  "use strict";
  const till = (window.till ||= {});
  const { $, say, h, money, moment, tell, told, open, close, once } = till.ui;
  const { rupees, paise, quick } = till.money;

  /** "98765 43210" as +919876543210; "" where none is given, null where it is no number. */
  function phone(field) {
    const typed = field.value.replace(/[\s()-]/g, "");
    if (!typed) return "";
    if (/^[6-9]\d{9}$/.test(typed)) return `+91${typed}`;
    return /^\+[1-9]\d{7,14}$/.test(typed) ? typed : null;
  }
  /** Keep the number for the receipt with the bill; false, with a sentence, where it is none. */
  async function with_phone(field) {
    const found = phone(field);
    if (found === null) {
      tell(say("bad_phone"), "bad");
      field.focus();
      return false;
    }
    await till.bill.set({ phone: found });
    return true;
  }
  async function settle(method, more) {
    let said;
    try {
      said = await till.bill.settle(method, more);
    } catch (fault) {
      if (!(fault instanceof till.chain.WrittenBefore)) throw fault;
      await till.bill.fresh();
      return;
    }
    close();
    receipt(till.book.rows.get(said.id), true);
    till.sync.now();
  }

  // ── Cash ───────────────────────────────────────────────────────────────────────────────────────────────
  $("pay-cash").addEventListener("click", () => {
    const { total } = till.bill.reckon();
    $("cash-total").textContent = rupees(total);
    $("cash-given").value = "";
    $("cash-phone").value = till.bill.open().phone;
    change();
    const button = (sum) =>
      h("button", { type: "button", class: "btn big sq", onclick: once(() => cash(sum)) }, sum === total ? h("span", {}, say("exact"), " ", money(sum)) : money(sum));
    $("cash-quick").replaceChildren(...quick(total).map(button));
    open("cash");
  });
  function change() {
    const { total } = till.bill.reckon();
    const given = paise($("cash-given").value);
    $("cash-change").textContent = given === null ? "" : given < total ? say("too_little", { sum: rupees(total - given) }) : say("change", { sum: rupees(given - total) });
  }
  async function cash(tendered) {
    if (!(await with_phone($("cash-phone")))) return;
    await settle("cash", { tendered });
  }
  $("cash-given").addEventListener("input", change);
  $("cash-form").addEventListener("submit", once(async () => {
    const given = paise($("cash-given").value);
    const { total } = till.bill.reckon();
    if (given === null || given < total) {
      change();
      return $("cash-given").focus();
    }
    return cash(given);
  }));

  // ── UPI ────────────────────────────────────────────────────────────────────────────────────────────────
  function upi_link(total, reference) {
    const { vpa, name } = till.bundle.upi;
    const part = (key, value) => `${key}=${encodeURIComponent(value)}`;
    const sum = `${Math.floor(total / 100)}.${String(total % 100).padStart(2, "0")}`;
    return `upi://pay?${[part("pa", vpa), part("pn", name), part("am", sum), part("cu", "INR"), part("tr", reference), part("tn", reference)].join("&")}`;
  }
  $("pay-upi").addEventListener("click", () => {
    const { total } = till.bill.reckon();
    $("upi-total").textContent = rupees(total);
    $("upi-who").textContent = `${till.bundle.upi.name} · ${till.bill.reference()}`;
    $("upi-phone").value = till.bill.open().phone;
    $("upi-code").replaceChildren(till.qr.draw(upi_link(total, till.bill.reference()), say("upi_code", { sum: rupees(total) })));
    open("upi");
  });
  $("upi-form").addEventListener("submit", once(async () => {
    if (!(await with_phone($("upi-phone")))) return;
    await settle("upi", { reference: till.bill.reference() });
  }));

  // ── Receipt ────────────────────────────────────────────────────────────────────────────────────────────
  const sum_row = (name, value, mark = null) => h("div", mark ? { class: mark } : {}, h("dt", {}, name), h("dd", {}, value));
  const rate_text = (rate) => String(Number(rate));

  function document_part(row, one, is_credit) {
    const { name, address, gstin, charges_tax } = till.bill.sellerOf(one.seller) || {};
    const lines = one.lines.map((at) => row.said.lines[at]);
    const of = is_credit ? till.book.sale(row.said.of).said.lines : null;
    const title = (line) => {
      const item = till.goods.item((of ? of[line.line] : line).variant);
      return `${item ? till.goods.name(item) : (of ? of[line.line] : line).sku} × ${line.quantity}`;
    };
    const rates = {};
    for (const line of lines) {
      const rate = of ? of[line.line].rate : line.rate;
      rates[rate] = (rates[rate] || 0) + line.tax;
    }
    const paper = is_credit ? "credit_note" : charges_tax ? "tax_invoice" : "bill_of_supply";
    return h(
      "section",
      { class: "doc" },
      h("p", { class: "center" }, h("b", {}, name || one.seller), h("br"), address || "", gstin && [h("br"), h("span", { class: "muted" }, `GSTIN ${gstin}`)]),
      h("p", { class: "row between" }, h("span", {}, say(paper)), h("bdi", {}, h("b", {}, one.number))),
      h(
        "dl",
        { class: "sum" },
        ...lines.map((line) => sum_row(title(line), money(line.gross))),
        ...Object.entries(rates).filter(([, tax]) => tax).map(([rate, tax]) => sum_row(say("gst_in", { rate: rate_text(rate) }), money(tax), "muted")),
        sum_row(say("sum"), money(one.gross), "tot"),
      ),
    );
  }

  /** What stands of a payment: cash is cash; UPI is claimed until the bank has said so. */
  function paid(row) {
    const [{ method, tendered, change: back }] = row.said.payments;
    if (method === "card") return say("by_card");
    if (method !== "upi") return tendered && back ? say("cash_with_change", { given: rupees(tendered), change: rupees(back) }) : say("cash");
    return say(till.sync.matched[row.id] ? "upi_found" : "upi_claimed");
  }

  /** When a bill was: of one written on paper the day on it. */
  const when = ({ at, paper_on: day }) => (day ? till.ui.day(day) : moment(at));

  function receipt(row, is_new = false) {
    const { said } = row;
    const is_credit = row.kind === "return";
    const is_void = till.book.voided(row.id);
    const { name, venue } = till.bundle.exhibition;
    const { number, stall } = till.bundle.till;
    const stand = stall ? say("till_stall", { number, stall }) : say("till_only", { number });
    $("slip").replaceChildren(
      h("p", { class: "center" }, h("b", { id: "receipt-title" }, "Umeed"), h("br"), `${name}, ${venue}`, h("br"), stand),
      is_void ? h("p", { class: "void" }, say("voided")) : "",
      h("p", { class: "muted center" }, when(said)),
      h("hr"),
      ...said.documents.map((each) => document_part(row, each, is_credit)),
      h("hr"),
      h("dl", { class: "sum" }, sum_row(say(is_credit ? "paid_back" : "total"), money(said.total, { class: "price" }), "tot"), sum_row(say("how"), is_credit ? say({ upi: "by_upi", card: "back_card" }[said.payments[0].method] || "cash") : paid(row))),
      said.discount ? h("p", { class: "muted" }, say("discount_given", { percent: said.discount.percent, reason: said.discount.reason })) : "",
      is_credit ? "" : till.qr.draw(`${location.origin}${document.body.dataset.pos}#bill=${row.id}`, say("receipt_code", { number: said.documents[0].number })),
      h("p", { class: "center muted" }, is_credit ? say("kept_here") : say("receipt_foot", { days: till.bundle.exhibition.return_days })),
    );
    till.pay.shown = row;
    state();
    $("receipt-sms").hidden = !said.phone;
    $("receipt-sms").textContent = said.phone ? say("sms_to", { phone: said.phone }) : "";
    $("receipt-back").hidden = is_new || is_credit || is_void || row.state === "refused";
    $("receipt-void").hidden = is_credit || is_void || row.state === "refused" || till.book.returns(row.id).length > 0 || !till.book.day().some(({ id }) => id === row.id);
    $("receipt-new").hidden = !is_new;
    open("receipt");
    (is_new ? $("receipt-new") : $("receipt-close")).focus({ preventScroll: true });
  }
  /** Where it is: on this tablet, with the server, or refused; and what staff will look at. */
  function state() {
    const row = till.pay.shown;
    if (!row) return;
    $("receipt-state").textContent = row.state === "waiting" ? say("kept_here") : row.state === "kept" ? say("sent") : told(row);
    $("receipt-flags").replaceChildren(...till.book.flags(row).map((text) => till.ui.note("warn", text)));
  }
  till.book.hear(state);
  $("receipt-print").addEventListener("click", () => print());

  // ── The night before: does the printer print, does a phone read the code ───────────────────────────────
  $("test-print").addEventListener("click", () => print());
  for (const what of ["printer", "upi"]) {
    $(`test-${what}`).addEventListener("click", once(async () => {
      try {
        await till.sync.tested(what);
        tell(say("test_noted"));
      } catch (trouble) {
        if (!(trouble instanceof till.sync.Trouble)) throw trouble;
        tell(told(trouble.said, say("test_later")), "warn");
      }
    }));
  }
  function tests() {
    $("test-upi-part").hidden = !till.bundle.upi;
    if (till.bundle.upi) $("test-code").replaceChildren(till.qr.draw(upi_link(100, till.bill.reference()), say("upi_code", { sum: rupees(100) })));
    $("test-till").textContent = $("bar-till").textContent;
    open("tests");
  }

  till.pay = { tests, receipt, settle, with_phone, paid, when, shown: null };
})();
