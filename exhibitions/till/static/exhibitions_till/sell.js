/* The screen that sells: goods on one side, the bill on the other. */
(() => {
  "use strict";
  const till = (window.till ||= {});
  const { $, say, h, icon, money, tell, open, once } = till.ui;
  const { rupees } = till.money;
  let kind = "";

  function tile(item) {
    const on = till.bill.open().lines.filter(({ variant }) => variant === item.variant).reduce((sum, { quantity }) => sum + quantity, 0);
    const left = till.goods.left(item) - on;
    const few = item.blocked ? say("blocked_short") : left > 0 && left < 4 ? say("left", { n: left }) : left <= 0 ? say("none_left") : "";
    return h(
      "button",
      { type: "button", class: `tile${on ? " in" : ""}${item.blocked ? " shut" : ""}`, "data-variant": item.variant, onclick: () => put(item) },
      item.picture ? h("img", { src: item.picture, width: 120, height: 120, alt: "", loading: "lazy", decoding: "async" }) : h("span", { class: "no-picture" }, icon("piece")),
      h("span", { class: "about" }, h("span", {}, till.goods.name(item)), few && h("small", {}, few), h("b", {}, money(item.price))),
      on > 0 && h("i", {}, h("span", { class: "vh" }, say("on_bill_count")), String(on)),
    );
  }

  /** Put a piece on the bill, or say in words why not. */
  function put(item, serial = null) {
    const why = till.bill.add(item, serial);
    if (!why) return true;
    const bill = serial && till.book.bought(serial);
    tell(say(why, { why: till.goods.blocked(item), code: serial || "", bill: bill ? bill.said.documents[0].number : "" }), "bad");
    return false;
  }

  function goods() {
    const found = till.goods.search($("sq").value, kind);
    $("tiles").replaceChildren(...found.slice(0, 60).map(tile));
    $("nothing").hidden = found.length > 0;
  }
  function kinds() {
    const chip = (value, text) =>
      h("button", { type: "button", class: "chip", "aria-pressed": String(value === kind), onclick: () => ((kind = value), kinds(), goods()) }, text);
    $("kinds").replaceChildren(chip("", say("all")), ...till.goods.kinds().map((each) => chip(each, each)));
  }

  function row(part, at, wire) {
    const name = till.goods.title(wire);
    const under = part.serial || (till.goods.item(part.variant)?.serials.length ? say("no_label") : wire.sku);
    const step = (by, word) =>
      h("button", { type: "button", "aria-label": `${say(word)}: ${name}`, onclick: () => step_to(at, part.quantity + by) }, by < 0 ? "−" : "+");
    return h(
      "li",
      {},
      h("span", {}, name, h("br"), h("span", { class: "muted xs" }, h("bdi", {}, under)), wire.discount > 0 && h("span", { class: "muted xs" }, h("br"), say("off", { sum: rupees(wire.discount) }))),
      h("b", {}, money(wire.gross)),
      part.serial
        ? h("button", { type: "button", class: "take-off", "aria-label": `${say("take_off")}: ${name}`, onclick: () => step_to(at, 0) }, icon("bin"))
        : h("span", { class: "qty" }, step(-1, "one_less"), h("span", {}, String(part.quantity)), step(1, "one_more")),
    );
  }
  /** The focus stays where it was, so that a keyboard can press again. */
  function step_to(at, quantity) {
    const places = [...$("lines").querySelectorAll("button")];
    const place = places.indexOf(document.activeElement);
    till.bill.change(at, quantity);
    const now = $("lines").querySelectorAll("button");
    (now[Math.min(Math.max(place, 0), now.length - 1)] || $("sq")).focus();
  }

  function bill() {
    if (!till.bundle || !till.bill.open()) return;
    const open_bill = till.bill.open();
    const sum = till.bill.reckon();
    $("lines").replaceChildren(...open_bill.lines.map((part, at) => row(part, at, sum.lines[at])));
    $("empty").hidden = open_bill.lines.length > 0;
    $("bill-name").textContent = open_bill.paper ? say("paper_bill", { number: open_bill.paper }) : say("new_bill");
    for (const id of ["pieces", "pieces-2"]) $(id).textContent = say(sum.pieces === 1 ? "one_piece" : "pieces", { n: sum.pieces });
    for (const id of ["total", "total-2"]) $(id).textContent = rupees(sum.total);
    $("tax").textContent = sum.discount ? say("tax_and_off", { tax: rupees(sum.tax), sum: rupees(sum.discount), percent: sum.percent }) : say("tax", { tax: rupees(sum.tax) });
    $("above").hidden = !sum.is_above;
    for (const id of ["pay-upi", "pay-cash", "hold", "discount", "clear"]) $(id).disabled = !open_bill.lines.length;
    $("pay-upi").disabled ||= !till.bundle.upi || !sum.total;
    $("pay-cash").disabled ||= !sum.total;
    $("no-upi").hidden = Boolean(till.bundle.upi);
    const is_reached = till.sync.reached && navigator.onLine;
    $("pay-card").disabled = !open_bill.lines.length || !sum.total || !till.bundle.card || !is_reached;
    $("no-card").textContent = till.bundle.card ? (is_reached ? "" : say("needs_network")) : say("no_card");
  }
  /** Only the numbers on the tiles change with the bill, not the tiles. */
  function counts() {
    for (const each of $("tiles").children) each.replaceWith(tile(till.goods.item(each.dataset.variant)));
  }

  async function held() {
    const found = await till.bill.held();
    $("fetch-held").hidden = !found.length;
    $("held-count").textContent = String(found.length);
    const one = (each) => {
      const sum = till.bill.reckoned(each);
      const go = once(async () => {
        await till.bill.fetchHeld(each.id);
        till.ui.close("held");
      });
      return h("li", {}, h("button", { type: "button", class: "opt", onclick: go }, icon("hold"), h("span", {}, till.ui.moment(each.held), h("small", {}, sum.lines.map(till.goods.title).join(", "))), h("b", {}, money(sum.total))));
    };
    $("held-list").replaceChildren(...found.map(one));
  }

  /** A code came from camera, scanner or field: a piece on the bill, or a bill that comes back. */
  function scanned(text) {
    if (till.ui.at() !== "sell") return false;
    if ($("bills").open) return till.back.show(text);
    if (document.querySelector("dialog[open]:not(#camera)")) return false;
    const found = till.goods.scanned(text);
    if (!found) {
      if (till.book.find(text)) return till.back.show(text);
      tell(say("not_ours", { code: text.slice(0, 60) }), "bad");
      return true;
    }
    if (put(found.item, found.serial)) {
      if (!found.is_listed) tell(say("not_listed", { code: found.serial }), "warn");
      else tell(say("added", { name: till.goods.name(found.item) }));
    }
    return true;
  }

  $("seek").addEventListener("submit", (event) => {
    event.preventDefault();
    const wanted = $("sq").value.trim();
    if (!wanted) return;
    const exact = till.goods.scanned(wanted);
    const found = exact ? [exact.item] : till.goods.search(wanted, kind);
    if (!exact && found.length !== 1) return;
    put(found[0], exact ? exact.serial : null);
    $("sq").value = "";
    goods();
  });
  $("sq").addEventListener("input", goods);
  $("scan").addEventListener("click", () => till.scan.look(scanned));
  $("hold").addEventListener("click", once(till.bill.hold));
  $("clear").addEventListener("click", once(till.bill.fresh));
  $("fetch-held").addEventListener("click", once(async () => {
    await held();
    open("held");
  }));

  // Discount: by per cent or to a price; the reason is asked, the limit is said.
  $("discount").addEventListener("click", () => {
    const { wish } = till.bill.open();
    $("off-percent").value = wish?.percent ?? "";
    $("off-to").value = wish?.to === undefined ? "" : String(wish.to / 100);
    $("off-why").value = wish?.reason ?? "";
    $("off-limit").textContent = say("limit", { percent: Number(till.bundle.discount_limit) });
    $("off-bad").hidden = true;
    open("off");
  });
  $("off-form").addEventListener("submit", (event) => {
    event.preventDefault();
    const { full } = till.bill.reckon();
    const reason = $("off-why").value.trim();
    const percent = $("off-percent").value.trim().replace(",", ".");
    const to = $("off-to").value.trim() ? till.money.paise($("off-to").value) : undefined;
    const is_percent = /^\d{1,2}(\.\d{1,2})?$/.test(percent) && Number(percent) > 0;
    const is_price = to !== undefined && to !== null && to > 0 && to < full;
    const bad = !reason ? "off_reason" : is_percent === is_price ? "off_one" : "";
    $("off-bad").hidden = !bad;
    $("off-bad-text").textContent = bad && say(bad, { full: rupees(full) });
    if (bad) return undefined;
    const wish = is_percent ? { percent, reason } : { to, reason };
    if (till.bill.reckoned({ ...till.bill.open(), wish }).lines.some(({ gross }) => gross < 1)) return $("off-to").focus();
    till.bill.set({ wish });
    return till.ui.close("off");
  });
  $("off-none").addEventListener("click", () => {
    till.bill.set({ wish: null });
    till.ui.close("off");
  });

  till.bill.hear(() => {
    bill();
    counts();
    held().catch(till.unkept);
  });
  till.scanned = scanned;
  till.sell = {
    draw() {
      kinds();
      goods();
      bill();
      held().catch(till.unkept);
    },
    refresh: () => {
      if (till.ui.at() === "sell") bill();
    },
  };
})();
