/*
 * The page on which goods are added or mended: it keeps itself on the phone as she types, and says what she will
 * get. Photographs are goods-photos.js's, her voice is goods-voice.js's, sending is goods-phone.js's. Without this the
 * form is sent as it is.
 */
(() => {
  "use strict";
  const phone = window.umeedGoods;
  const form = document.getElementById("goods");
  if (!form || !phone || !("indexedDB" in window)) return;
  const $ = (selector, within = document) => within.querySelector(selector);
  const words = {};
  for (const each of $("#goods-words").content.children) words[each.dataset.word] = each.textContent;

  const whose = phone.me();
  if (!whose) {
    form.hidden = true;
    $("#goods-locked").hidden = false;
    return;
  }
  for (const each of document.querySelectorAll("[data-js]")) each.hidden = false;
  for (const each of form.querySelectorAll("[data-plain]")) each.hidden = true;

  const uuid = () =>
    crypto.randomUUID
      ? crypto.randomUUID()
      : "10000000-1000-4000-8000-100000000000".replace(/[018]/g, (c) =>
          (c ^ (crypto.getRandomValues(new Uint8Array(1))[0] & (15 >> (c / 4)))).toString(16));
  const target = form.dataset.target || "";
  let key = form.elements.key.value || uuid();
  let state = "open";
  let isKept = false;

  // ── What is in the form ──────────────────────────────────────────────────────────────────────────────
  const FIELDS = ["kind", "price", "quantity", "stock_kind", "lead_days", "words"];
  function values() {
    const data = new FormData(form);
    const found = { answers: {}, variants: [], photos: data.getAll("photos"), recipes: {}, voice: data.get("voice") || "" };
    found.this_piece = data.get("this_piece") || "";
    for (const ref of found.photos) found.recipes[ref] = data.get(`recipe-${ref}`) || "";
    for (const name of FIELDS) found[name] = data.get(name) || "";
    for (const [name, value] of data) if (name.startsWith("answer-") && value) found.answers[name.slice(7)] = value;
    const columns = ["key", "name", "price", "quantity"].map((each) => data.getAll(`variant-${each}`));
    columns[1].forEach((_name, place) => {
      const [id, name, price, quantity] = columns.map((column) => column[place]);
      if (name || price || quantity) found.variants.push({ key: id, name, price, quantity });
    });
    return found;
  }

  function fill(kept) {
    for (const name of FIELDS) {
      const field = form.elements[name];
      if (field && kept[name] !== undefined) field.value = kept[name];
    }
    for (const [name, value] of Object.entries(kept.answers || {})) {
      const field = form.elements[`answer-${name}`];
      if (field) field.value = value;
    }
    const rows = form.querySelectorAll(".variant");
    (kept.variants || []).forEach((variant, place) => {
      for (const [name, value] of Object.entries(variant)) {
        const field = rows[place] && $(`[name="variant-${name}"]`, rows[place]);
        if (field) field.value = value;
      }
    });
    form.elements.this_piece.checked = Boolean(kept.this_piece);
    for (const each of form.querySelectorAll("input[name=photos]")) {
      if (!(kept.photos || []).includes(each.value)) each.closest(".shot").remove();
      else if (kept.recipes && each.value in kept.recipes) form.elements[`recipe-${each.value}`].value = kept.recipes[each.value];
    }
  }

  // ── Keeping ──────────────────────────────────────────────────────────────────────────────────────────
  const trouble = $("#goods-trouble");
  function complain(fault) {
    trouble.hidden = false;
    trouble.lastElementChild.textContent = fault && fault.name === "QuotaExceededError" ? words.full : words.unkept;
  }
  const kindName = () => $("input[name=kind]:checked + svg + span", form)?.textContent || "";

  async function keep() {
    if (state !== "open" && state !== "refused") return;
    const holds = phone.touch();
    const found = values();
    try {
      await phone.alter(key, (row) => {
        if (row && row.state !== "open" && row.state !== "refused") return undefined;
        return { ...(row || { key, person: whose.id, state: "open" }), group: form.elements.group.value || whose.group,
          target, values: found, title: kindName(), changed: Date.now() };
      });
      trouble.hidden = true;
      if (!isKept && navigator.storage?.persist) navigator.storage.persist().catch(() => undefined);
      isKept = true;
    } catch (fault) {
      complain(fault);
    }
    // It lay idle too long, or another has it now: what was typed is under her number, and out of sight.
    if (holds?.id !== whose.id) location.reload();
  }
  let soon;
  const keepSoon = () => {
    clearTimeout(soon);
    soon = setTimeout(keep, 300);
  };
  addEventListener("pagehide", () => keep());

  // What the photographs and the voice do with what is kept here.
  const draft = { form, words, phone, $, uuid, person: whose.id, key: () => key, keep, keepSoon, complain, error, steps };
  const shots = window.umeedGoodsPhotos(draft);
  const voice = window.umeedGoodsVoice(draft);

  // ── Price, and what she gets ─────────────────────────────────────────────────────────────────────────
  for (const button of form.querySelectorAll("[data-step]")) {
    button.addEventListener("click", () => {
      const field = form.elements[button.dataset.for];
      const least = Number(field.min || 0);
      field.value = Math.max(least, (Number(field.value) || 0) + Number(button.dataset.step));
      field.dispatchEvent(new Event("input", { bubbles: true }));
    });
  }
  const get = $("#get");
  let asked = 0;
  let last = "";
  async function earning() {
    const data = new FormData(form);
    const query = new URLSearchParams({ kind: data.get("kind") || "", price: data.get("price") || "", group: data.get("group") || whose.group });
    if (!data.get("kind") || !data.get("price") || String(query) === last) return;
    const mine = (asked += 1);
    let said;
    try {
      const answer = await fetch(`${document.body.dataset.goods}earning/?${query}`, { redirect: "manual" });
      said = answer.ok ? await answer.json() : null;
    } catch {
      said = null;
    }
    if (mine !== asked) return;
    last = said ? String(query) : "";
    $("b", get).textContent = said?.gets || "";
    $(".why", get.parentElement).hidden = !said?.lines?.length;
    $("span", get).textContent = said ? said.label : words.later;
    const list = $(".why dl", get.parentElement);
    list.textContent = "";
    for (const [label, amount] of said?.lines || []) {
      const row = document.createElement("div");
      row.append(Object.assign(document.createElement("dt"), { textContent: label }), Object.assign(document.createElement("dd"), { textContent: amount }));
      list.append(row);
    }
    get.hidden = false;
  }
  let pricing;
  const earningSoon = () => {
    clearTimeout(pricing);
    pricing = setTimeout(earning, 500);
  };

  // ── What is still missing ────────────────────────────────────────────────────────────────────────────
  function error(name, text) {
    const place = $(`#error-${name}`);
    if (!place) return;
    place.hidden = !text;
    place.lastElementChild.textContent = text;
  }
  const filled = () => {
    const found = values();
    return { photos: shots.count() > 0, kind: Boolean(found.kind), price: Number(found.price) > 0, quantity: found.quantity !== "" };
  };
  function steps() {
    const has = filled();
    const done = [has.photos, has.kind, has.price && has.quantity, state === "sent"];
    const now = done.indexOf(false);
    document.querySelectorAll(".steps li").forEach((each, place) => {
      each.classList.toggle("done", done[place]);
      each.classList.toggle("now", place === now);
      if (place === now) each.setAttribute("aria-current", "step");
      else each.removeAttribute("aria-current");
    });
    const category = $("input[name=kind]:checked", form)?.dataset.category;
    for (const each of form.querySelectorAll("[data-asks]")) each.hidden = each.disabled = each.dataset.asks !== category;
    form.classList.add("scripted");
  }
  form.addEventListener("input", (event) => {
    if (event.target.type === "file") return;
    error(event.target.name, "");
    keepSoon();
    earningSoon();
    steps();
  });

  // ── Sending ──────────────────────────────────────────────────────────────────────────────────────────
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const draftOnly = event.submitter?.name === "draft";
    await shots.settled();
    clearTimeout(soon);
    const has = filled();
    const missing = draftOnly ? [] : Object.keys(has).filter((name) => !has[name]);
    for (const name of Object.keys(has)) error(name, missing.includes(name) ? words[`no${name}`] || words.missing : "");
    if (missing.length) {
      $(`#error-${missing[0]}`).scrollIntoView({ block: "center" });
      return;
    }
    await keep();
    if (isKept && (await phone.queue(key, draftOnly))) {
      await refresh();
      $("#goods-state").focus();
      phone.sendNow();
    }
  });
  form.addEventListener("reset", (event) => event.preventDefault());

  // ── Where each of hers stands ────────────────────────────────────────────────────────────────────────
  const LOOKS = {
    open: ["draft", "", "saved"],
    waiting: ["clock", "warn", "waiting"],
    sending: ["up", "wait", "sending"],
    locked: ["lock", "warn", "locked"],
    refused: ["warn", "err", "refused"],
    sent: ["check", "ok", "sent"],
  };
  const stateOf = (row) => (row.state !== "waiting" ? row.state : row.sending ? "sending" : row.locked ? "locked" : "waiting");
  const told = (row) =>
    row.refusal?.message || words[LOOKS[stateOf(row)][2]].replace("8", row.done ?? 0).replace("9", row.all ?? 0);

  function badge(place, row) {
    const [icon, tint] = LOOKS[stateOf(row)];
    place.className = `badge ${tint}`;
    $("use", place).setAttribute("href", form.dataset.icons + icon);
    place.lastElementChild.textContent = told(row);
  }

  async function refresh() {
    const rows = await phone.draftsOf(whose.id);
    const mine = rows.find((row) => row.key === key);
    state = mine ? mine.state : "open";
    const editable = state === "open" || state === "refused";
    const panel = $("#goods-state");
    form.hidden = !editable;
    $("#goods-steps").hidden = false;
    panel.hidden = editable && state !== "refused";
    if (mine && !panel.hidden) {
      badge($(".badge", panel), mine);
      $(".another", panel).hidden = editable;
      const link = $(".seen", panel);
      link.hidden = state !== "sent" || !mine.said?.url;
      if (!link.hidden) link.href = mine.said.url;
      $(".once-more", panel).hidden = !(state === "waiting" && !mine.sending && navigator.onLine);
    }
    if (state === "refused") for (const [name, text] of Object.entries(mine.refusal?.errors || {})) error(name, text);
    const others = rows.filter((row) => row.key !== key);
    const list = $("#others ul");
    list.textContent = "";
    for (const row of others) {
      const item = $("#other").content.firstElementChild.cloneNode(true);
      $("a", item).textContent = row.title || words.untitled;
      $("a", item).href = row.said?.url || `${row.target ? document.body.dataset.goods + row.target.replace("arrived/", "") : location.pathname}?draft=${row.key}`;
      badge($(".badge", item), row);
      const button = $("button", item);
      button.hidden = row.state === "waiting";
      button.addEventListener("click", () => phone.drop(row.key));
      list.append(item);
    }
    $("#others").hidden = !others.length;
    steps();
  }
  document.addEventListener("goods", () => refresh());
  $("#goods-state .once-more").addEventListener("click", () => phone.sendNow());
  $("#goods-state .another").addEventListener("click", () => location.assign(`${document.body.dataset.goods}new/`));

  const net = $("#net");
  const network = () => {
    net.hidden = navigator.onLine;
    if (navigator.onLine) earningSoon();
  };
  addEventListener("online", network);
  addEventListener("offline", network);

  async function begin() {
    const wanted = new URLSearchParams(location.search).get("draft");
    const rows = await phone.draftsOf(whose.id);
    const isHere = (row) => (row.target || "") === target;
    const found = rows.find((row) => row.key === wanted) ||
      ("bound" in form.dataset || wanted === "new" ? null : rows.find((row) => row.state === "open" && isHere(row)));
    if (found && isHere(found)) {
      key = found.key;
      form.elements.key.value = key;
      isKept = true;
      fill(found.values);
      for (const file of await phone.filesOf(key)) file.kind === "photo" ? shots.show(file) : voice.show(file);
    }
    await refresh();
    network();
    earningSoon();
    form.dataset.ready = "";
  }
  begin();
})();
