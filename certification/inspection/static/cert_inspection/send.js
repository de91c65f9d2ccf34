/*
 * Visits between the phone and the office: packs are taken along, reports go out. Each photograph by itself, then the
 * report, under a key made on the phone: however often it is sent, it counts once.
 */
(() => {
  "use strict";
  const vault = window.umeedVault;
  const page = document.body.dataset;
  const LONGEST_WAIT_MS = 10 * 60 * 1000;
  const KEEP_SENT_MS = 24 * 3600 * 1000;
  const cookie = (name) => (document.cookie.match(new RegExp(`(?:^|; )${name}=([^;]*)`)) || [])[1] || "";

  /** ``kind``: later (no network, try again), locked (sign in again), refused (with what the office said). */
  class Outcome extends Error {
    constructor(kind, more = {}) {
      super(kind);
      this.kind = kind;
      this.more = more;
    }
  }

  async function post(path, body, type, seconds) {
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), seconds * 1000);
    let answer;
    try {
      answer = await fetch(page.visits + path, {
        method: "POST",
        body,
        redirect: "manual",
        signal: stop.signal,
        headers: { "Content-Type": type, "X-CSRFToken": cookie(page.csrf), "X-Umeed-Person": String(vault.me()?.person ?? "") },
      });
    } catch {
      throw new Outcome("later");
    } finally {
      clearTimeout(timer);
    }
    if (answer.type === "opaqueredirect" || [401, 403, 409].includes(answer.status)) throw new Outcome("locked");
    if (answer.status >= 500 || answer.status === 429) throw new Outcome("later");
    let said;
    try {
      said = await answer.json();
    } catch {
      said = {};
    }
    if (!answer.ok) throw new Outcome("refused", said);
    return said;
  }

  const packs = () => post("packs/", "{}", "application/json", 60);

  /** Lay new packs beside what is there: a begun visit keeps what was typed; what is hers no more and not begun goes. */
  async function takeAlong(visits) {
    const said = await packs();
    if (said.person !== vault.me().person) throw new Outcome("locked");
    for (const pack of said.packs) {
      const known = visits.find((each) => each.pack.id === pack.id);
      if (known) await vault.keep(Object.assign(known, { pack }));
      else {
        const made = { row: crypto.randomUUID(), key: crypto.randomUUID(), pack, state: "open", draft: {}, photos: [] };
        await vault.keep(made);
        visits.push(made);
      }
    }
    const hers = new Set(said.packs.map((each) => each.id));
    for (const each of [...visits]) {
      const isOld = each.state === "sent" && Date.now() - each.sentAt > KEEP_SENT_MS;
      if (isOld || (each.state === "open" && !hers.has(each.pack.id) && !each.draft.started_at)) {
        await vault.drop(each);
        visits.splice(visits.indexOf(each), 1);
      }
    }
    return said.at;
  }

  async function sendOne(visit, changed) {
    for (const each of visit.photos) {
      if (each.sent) continue;
      const bytes = await vault.photo(each.file);
      await post(`${visit.pack.id}/files/${each.file}/`, bytes, "image/jpeg", 240);
      each.sent = true;
      await vault.keep(visit);
      changed();
    }
    const photos = visit.photos.map(({ file, code, taken_at, place }) => ({ file, code, taken_at, place }));
    const body = { ...visit.draft, key: visit.key, photos, sent_at: new Date().toISOString() };
    return post(`${visit.pack.id}/report/`, JSON.stringify(body), "application/json", 60);
  }

  async function attempt(visit, changed) {
    visit.sending = true;
    changed();
    try {
      const said = await sendOne(visit, changed);
      const dropped = visit.photos.map((each) => each.file);
      Object.assign(visit, { state: "sent", said: said.message, sentAt: Date.now(), sending: false, refusal: null, draft: {}, photos: [], locked: false });
      await vault.keep(visit, { dropped });
    } catch (outcome) {
      if (!(outcome instanceof Outcome)) throw outcome;
      visit.sending = false;
      visit.locked = outcome.kind === "locked";
      const lost = outcome.more.missing;
      for (const each of visit.photos) if (lost?.includes(each.file)) each.sent = false;
      if (outcome.kind === "refused" && !lost) Object.assign(visit, { state: "refused", refusal: outcome.more });
      else {
        visit.tries = (visit.tries || 0) + 1;
        visit.next = Date.now() + Math.min(LONGEST_WAIT_MS, 2000 * 2 ** Math.min(visit.tries, 9)) * (0.75 + Math.random() / 2);
      }
      await vault.keep(visit);
    }
    changed();
  }

  let running = false;
  let timer;
  /** Send what waits and is due; ``now``: all that waits. */
  async function send(visits, changed, now = false) {
    if (running || !vault.me()) return;
    running = true;
    try {
      const waiting = () => visits.filter((each) => each.state === "waiting");
      if (now) for (const each of waiting()) each.next = 0;
      for (;;) {
        const due = navigator.onLine && waiting().find((each) => (each.next || 0) <= Date.now());
        if (!due) break;
        await attempt(due, changed);
      }
      clearTimeout(timer);
      const later = waiting();
      if (later.length) {
        const soonest = Math.min(...later.map((each) => each.next || 0)) - Date.now();
        timer = setTimeout(() => send(visits, changed), Math.max(1000, soonest));
      }
    } finally {
      running = false;
    }
  }

  window.umeedSend = { packs, takeAlong, send, Outcome };
})();
