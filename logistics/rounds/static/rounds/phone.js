/* A driver's rounds: taken along with a network, ticked and scanned without, sent when there is one, in any order. */
(() => {
  "use strict";
  const { post, Outcome, ...store } = window.umeedRounds;
  const $ = (id) => document.getElementById(id);
  const said = Object.fromEntries([...$("words").content.querySelectorAll("[data-word]")].map((each) => [each.dataset.word, each.textContent]));
  const filled = (word, values) => said[word].replace(/\{(\w+)\}/g, (_all, name) => values[name] ?? "");
  let pack = null;
  const visits = new Map();

  function h(name, marks, ...inside) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(marks)) {
      if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
      else if (value !== null && value !== false) made.setAttribute(key, value === true ? "" : value);
    }
    made.append(...inside.filter((each) => each !== null));
    return made;
  }
  const trouble = () => {
    $("trouble").hidden = false;
    $("trouble").textContent = said.unkept;
  };
  const net = () => {
    $("net").hidden = navigator.onLine;
  };
  for (const each of ["online", "offline"]) addEventListener(each, net);
  net();
  if ("serviceWorker" in navigator) navigator.serviceWorker.register("worker.js", { scope: "./", updateViaCache: "none" }).catch(() => undefined);

  // ── One stop ───────────────────────────────────────────────────────────────────────────────────────────
  /** What is known of a stop: what was done on this phone, else what the office knows, else a draft. */
  const visitOf = (stop) => {
    const kept = visits.get(stop.id);
    if (kept && (kept.state !== "draft" || !stop.outcome)) return kept;
    return { stop: stop.id, state: stop.outcome ? "sent" : "draft", outcome: stop.outcome, taken: [] };
  };

  async function keep(visit) {
    visits.set(visit.stop, visit);
    await store.keepVisit(visit).catch(trouble);
  }
  async function finish(stop, outcome) {
    const visit = visitOf(stop);
    if (outcome === "collected" && !visit.taken.length) return draw(stop.id, said.tick_first);
    await keep({
      ...visit,
      outcome,
      taken: outcome === "collected" ? visit.taken : [],
      person: pack.person,
      key: crypto.randomUUID(),
      happened_at: new Date().toISOString(),
      state: "waiting",
    });
    draw();
    return sendAll();
  }
  async function toggle(stop, code, wanted) {
    const visit = visitOf(stop);
    const taken = new Set(visit.taken);
    if (wanted) taken.add(code);
    else taken.delete(code);
    await keep({ ...visit, taken: [...taken] });
    draw();
  }
  function state(stop, visit) {
    if (visit.state === "waiting") return [visit.locked ? "is_locked" : "is_waiting", "warn", {}];
    if (visit.state === "refused") return ["is_refused", "err", { why: visit.why }];
    return ["is_sent", "ok", {}];
  }
  function open(stop, visit, problem) {
    const codes = [...new Set([...stop.parcels, ...visit.taken])];
    const typed = h("input", { class: "field", autocomplete: "off", autocapitalize: "characters", "aria-label": said.code, maxlength: "40", onkeydown: (event) => event.key === "Enter" && add() });
    const add = () => {
      const code = typed.value.trim().toUpperCase();
      if (code) toggle(stop, code, true);
    };
    return [
      h("fieldset", { class: "picks" }, h("legend", {}, said.taken),
        ...codes.map((code) => h("label", { class: "opt" }, h("input", { type: "checkbox", value: code, checked: visit.taken.includes(code), onchange: (event) => toggle(stop, code, event.target.checked) }), h("span", {}, code)))),
      h("div", { class: "row" },
        h("button", { type: "button", class: "btn line sm", onclick: () => keep({ ...visitOf(stop), taken: codes }).then(() => draw()) }, said.all),
        h("button", { type: "button", class: "btn line sm", onclick: () => scan(stop) }, said.scan)),
      h("div", { class: "row" }, typed, h("button", { type: "button", class: "btn line sm", onclick: add }, said.add)),
      problem ? h("p", { class: "err", role: "alert" }, problem) : null,
      h("div", { class: "row" },
        h("button", { type: "button", class: "btn", "data-done": stop.id, onclick: () => finish(stop, "collected") }, said.done),
        h("button", { type: "button", class: "btn line sm", onclick: () => finish(stop, "nothing") }, said.nothing),
        h("button", { type: "button", class: "btn line sm", onclick: () => finish(stop, "shut") }, said.shut)),
    ];
  }
  function closed(stop, visit) {
    const [word, look, values] = state(stop, visit);
    const done = visit.outcome === "collected" ? filled("is_collected", { n: visit.taken.length || stop.parcels.length }) : said[visit.outcome];
    const lost = Object.keys(visit.refused || {});
    return [
      h("p", {}, `${done} `, h("span", { class: `badge bare ${look}`, role: "status" }, filled(word, values))),
      lost.length ? h("p", { class: "note warn" }, h("span", {}, filled("not_booked", { codes: lost.join(", ") }))) : null,
      visit.state === "refused" ? h("button", { type: "button", class: "btn line sm", onclick: () => keep({ ...visit, state: "draft" }).then(() => draw()) }, said.open_again) : null,
    ];
  }

  // ── All of it ──────────────────────────────────────────────────────────────────────────────────────────
  function draw(problemAt = 0, problem = "") {
    const rounds = pack?.rounds || [];
    $("none").hidden = rounds.length > 0;
    const waiting = [...visits.values()].filter((each) => each.state === "waiting");
    $("send").hidden = !waiting.length;
    $("sign-in").hidden = !waiting.some((each) => each.locked);
    $("rows").replaceChildren(...rounds.map((round) => h("section", { class: "runs", "data-round": round.code },
      h("h2", { class: "h3" }, `${new Date(`${round.day}T12:00`).toLocaleDateString(document.documentElement.lang, { weekday: "long", day: "numeric", month: "long" })} · ${round.code}`),
      h("p", { class: "muted" }, filled("about", round)),
      ...round.stops.map((stop) => {
        const visit = visitOf(stop);
        return h("section", { class: "panel", "data-stop": stop.id },
          h("h3", { class: "h3" }, `${stop.position}. ${stop.name}`),
          h("p", {}, filled("place", stop)),
          ...(visit.state === "draft" ? open(stop, visit, stop.id === problemAt ? problem : "") : closed(stop, visit)));
      }))));
  }

  async function refresh() {
    $("fresh").textContent = said.fetching;
    try {
      const found = await post("packs/", {}, pack?.person);
      const hers = new Set(found.rounds.flatMap((round) => round.stops.map((stop) => stop.id)));
      for (const [stop, visit] of visits) {
        // What waits to be sent stays, whoever's round it became; drafts and what was sent go with their stops.
        if (visit.state !== "waiting" && !hers.has(stop)) {
          visits.delete(stop);
          await store.dropVisit(stop);
        }
      }
      pack = found;
      await store.keepPack(found);
      $("fresh").textContent = filled("fetched", { at: new Date(found.at).toLocaleString(document.documentElement.lang, { dateStyle: "medium", timeStyle: "short" }) });
    } catch (outcome) {
      if (!(outcome instanceof Outcome)) return trouble();
      $("fresh").textContent = said.not_fetched;
      $("sign-in").hidden = outcome.kind !== "locked";
    }
    return draw();
  }

  let sending = false;
  let timer;
  async function sendAll() {
    if (sending) return;
    sending = true;
    let later = false;
    try {
      for (const visit of [...visits.values()].filter((each) => each.state === "waiting")) {
        try {
          const { key, stop, outcome, taken, happened_at } = visit;
          const answer = await post("visits/", { key, stop, outcome, taken, happened_at }, visit.person);
          await keep({ ...visit, state: "sent", locked: false, refused: answer.refused });
        } catch (outcome) {
          if (!(outcome instanceof Outcome)) throw outcome;
          if (outcome.kind === "refused") await keep({ ...visit, state: "refused", why: outcome.more.message || "" });
          else await keep({ ...visit, locked: outcome.kind === "locked" });
          later ||= outcome.kind === "later";
        }
        draw();
      }
    } finally {
      sending = false;
    }
    clearTimeout(timer);
    if (later) timer = setTimeout(sendAll, 30000);
  }

  // ── The camera ─────────────────────────────────────────────────────────────────────────────────────────
  let stream = null;
  function stopCamera() {
    for (const each of stream?.getTracks() || []) each.stop();
    stream = null;
    $("camera").hidden = true;
  }
  async function scan(stop) {
    if (!("BarcodeDetector" in window)) return draw(stop.id, said.no_camera);
    stopCamera();
    try {
      stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
    } catch {
      return draw(stop.id, said.no_camera);
    }
    const detector = new window.BarcodeDetector({ formats: ["code_128", "qr_code"] });
    const video = $("video");
    video.srcObject = stream;
    $("camera").hidden = false;
    await video.play();
    const seen = new Set(visitOf(stop).taken);
    while (stream) {
      const found = await detector.detect(video).catch(() => []);
      for (const { rawValue } of found) {
        const code = rawValue.split("/").filter(Boolean).pop().toUpperCase();
        if (!seen.has(code)) {
          seen.add(code);
          navigator.vibrate?.(60);
          await toggle(stop, code, true);
        }
      }
      await new Promise((go) => setTimeout(go, 250));
    }
    return undefined;
  }

  $("stop-camera").addEventListener("click", stopCamera);
  $("refresh").addEventListener("click", refresh);
  $("send").addEventListener("click", sendAll);
  addEventListener("online", sendAll);

  (async () => {
    pack = (await store.pack().catch(() => null)) || null;
    for (const each of await store.visits().catch(() => [])) visits.set(each.stop, each);
    draw();
    document.body.dataset.ready = "";
    if (navigator.onLine) {
      await sendAll();
      await refresh();
    }
  })();
})();
