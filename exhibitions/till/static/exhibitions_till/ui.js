/* Small tools of the pages: words in the page's language, elements, dialogs, a line that says what happened. */
(() => {
  "use strict";
  const till = (window.till ||= {});
  const $ = (id) => document.getElementById(id);
  const words = Object.fromEntries([...$("words").content.querySelectorAll("[data-word]")].map((each) => [each.dataset.word, each.textContent]));

  const say = (word, values = {}) => (words[word] ?? word).replace(/\{(\w+)\}/g, (_all, name) => values[name] ?? "");

  /**
   * What the server said, in the page's language: it speaks English, so that elsewhere its code says it first and its
   * own words stand behind as what it is about. ``kind``: "said" for a refusal, "flag" for what staff will look at.
   */
  function told({ code = "", message = "" }, otherwise = "", kind = "said") {
    const ours = words[`${kind}-${code}`];
    if (!ours || (message && document.documentElement.lang === "en")) return message || ours || otherwise;
    return message ? `${ours} (${message})` : ours;
  }

  /** An element with its marks (``onclick`` and the like listen), and what is in it. */
  function h(name, marks = {}, ...inside) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(marks)) {
      if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
      else if (value !== null && value !== undefined && value !== false) made.setAttribute(key, value === true ? "" : value);
    }
    made.append(...inside.flat().filter((each) => each !== null && each !== undefined && each !== false));
    return made;
  }
  function icon(name, flip = false) {
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    svg.setAttribute("class", flip ? "ic flip" : "ic");
    svg.setAttribute("aria-hidden", "true");
    const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
    use.setAttribute("href", `${document.body.dataset.icons}#${name}`);
    svg.append(use);
    return svg;
  }
  const note = (kind, text, name = "warn") => h("p", { class: `note ${kind}` }, icon(name), h("span", {}, text));

  /** Money is read from left to right in every language. */
  const money = (paise, marks = {}) => h("bdi", marks, till.money.rupees(paise));

  /** Day and time as people here say them, in Latin figures. */
  const LOCALES = { en: "en-IN", hi: "hi-IN", ur: "ur-IN" };
  function moment(text) {
    const form = { day: "numeric", month: "short", hour: "numeric", minute: "2-digit", timeZone: "Asia/Kolkata", numberingSystem: "latn" };
    return new Intl.DateTimeFormat(LOCALES[document.documentElement.lang], form).format(new Date(text));
  }

  /** A day, written "2026-11-23", as people here say it. */
  const day = (text) => new Intl.DateTimeFormat(LOCALES[document.documentElement.lang], { day: "numeric", month: "short", timeZone: "UTC", numberingSystem: "latn" }).format(new Date(text));

  let hide;
  function tell(text, kind = "") {
    const line = $("told");
    clearTimeout(hide);
    line.className = `note ${kind}`;
    line.textContent = text;
    line.hidden = false;
    // A dialog stands above everything else: what is said must stand in it.
    ([...document.querySelectorAll("dialog[open]")].pop() || document.body).append(line);
    hide = setTimeout(() => (line.hidden = true), 6000);
  }
  /** The worst that can be said here: the tablet could not keep something. */
  till.unkept = (fault) => {
    console.error(fault);
    tell(say("unkept"), "bad");
  };

  function open(id) {
    const box = $(id);
    if (!box.open) box.showModal();
    return box;
  }
  function close(id) {
    if (id) $(id).close();
    else document.querySelectorAll("dialog[open]").forEach((each) => each.close());
  }
  document.addEventListener("click", ({ target }) => {
    if (target.closest?.("[data-close]")) target.closest("dialog").close();
  });

  /** One of the page's screens; the others are hidden. */
  function screen(name) {
    close();
    document.querySelectorAll("[data-screen]").forEach((each) => (each.hidden = each.dataset.screen !== name));
    document.body.dataset.at = name;
  }
  const at = () => document.body.dataset.at;

  /** A button that does one thing at a time: a second press while the first is being kept does nothing. */
  function once(work) {
    let is_busy = false;
    return async (event) => {
      event?.preventDefault();
      if (is_busy) return;
      is_busy = true;
      try {
        await work(event);
      } catch (fault) {
        till.unkept(fault);
      } finally {
        is_busy = false;
      }
    };
  }

  till.ui = { $, say, told, h, icon, note, money, moment, day, tell, open, close, screen, at, once };
})();
