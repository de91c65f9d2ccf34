/* The page for visits: opened by her passphrase, then the list, then one visit. Locked again when it lies idle. */
(() => {
  "use strict";
  const IDLE_MS = 15 * 60 * 1000;
  const SHORTEST = 10;
  const vault = window.umeedVault;
  const { packs, takeAlong, send } = window.umeedSend;
  const { draw, h, said, filled } = window.umeedChecklist;
  const $ = (id) => document.getElementById(id);
  let visits = [];
  let now = null;
  let leave = null;

  const show = (name) => {
    for (const each of ["unable", "door", "list", "visit"]) $(each).hidden = each !== name;
    scrollTo(0, 0);
  };
  const net = () => {
    $("net").hidden = navigator.onLine;
  };
  addEventListener("online", net);
  addEventListener("offline", net);
  net();

  if ("serviceWorker" in navigator) navigator.serviceWorker.register("worker.js", { scope: "./", updateViaCache: "none" }).catch(() => undefined);
  if (!vault.able) {
    show("unable");
    return;
  }

  // ── The door ───────────────────────────────────────────────────────────────────────────────────────────
  const problem = (words) => {
    $("door-error").hidden = !words;
    $("door-error").textContent = words;
  };
  const weak = (typed) => typed.length < SHORTEST || /^\d+$/.test(typed) || new Set(typed).size < 5;

  async function first(typed) {
    if (weak(typed)) return problem(said.weak);
    if (typed !== $("again").value) return problem(said.differ);
    let found;
    try {
      found = await packs();
    } catch (outcome) {
      return problem(outcome.kind === "locked" ? said.sign_in : said.first_online);
    }
    return (await vault.create(typed, { person: found.person, name: found.name })) === "open" ? opened() : problem(said.elsewhere);
  }

  async function enter(event) {
    event.preventDefault();
    const typed = $("passphrase").value;
    $("door-form").dataset.busy = "";
    try {
      if (await vault.exists()) {
        const came = await vault.open(typed);
        if (came === "open") await opened();
        else problem(said[came]);
      } else await first(typed);
    } finally {
      delete $("door-form").dataset.busy;
    }
  }

  async function door() {
    const isNew = !(await vault.exists());
    $("again-box").hidden = !isNew;
    $("new-hint").hidden = !isNew;
    $("forget").hidden = isNew;
    $("passphrase").autocomplete = isNew ? "new-password" : "current-password";
    show("door");
    $("door-form").dataset.ready = "";
  }
  $("door-form").addEventListener("submit", enter);
  $("forget-yes").addEventListener("click", async () => {
    await vault.wipe();
    location.reload();
  });

  async function opened() {
    $("passphrase").value = $("again").value = "";
    problem("");
    visits = await vault.all();
    for (const each of visits) Object.assign(each, { sending: false, locked: false });
    $("whose").textContent = vault.me().name;
    list();
    idle();
    if (navigator.onLine) await refresh();
    sendNow();
  }

  const lock = async () => {
    await leave?.().catch(() => undefined);
    vault.close();
    location.reload();
  };
  let timer;
  function idle() {
    clearTimeout(timer);
    if (vault.me()) timer = setTimeout(lock, IDLE_MS);
  }
  for (const each of ["pointerdown", "keydown", "input"]) addEventListener(each, idle, { passive: true });
  $("lock").addEventListener("click", lock);
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) leave?.().catch(() => undefined);
  });

  // ── The list ───────────────────────────────────────────────────────────────────────────────────────────
  const LOOKS = { open: "off", begun: "wait", waiting: "warn", sending: "warn", locked: "warn", refused: "err", sent: "ok" };
  function looks(visit) {
    if (visit.state === "waiting") return visit.locked ? "locked" : visit.sending ? "sending" : "waiting";
    return visit.state === "open" && visit.draft.started_at ? "begun" : visit.state;
  }
  function row(visit) {
    const { pack } = visit;
    const state = looks(visit);
    const words = filled(`is_${state}`, { n: visit.photos.filter((each) => each.sent).length, all: visit.photos.length });
    const canOpen = visit.state === "open" || visit.state === "refused";
    return h("li", { class: "panel", "data-visit": pack.id },
      h("h2", { class: "h3" }, pack.title),
      h("p", {}, `${pack.group.name} · ${[pack.group.village, pack.group.block, pack.group.district].filter(Boolean).join(", ")}`),
      h("p", { class: "muted" }, [pack.planned || said.no_day, filled("takes", pack), pack.case, pack.standard].join(" · ")),
      ...pack.clashes.map((each) => h("p", { class: "note warn" }, h("span", {}, each))),
      h("p", {}, h("span", { class: `badge bare ${LOOKS[state]}`, role: "status" }, words)),
      visit.refusal ? h("p", { class: "note bad" }, h("span", {}, visit.refusal.message || said.refused)) : null,
      visit.state === "sent" ? h("p", { class: "muted" }, visit.said || "") : null,
      canOpen ? h("button", { type: "button", class: "btn", onclick: () => open(visit) }, said.open) : null,
      visit.state === "refused" ? h("details", { class: "more" }, h("summary", {}, said.throw_away),
        h("button", { type: "button", class: "btn line sm", onclick: () => away(visit) }, said.throw_away_yes)) : null);
  }
  async function away(visit) {
    await vault.drop(visit);
    visits.splice(visits.indexOf(visit), 1);
    list();
  }
  function rows() {
    const order = { waiting: 0, refused: 1, open: 2, sent: 3 };
    $("rows").replaceChildren(...[...visits].sort((a, b) => order[a.state] - order[b.state]).map(row));
    $("none").hidden = visits.length > 0;
    const waiting = visits.filter((each) => each.state === "waiting");
    $("sign-in").hidden = !waiting.some((each) => each.locked);
    $("send").hidden = !waiting.length;
  }
  function list() {
    now = leave = null;
    rows();
    show("list");
  }
  const changed = () => {
    if (!now) rows();
  };
  async function refresh() {
    $("fresh").textContent = said.fetching;
    try {
      const at = await takeAlong(visits);
      $("fresh").textContent = filled("fetched", { at: new Date(at).toLocaleString("en-IN", { dateStyle: "medium", timeStyle: "short" }) });
    } catch (outcome) {
      $("fresh").textContent = outcome.kind === "locked" ? said.sign_in : said.not_fetched;
    }
    changed();
  }
  const sendNow = () => send(visits, changed, true).catch(trouble);
  $("refresh").addEventListener("click", refresh);
  $("send").addEventListener("click", sendNow);
  addEventListener("online", sendNow);

  // ── One visit ──────────────────────────────────────────────────────────────────────────────────────────
  function trouble(fault) {
    $("trouble").hidden = false;
    $("trouble").textContent = fault?.name === "QuotaExceededError" ? said.full : said.unkept;
  }
  function open(visit) {
    now = visit;
    const { pack } = visit;
    $("title").textContent = pack.title;
    $("about").textContent = [pack.group.name, pack.group.village, pack.case, pack.standard].filter(Boolean).join(" · ");
    leave = draw($("form"), visit, { changed, trouble, queue });
    show("visit");
  }
  async function queue(visit) {
    Object.assign(visit, { state: "waiting", refusal: null, tries: 0, next: 0, locked: false });
    await vault.keep(visit);
    list();
    sendNow();
  }
  $("back").addEventListener("click", async () => {
    await leave?.().catch(() => undefined);
    list();
  });

  door();
})();
