/* The day at the till: opened and closed with the cash counted by notes and coins, its report, and what waits to be sent. */
(() => {
  "use strict";
  const till = (window.till ||= {});
  const { $, say, h, money, moment, tell, told, open, once } = till.ui;
  const { rupees, counted, NOTES } = till.money;

  /** A field for each note and coin; ``changed`` hears the sum. */
  function heap(where, changed) {
    const fields = NOTES.map((note) => {
      const field = h("input", { class: "field", inputmode: "numeric", pattern: "[0-9]*", maxlength: 4, autocomplete: "off", "data-note": note, id: `${where}-${note}` });
      field.addEventListener("input", () => changed(counted(read(where))));
      return h("label", { for: field.id }, h("bdi", {}, `₹${note} ×`), field);
    });
    $(where).replaceChildren(...fields);
    changed(0);
  }
  const read = (where) =>
    Object.fromEntries([...$(where).querySelectorAll("input")].map((each) => [each.dataset.note, Number(each.value.replace(/\D/g, "")) || 0]).filter(([, pieces]) => pieces));

  // ── Opening ────────────────────────────────────────────────────────────────────────────────────────────
  function to_open() {
    till.ui.screen("open");
    $("open-float").textContent = say("float_is", { sum: rupees(till.bundle.float) });
    heap("open-heap", (sum) => {
      $("open-sum").textContent = rupees(sum);
      $("open-differs").hidden = sum === till.bundle.float;
      $("open-differs-text").textContent = say("float_differs", { sum: rupees(Math.abs(till.bundle.float - sum)) });
    });
  }
  $("open-form").addEventListener("submit", once(async () => {
    const heap_now = read("open-heap");
    await till.chain.write("open", crypto.randomUUID(), () => ({ float: counted(heap_now), counted: heap_now }));
    till.show();
    await till.sync.now();
  }));

  // ── Closing ────────────────────────────────────────────────────────────────────────────────────────────
  const expected = () => till.book.report(till.book.day()).cash;
  function to_close() {
    if (till.bill.open().lines.length) return tell(say("close_first"), "warn");
    till.ui.screen("close");
    $("close-why").value = "";
    $("close-expected").textContent = rupees(expected());
    return heap("close-heap", (sum) => {
      const off = sum - expected();
      $("close-sum").textContent = rupees(sum);
      $("close-off").textContent = off ? say(off > 0 ? "too_much" : "missing", { sum: rupees(Math.abs(off)) }) : say("even");
      $("close-reason").hidden = !off;
    });
  }
  $("close-back").addEventListener("click", () => till.show());
  $("close-form").addEventListener("submit", once(async () => {
    const heap_now = read("close-heap");
    const cash = counted(heap_now);
    const reason = $("close-why").value.trim();
    if (cash !== expected() && !reason) {
      tell(say("close_reason"), "bad");
      return $("close-why").focus();
    }
    const shift = till.book.day();
    const at = expected();
    await till.chain.write("close", crypto.randomUUID(), () => ({ counted: heap_now, cash_expected: at, cash_counted: cash, reason: cash === at ? "" : reason }));
    till.show();
    report([...shift, till.book.all().at(-1)]);
    return till.sync.now();
  }));

  // ── The shift's report ─────────────────────────────────────────────────────────────────────────────────
  function report(entries = till.book.day()) {
    const sum = till.book.report(entries);
    const closed = entries.find(({ kind }) => kind === "close")?.said;
    const line = (name, value, mark = null) => h("div", mark ? { class: mark } : {}, h("dt", {}, name), h("dd", {}, value));
    const { number, stall } = till.bundle.till;
    $("report-slip").replaceChildren(
      h("p", { class: "center" }, h("b", { id: "report-title" }, say("shift")), h("br"), till.bundle.exhibition.name, h("br"), stall ? say("till_stall", { number, stall }) : say("till_only", { number })),
      h("p", { class: "center muted" }, entries.length ? `${moment(entries[0].said.at)} – ${moment(entries.at(-1).said.at)}` : ""),
      h("hr"),
      h(
        "dl",
        { class: "sum" },
        line(say("r_bills"), String(sum.bills)),
        line(say("r_pieces"), String(sum.pieces)),
        line(say("r_sales"), money(sum.sales), "tot"),
        line(say("r_cash"), money(sum.method.cash)),
        line(say("r_upi"), money(sum.method.upi)),
        sum.method.card !== 0 && line(say("by_card"), money(sum.method.card)),
        line(say("r_tax"), money(sum.tax), "muted"),
        line(say("r_off"), money(sum.discounts), "muted"),
        line(say("r_back"), money(sum.back), "muted"),
        line(say("r_voids"), String(sum.voids), "muted"),
      ),
      h("hr"),
      h("dl", { class: "sum" }, ...Object.entries(sum.groups).map(([group, gross]) => line(group, money(gross)))),
      h("hr"),
      h(
        "dl",
        { class: "sum" },
        line(say("r_float"), money(sum.float)),
        line(say("r_expected"), money(sum.cash), "tot"),
        closed && line(say("r_counted"), money(closed.cash_counted)),
        closed && line(say("r_off_by"), money(closed.cash_counted - closed.cash_expected)),
      ),
      closed?.reason ? h("p", {}, closed.reason) : "",
    );
    open("report");
  }
  $("report-print").addEventListener("click", () => print());

  // ── What waits, what was refused ───────────────────────────────────────────────────────────────────────
  const names = (row) => (row.said.documents ? row.said.documents.map(({ number }) => number).join(", ") : say(`kind-${row.kind}`));
  function waiting() {
    const one = (row) => h("li", {}, h("span", {}, h("bdi", {}, names(row)), h("small", {}, moment(row.said.at), told(row) ? ` · ${told(row)}` : "")), row.said.total ? h("b", {}, money(row.said.total)) : "");
    const [waits, refused, flagged] = [till.book.waiting(), till.book.refused(), till.book.flagged()];
    $("waiting-none").hidden = waits.length > 0;
    $("waiting-list").replaceChildren(...waits.slice(0, 100).map(one));
    $("refused-part").hidden = !refused.length;
    $("refused-list").replaceChildren(...refused.map(one));
    $("flagged-part").hidden = !flagged.length;
    $("flagged-list").replaceChildren(...flagged.map((row) => one({ ...row, code: "", message: till.book.flags(row).join(" ") })));
    $("waiting-version").textContent = say("prices_of", { at: moment(till.bundle.made_at), version: till.bundle.version.slice(0, 8) });
    $("waiting-said").textContent = till.sync.said || "";
  }
  $("send-now").addEventListener("click", once(async () => {
    await till.sync.now();
    waiting();
    if (till.book.waiting().length) tell(say("not_sent"), "warn");
  }));
  $("waiting-file").addEventListener("click", () => export_file());

  /** The last resort: what was not sent, as a file that staff can read in; signed as it is, it cannot be changed. */
  function export_file() {
    const entries = till.book.left().map(({ payload, signature }) => ({ payload, signature }));
    const file = URL.createObjectURL(new Blob([JSON.stringify({ entries })], { type: "application/json" }));
    const { number } = till.bundle?.till || till.rescue?.till || { number: "" };
    h("a", { href: file, download: `till-${number}-${entries.length}.json` }).click();
    setTimeout(() => URL.revokeObjectURL(file), 60000);
    return till.store.put("exported", entries.length);
  }

  till.day = {
    to_open,
    to_close,
    report,
    export_file,
    show_waiting() {
      waiting();
      open("waiting");
    },
    redraw: () => $("waiting").open && waiting(),
  };
})();
