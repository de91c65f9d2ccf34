/* The frame: which screen is shown, who has the till, what the bar says. */
(() => {
  "use strict";
  const till = (window.till ||= {});
  const { $, say, told, h, icon, tell, open, close, screen, once } = till.ui;
  const page = document.body.dataset;
  const LANGUAGE = "umeed-till-language";
  Object.assign(till, { device: null, bundle: null, cashier: null, is_mine: false, is_stale: false });

  // ── The bar ────────────────────────────────────────────────────────────────────────────────────────────
  function bar() {
    const { till: mine, exhibition } = till.bundle || {};
    $("bar-till").textContent = mine ? (mine.stall ? say("till_stall", { number: mine.number, stall: mine.stall }) : say("till_only", { number: mine.number })) : say("till");
    $("bar-who").textContent = [exhibition?.name, till.cashier?.name].filter(Boolean).join(" · ");
    const waits = till.book.waiting().length;
    const is_reached = till.sync.reached && navigator.onLine;
    $("net").classList.toggle("on", is_reached && !waits);
    $("net-icon").replaceChildren(icon(is_reached ? "net" : "off"));
    const refused = till.book.refused().length;
    const words = [say(is_reached ? "online" : "offline"), say(waits === 1 ? "one_waits" : "wait", { n: waits }), refused && say("n_refused", { n: refused })];
    const text = words.filter(Boolean).join(" ");
    if ($("net-text").textContent !== text) $("net-text").textContent = text;
    $("net").hidden = !till.bundle;
    $("menu-open").hidden = !till.bundle || !till.cashier;
    const off = Math.round(Math.abs(till.sync.clock) / 60000);
    $("clock").hidden = !off;
    $("clock-text").textContent = off ? say(till.sync.clock > 0 ? "clock_ahead" : "clock_behind", { time: off >= 120 ? say("hours", { n: Math.round(off / 60) }) : say("minutes", { n: off }) }) : "";
  }
  till.book.hear(() => {
    bar();
    till.day.redraw();
    till.ended.redraw();
    till.sell.refresh();
  });

  // ── Which screen ───────────────────────────────────────────────────────────────────────────────────────
  till.show = () => {
    bar();
    if (!till.is_mine) return screen("other");
    if (!till.device) return till.rescue ? till.ended.show() : screen("pair");
    if (till.ended.is_lost()) return till.ended.show();
    if (!till.bundle) return screen("fetch");
    if (!till.cashier) return locked();
    if (!till.book.day().length) return till.day.to_open();
    screen("sell");
    till.sell.draw();
    till.card.resume();
    const asked = new URLSearchParams(location.hash.slice(1)).get("bill");
    if (asked) {
      history.replaceState(null, "", location.pathname);
      till.back.show(asked);
    }
    return undefined;
  };
  till.renewed = () => {
    if (till.cashier && !till.bundle.cashiers.some(({ id }) => id === till.cashier.id)) return till.lock();
    bar();
    return till.ui.at() === "sell" && till.sell.draw();
  };

  // ── Pairing ────────────────────────────────────────────────────────────────────────────────────────────
  const code_of = (text) => (/#pair=([^&\s]+)/.exec(text)?.[1] || text).replace(/[\s-]/g, "").toUpperCase();
  $("pair-form").addEventListener("submit", once(async () => {
    const code = code_of($("pair-code").value);
    $("pair-bad").hidden = true;
    try {
      await till.sync.pair(code, $("pair-name").value.trim() || say("tablet"));
    } catch (trouble) {
      if (!(trouble instanceof till.sync.Trouble)) throw trouble;
      $("pair-bad").hidden = false;
      $("pair-bad-text").textContent = trouble.kind === "later" ? say("pair_later") : told(trouble.said, say("pair_bad"));
      return;
    }
    history.replaceState(null, "", location.pathname);
    till.rescue = null;
    await fetch_goods();
  }));
  $("pair-scan").addEventListener("click", () =>
    till.scan.look((text) => {
      if (!text.includes("#pair=")) return true;
      $("pair-code").value = code_of(text);
      $("pair-form").requestSubmit();
      return false;
    }),
  );
  /** The manager's code was read by the tablet's own camera, and opened this page. */
  function asked_to_pair() {
    const asked = new URLSearchParams(location.hash.slice(1)).get("pair");
    if (!asked) return;
    if (till.device) tell(say("paired_already"), "warn");
    else $("pair-code").value = asked;
  }
  addEventListener("hashchange", asked_to_pair);
  async function fetch_goods() {
    screen("fetch");
    $("fetch-bad").hidden = true;
    try {
      await till.sync.refresh();
    } catch (trouble) {
      if (trouble.kind === "revoked") return till.revoked(trouble.said);
      if (!(trouble instanceof till.sync.Trouble)) throw trouble;
      $("fetch-bad").hidden = false;
      $("fetch-bad-text").textContent = told(trouble.said, say("fetch_later"));
      return undefined;
    }
    await till.bill.load();
    till.show();
    return till.sync.now();
  }
  $("fetch-again").addEventListener("click", once(fetch_goods));

  // ── PIN ────────────────────────────────────────────────────────────────────────────────────────────────
  function locked() {
    screen("lock");
    $("pin").value = "";
    $("pin-bad").hidden = true;
    const people = till.bundle.cashiers;
    $("nobody").hidden = people.length > 0;
    $("pin-part").hidden = !people.length;
    $("people").replaceChildren(
      ...people.map(({ id, name }) => h("label", { class: "opt" }, h("input", { type: "radio", name: "cashier", value: id, required: true, checked: people.length === 1 }), h("span", {}, name), icon("person"))),
    );
  }
  till.lock = () => {
    till.cashier = null;
    // What a new version of this page has to show, it shows when nobody is in the middle of anything.
    if (till.is_stale && navigator.onLine) return location.reload();
    return till.show();
  };
  function wrong(text) {
    $("pin").value = "";
    $("pin-bad").hidden = false;
    $("pin-bad-text").textContent = text;
    $("pin").focus();
  }
  $("pin-form").addEventListener("submit", once(async () => {
    const cashier = till.bundle.cashiers.find(({ id }) => id === $("pin-form").elements.cashier?.value);
    if (!cashier) return wrong(say("choose_cashier"));
    const pause = await till.pin.pause();
    if (pause) return wrong(say("pin_pause", { n: Math.ceil(pause / 1000) }));
    if (!(await till.pin.check(cashier, $("pin").value))) return wrong(say("pin_wrong"));
    till.cashier = cashier;
    till.pin.touched();
    till.show();
    return till.sync.now();
  }));
  $("pad").addEventListener("click", ({ target }) => {
    const key = target.closest("button")?.dataset.key;
    if (key === "back") $("pin").value = $("pin").value.slice(0, -1);
    else if (key) $("pin").value = ($("pin").value + key).slice(0, 12);
  });

  // ── The menu ───────────────────────────────────────────────────────────────────────────────────────────
  $("menu-open").addEventListener("click", async () => {
    const day = till.book.day().length > 0;
    for (const id of ["menu-close", "menu-paper", "menu-report", "menu-bills"]) $(id).disabled = !day;
    const is_kept = await navigator.storage?.persisted?.().catch(() => false);
    $("kept-for-good").hidden = Boolean(is_kept);
    open("menu");
  });
  const menu = (id, work) =>
    $(id).addEventListener("click", () => {
      close("menu");
      work();
    });
  menu("menu-lock", () => till.lock());
  menu("menu-bills", () => till.back.bills());
  menu("menu-report", () => till.day.report());
  menu("menu-close", () => till.day.to_close());
  menu("menu-waiting", () => till.day.show_waiting());
  menu("menu-tests", () => till.pay.tests());
  menu("menu-paper", () => till.back.paper());
  menu("menu-unpair", () => {
    const waits = till.book.waiting().length;
    $("unpair-wait").hidden = !waits;
    $("unpair-wait-text").textContent = say(waits === 1 ? "unpair_one" : "unpair_wait", { n: waits });
    $("unpair-do").disabled = waits > 0;
    open("unpair");
  });
  $("net-see").addEventListener("click", () => till.day.show_waiting());
  $("unpair-do").addEventListener("click", once(async () => {
    if (till.book.waiting().length) return;
    await till.sync.forget({ whole: true });
    till.show();
  }));
  for (const each of document.querySelectorAll("[data-language]")) each.addEventListener("click", () => localStorage.setItem(LANGUAGE, each.dataset.language));

  // ── One tab has the till ───────────────────────────────────────────────────────────────────────────────
  const lease = (steal) =>
    new Promise((resolve) => {
      navigator.locks
        .request("umeed-till", steal ? { steal: true } : { ifAvailable: true }, (lock) => {
          resolve(lock !== null);
          return lock && new Promise(() => undefined);
        })
        .catch(() => {
          Object.assign(till, { is_mine: false, cashier: null });
          till.show();
        });
    });
  $("take-over").addEventListener("click", () => {
    sessionStorage.setItem("take-over", "1");
    location.reload();
  });

  async function start() {
    const chosen = localStorage.getItem(LANGUAGE);
    const there = document.querySelector(`[data-language="${chosen}"]`);
    if (there && chosen !== document.documentElement.lang) return location.replace(there.href + location.hash);
    if ("serviceWorker" in navigator) {
      const had = Boolean(navigator.serviceWorker.controller);
      navigator.serviceWorker.register(page.worker, { scope: page.pos, updateViaCache: "none" }).catch(() => undefined);
      navigator.serviceWorker.addEventListener("controllerchange", () => (till.is_stale = had));
    }
    const steal = sessionStorage.getItem("take-over") !== null;
    sessionStorage.removeItem("take-over");
    till.is_mine = await lease(steal);
    const [device, bundle, revoked] = await till.ended.look();
    await till.book.load();
    Object.assign(till, { device: device || null, bundle: (device && bundle) || null, rescue: device ? null : revoked || null });
    if (till.bundle) {
      till.goods.index(till.bundle);
      await till.bill.load();
    }
    till.show();
    asked_to_pair();
    page.ready = "";
    if (till.device && !till.bundle && !till.ended.is_lost()) await fetch_goods();
    else await till.sync.now();
    return undefined;
  }
  start().catch((fault) => {
    screen("trouble");
    till.unkept(fault);
  });
})();
