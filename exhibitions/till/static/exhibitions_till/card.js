/*
 * Card: the buyer scans a code and pays on her own phone; the till asks until it is paid. The bill knows that it waits
 * (``card`` of the draft), also after the page was closed. It is never paid otherwise before the code is dead.
 */
(() => {
  "use strict";
  const till = (window.till ||= {});
  const { $, say, tell, open, once } = till.ui;
  const { rupees } = till.money;
  const AGAIN_MS = 3000;
  let timer;
  let is_asking = false;
  let wish = null;

  /** The bill that waits for its card, before its cashier or behind the lock. */
  function waiting() {
    const bill = till.bill.open();
    const is_here = till.ui.at() === "lock" || (till.ui.at() === "sell" && $("card").open);
    return is_here && bill?.card && !bill.held ? bill : null;
  }
  const state = (word) => ($("card-state").textContent = say(word));
  const close = () => {
    clearTimeout(timer);
    $("card").close();
  };

  /** The bill waits for its card: show that, and ask. Also after a reload, a lock, or when it is fetched from hold. */
  function resume() {
    const bill = till.bundle && till.bill.open();
    if (!bill?.card || bill.held || till.ui.at() !== "sell" || $("card").open) return;
    $("card-total").textContent = rupees(till.bill.reckon().total);
    $("card-phone").value = bill.phone;
    $("card-code").replaceChildren();
    $("card-again").hidden = true;
    state("card_begins");
    open("card");
    ask("");
  }

  async function begin() {
    await till.bill.set({ card: { ...till.bill.agreed(), shown: false } });
    resume();
  }

  /** One question at a time. "" begins (again: the same page), "look/" asks, "cancel/" ends. */
  async function ask(step) {
    clearTimeout(timer);
    const bill = waiting();
    if (!bill) return;
    if (is_asking) {
      // What the cashier wants does not get lost behind a question that is on its way.
      wish = step;
      return;
    }
    is_asking = true;
    const { total } = till.bill.reckon();
    let next = step;
    try {
      const told = bill.card.paid || await till.sync.card(step, step ? { bill: bill.id } : { bill: bill.id, amount: total, paper: Boolean(bill.paper) });
      if (waiting()?.id === bill.id) next = await heard(told, total, step);
    } catch (trouble) {
      if (!(trouble instanceof till.sync.Trouble)) throw trouble;
      if (trouble.kind === "revoked") till.sync.now();
      else if (step === "cancel/" && !bill.card?.shown) await drop();
      else if (step === "cancel/") {
        tell(say("card_not_yet"), "warn");
        next = "look/";
      }
      $("card-state").textContent = till.ui.told(trouble.said, say("card_offline"));
      if (trouble.kind === "refused" && trouble.said.code !== "try-later") {
        next = null;
        $("card-again").hidden = false;
      }
    } finally {
      is_asking = false;
    }
    const wanted = wish;
    wish = null;
    if (!waiting()) return;
    if (wanted !== null) await ask(wanted);
    else if (next !== null) timer = setTimeout(() => ask(next).catch(till.unkept), AGAIN_MS);
  }

  /** Returns what is asked next; null: nothing. */
  async function heard(told, total, step) {
    if (told.state === "paid" && told.amount === total) {
      if (!till.cashier) {
        // Locked: it is kept, and the bill is written when somebody stands there again.
        await till.bill.set({ card: { ...till.bill.open().card, paid: told } });
        return null;
      }
      if (!(await till.pay.with_phone($("card-phone")))) $("card-phone").value = "";
      await till.pay.settle("card", { reference: told.reference });
      return null;
    }
    if (told.state === "paid") {
      $("card-state").textContent = say("card_other", { sum: rupees(told.amount) });
      return null;
    }
    if (step === "cancel/" && ["ended", "none"].includes(told.state)) {
      await drop();
      return null;
    }
    if (told.state === "none") return "";
    if (told.state === "processing") {
      state("card_way");
      return "look/";
    }
    if (told.state === "open") {
      if (step === "cancel/") {
        tell(say("card_not_yet"), "warn");
        return "look/";
      }
      if (!told.url || told.amount !== total) {
        // Another sum's page is not this bill's: begun again, the server ends that one first.
        $("card-code").replaceChildren();
        return "";
      }
      if (!$("card-code").firstChild) {
        // First it is kept that she may have seen the code, then she sees it.
        await till.bill.set({ card: { ...till.bill.open().card, shown: true } });
        $("card-code").replaceChildren(till.qr.draw(told.url, say("card_code", { sum: rupees(total) })));
      }
      state("card_waits");
      return "look/";
    }
    $("card-code").replaceChildren();
    $("card-again").hidden = false;
    state("card_ended");
    return null;
  }
  async function drop() {
    close();
    await till.bill.uncard();
  }

  $("pay-card").addEventListener("click", once(begin));
  $("card-cancel").addEventListener("click", once(() => ask("cancel/")));
  $("card-form").addEventListener("submit", once(async () => {
    $("card-again").hidden = true;
    await ask("");
  }));
  // Escape leaves it as the button does: not before the code is dead.
  $("card").addEventListener("cancel", (event) => {
    event.preventDefault();
    ask("cancel/").catch(till.unkept);
  });
  $("card-hold").addEventListener("click", once(async () => {
    close();
    await till.bill.hold();
  }));
  addEventListener("online", () => ask("look/").catch(till.unkept));
  till.bill.hear(resume);

  till.card = { resume };
})();
