/*
 * On every page under /sell/: whose goods this phone shows, and sending what waits on it. Once, and only in her name.
 * Drafts and photographs lie in IndexedDB, each with the number of the woman whose it is.
 */
(() => {
  "use strict";
  const page = document.body.dataset;
  const WHO = "umeed.who";
  //: As long as a shared phone stays unlocked without a touch; the server's rule (MEMBER_IDLE).
  const IDLE_MS = 30 * 60 * 1000;
  const KEEP_SENT_MS = 24 * 3600 * 1000;
  const LONGEST_WAIT_MS = 10 * 60 * 1000;

  // ── Whose phone it is now ────────────────────────────────────────────────────────────────────────────
  const read = () => {
    try {
      return JSON.parse(localStorage.getItem(WHO));
    } catch {
      return null;
    }
  };
  const forget = () => localStorage.removeItem(WHO);

  /** Who has unlocked this phone; null where nobody has, or a shared phone lay idle too long. */
  function me() {
    const found = read();
    if (!found) return null;
    if (found.shared && Date.now() - found.seen > IDLE_MS) {
      forget();
      return null;
    }
    return found;
  }

  function touch() {
    const found = me();
    if (found && Date.now() - found.seen > 20000) {
      localStorage.setItem(WHO, JSON.stringify({ ...found, seen: Date.now() }));
    }
    return found;
  }

  if ("shell" in page) me();
  else if (page.who) {
    localStorage.setItem(
      WHO,
      JSON.stringify({ id: page.who, name: page.name, group: page.group, shared: "shared" in page, seen: Date.now() }),
    );
  } else forget();

  // Leaving forgets her before the server answers; pages of hers in the back of the browser look again.
  document.addEventListener("submit", (event) => {
    if (event.target.matches("form[action$='/leave/']")) forget();
  });
  const changedHands = () => page.who && (me() || {}).id !== page.who;
  addEventListener("pageshow", (event) => {
    if (event.persisted) location.reload();
  });
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden && changedHands()) location.reload();
  });
  addEventListener("storage", (event) => {
    if (event.key === WHO && changedHands()) location.reload();
  });

  // ── What lies on the phone ───────────────────────────────────────────────────────────────────────────
  let opened;
  function database() {
    opened ||= new Promise((resolve, reject) => {
      const asked = indexedDB.open("umeed-goods", 1);
      asked.onupgradeneeded = () => {
        asked.result.createObjectStore("drafts", { keyPath: "key" }).createIndex("person", "person");
        asked.result.createObjectStore("files", { keyPath: ["draft", "key"] }).createIndex("draft", "draft");
      };
      asked.onsuccess = () => resolve(asked.result);
      asked.onerror = () => reject(asked.error);
    });
    return opened;
  }

  /** Run ``work(stores)`` in one transaction; resolves with what it leaves in ``out`` when all is written. */
  async function within(mode, work) {
    const base = await database();
    return new Promise((resolve, reject) => {
      const run = base.transaction(["drafts", "files"], mode);
      const out = {};
      run.oncomplete = () => resolve(out.value);
      run.onabort = () => reject(run.error);
      run.onerror = () => reject(run.error);
      try {
        work({ drafts: run.objectStore("drafts"), files: run.objectStore("files") }, out);
      } catch (fault) {
        run.abort();
        reject(fault);
      }
    });
  }
  const got = (request, out, make = (value) => value) => {
    request.onsuccess = () => {
      out.value = make(request.result);
    };
  };

  const draftsOf = (person) =>
    within("readonly", ({ drafts }, out) => {
      got(drafts.index("person").getAll(person), out, (all) => all.sort((a, b) => b.changed - a.changed));
    });
  const draft = (key) => within("readonly", ({ drafts }, out) => got(drafts.get(key), out));
  const filesOf = (key) =>
    within("readonly", ({ files }, out) => got(files.index("draft").getAll(key), out, (all) => all.sort((a, b) => a.at - b.at)));
  const keepFile = (file) => within("readwrite", ({ files }) => files.put(file));
  const dropFile = (key, file) => within("readwrite", ({ files }) => files.delete([key, file]));

  /** Change a draft where it lies; ``change`` returns the new one, or nothing to leave it as it is. */
  const alter = (key, change) =>
    within("readwrite", ({ drafts }, out) => {
      const asked = drafts.get(key);
      asked.onsuccess = () => {
        const next = change(asked.result);
        if (next) drafts.put(next);
        out.value = next;
      };
    }).then((next) => {
      if (next) tell();
      return next;
    });

  const dropFiles = (key, files) => {
    const asked = files.index("draft").getAllKeys(key);
    asked.onsuccess = () => asked.result.forEach((each) => files.delete(each));
  };
  const drop = async (key) => {
    const found = await draft(key);
    await within("readwrite", ({ drafts, files }) => {
      drafts.delete(key);
      dropFiles(key, files);
    });
    tell();
    // What came ahead of it takes the group's space. Without a network it is given back after a month.
    if (found && found.state !== "sent") knock("DELETE", `drafts/${key}/`, undefined, {}, found.person, 20).catch(() => {});
  };

  /** From open or refused to waiting: true once, however often it is pressed and in how many windows. */
  const queue = async (key, draftOnly) =>
    Boolean(
      await alter(key, (found) =>
        found && (found.state === "open" || found.state === "refused")
          ? { ...found, state: "waiting", draftOnly, tries: 0, next: 0, refusal: null, locked: false, changed: Date.now() }
          : undefined,
      ),
    );

  // ── Sending ──────────────────────────────────────────────────────────────────────────────────────────
  const channel = "BroadcastChannel" in window ? new BroadcastChannel("umeed-goods") : null;
  const heard = () => document.dispatchEvent(new CustomEvent("goods"));
  const tell = () => {
    heard();
    channel?.postMessage("changed");
  };
  if (channel) channel.onmessage = heard;

  const cookie = (name) => (document.cookie.match(new RegExp(`(?:^|; )${name}=([^;]*)`)) || [])[1] || "";

  class Outcome extends Error {
    constructor(kind, more = {}) {
      super(kind);
      this.kind = kind;
      this.more = more;
    }
  }

  /** Knock at the server in her name; resolves with whatever it answered that is not about who she is. */
  async function knock(method, path, body, headers, person, seconds) {
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), seconds * 1000);
    let answer;
    try {
      answer = await fetch(page.goods + path, {
        method,
        body,
        redirect: "manual",
        signal: stop.signal,
        headers: { ...headers, "X-CSRFToken": cookie(page.csrf), "X-Umeed-Person": person },
      });
    } catch {
      throw new Outcome("later");
    } finally {
      clearTimeout(timer);
    }
    const elsewhere = answer.status === 409 && !answer.headers.has("Upload-Offset");
    if (answer.type === "opaqueredirect" || answer.status === 401 || answer.status === 403 || elsewhere) {
      throw new Outcome("locked");
    }
    if (answer.status >= 500 || answer.status === 429) throw new Outcome("later");
    return answer;
  }

  async function words(answer) {
    let said;
    try {
      said = await answer.json();
    } catch {
      said = {};
    }
    if (!answer.ok) throw new Outcome("refused", said);
    return said;
  }
  const post = async (path, body, person) =>
    words(await knock("POST", path, JSON.stringify(body), { "Content-Type": "application/json" }, person, 60));

  // A file goes in pieces, so that a broken network costs one of them and no more (tus 1.0). Good networks get
  // larger pieces, bad ones smaller.
  const SMALLEST = 16 * 1024;
  const LARGEST = 512 * 1024;
  let piece = 64 * 1024;
  async function upload(path, file) {
    const size = file.blob.size;
    const about = { "Tus-Resumable": "1.0.0", "Upload-Length": String(size) };
    let offset = 0;
    if (file.begun) {
      const answer = await knock("HEAD", path, undefined, about, file.person, 60);
      offset = Number(answer.headers.get("Upload-Offset")) || 0;
    } else if (size > piece) await keepFile({ ...file, begun: true });
    for (let done = false; !done; ) {
      const headers = { ...about, "Upload-Offset": String(offset), "Content-Type": "application/offset+octet-stream" };
      const began = Date.now();
      let answer;
      try {
        answer = await knock("PATCH", path, file.blob.slice(offset, offset + piece), headers, file.person, 90);
      } catch (outcome) {
        piece = Math.max(SMALLEST, piece / 2);
        throw outcome;
      }
      if (answer.status !== 204 && answer.status !== 409) await words(answer);
      const next = Number(answer.headers.get("Upload-Offset"));
      if (answer.status === 409 && next === offset) throw new Outcome("later");
      if (answer.status === 204 && Date.now() - began < 2000) piece = Math.min(LARGEST, piece * 2);
      offset = next;
      done = answer.status === 204 && offset >= size;
    }
  }

  async function sendOne(found) {
    const files = await filesOf(found.key);
    const progress = (done) => alter(found.key, (now) => now && { ...now, sending: true, done, all: files.length });
    let done = files.filter((file) => file.sent).length;
    await progress(done);
    for (const file of files) {
      if (file.sent) continue;
      await upload(`drafts/${found.key}/files/${file.key}/?group=${found.group}&kind=${file.kind}`, file);
      await keepFile({ ...file, sent: true });
      await progress((done += 1));
    }
    const body = {
      ...found.values,
      key: found.key,
      group: found.group,
      draft: found.draftOnly ? "1" : "",
      recipes: {
        ...(found.values.recipes || {}),
        ...Object.fromEntries(files.filter((file) => file.recipe).map((file) => [file.key, file.recipe])),
      },
      photos: [...(found.values.photos || []), ...files.filter((file) => file.kind === "photo").map((file) => file.key)],
      voice: (files.find((file) => file.kind === "voice") || {}).key || found.values.voice || "",
    };
    return post(found.target || `drafts/${found.key}/`, body, found.person);
  }

  async function attempt(found) {
    try {
      const said = await sendOne(found);
      await within("readwrite", ({ drafts, files }) => {
        drafts.put({ ...found, state: "sent", sending: false, refusal: null, values: {}, said, sentAt: Date.now(), changed: Date.now() });
        dropFiles(found.key, files);
      });
      tell();
      return true;
    } catch (outcome) {
      if (!(outcome instanceof Outcome)) throw outcome;
      const lost = outcome.more.missing;
      if (lost) {
        // The server does not have them: they lie here still, so they go once more.
        for (const file of await filesOf(found.key)) if (lost.includes(file.key)) await keepFile({ ...file, sent: false, begun: false });
        outcome.kind = "later";
      }
      const tries = (found.tries || 0) + 1;
      const wait = Math.min(LONGEST_WAIT_MS, 2000 * 2 ** Math.min(tries, 9)) * (0.75 + Math.random() / 2);
      await alter(found.key, (now) => {
        if (!now) return undefined;
        const still = { ...now, sending: false, locked: outcome.kind === "locked", tries, next: Date.now() + wait };
        return outcome.kind === "refused" ? { ...still, state: "refused", refusal: outcome.more } : still;
      });
      return outcome.kind === "refused";
    }
  }

  let timer;
  async function sendAll() {
    for (;;) {
      const whose = me();
      if (!whose || !navigator.onLine) return;
      const waiting = (await draftsOf(whose.id)).filter((each) => each.state === "waiting");
      const due = waiting.filter((each) => (each.next || 0) <= Date.now()).sort((a, b) => a.changed - b.changed);
      if (!due.length) {
        if (waiting.length) {
          const soonest = Math.min(...waiting.map((each) => each.next));
          clearTimeout(timer);
          timer = setTimeout(send, Math.max(500, soonest - Date.now()));
        }
        return;
      }
      if (!(await attempt(due[0])) && !navigator.onLine) return;
    }
  }

  let running = false;
  async function send() {
    if (running || !page.goods) return;
    running = true;
    try {
      if (!navigator.locks) await sendAll();
      else {
        await navigator.locks.request("umeed-goods", { ifAvailable: true }, (lock) => {
          if (lock) return sendAll();
          clearTimeout(timer);
          timer = setTimeout(send, 3000);
          return undefined;
        });
      }
    } finally {
      running = false;
    }
  }

  /** Try all of hers at once: the network is back, a page was opened, she pressed. */
  async function sendNow() {
    const whose = me();
    if (!whose) return;
    const now = Date.now();
    for (const each of await draftsOf(whose.id)) {
      if (each.state === "waiting" && (each.next || each.sending)) await alter(each.key, (row) => row && { ...row, next: 0, sending: false });
      if (each.state === "sent" && now - each.sentAt > KEEP_SENT_MS) await drop(each.key);
    }
    await send();
  }
  addEventListener("online", sendNow);

  // ── The worker, and clearing up ──────────────────────────────────────────────────────────────────────
  if (page.worker && "serviceWorker" in navigator) {
    navigator.serviceWorker.register(page.worker, { scope: page.scope, updateViaCache: "none" }).catch(() => undefined);
  }

  // The page of goods says how many wait here.
  async function count() {
    const box = document.getElementById("waiting");
    const whose = me();
    if (!box || !whose) return;
    const unsent = (await draftsOf(whose.id)).filter((each) => each.state !== "sent");
    box.hidden = !unsent.length;
    box.querySelector("[data-n]").textContent = unsent.length;
  }
  document.addEventListener("goods", count);
  count().catch(() => undefined);

  window.umeedGoods = { me, touch, draft, draftsOf, filesOf, keepFile, dropFile, alter, drop, queue, send, sendNow, within };
  sendNow().catch(() => undefined);
})();
