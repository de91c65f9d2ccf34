/* One visit on the phone: the checklist, made from its pack, keeping itself as she works. */
(() => {
  "use strict";
  const vault = window.umeedVault;
  const camera = window.umeedCamera;
  const said = {};
  for (const each of document.getElementById("words").content.children) said[each.dataset.word] = each.textContent;
  const most = Number(document.body.dataset.photosMost);

  /** Make an element: attributes, then children; a string is text. */
  function h(tag, about = {}, ...children) {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(about)) {
      if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
      else if (value === true) made.setAttribute(name, "");
      else if (value !== false && value !== undefined && value !== null) made.setAttribute(name, value);
    }
    made.append(...children.filter((each) => each !== null && each !== undefined));
    return made;
  }
  const filled = (word, values) => said[word].replace(/\{(\w+)\}/g, (_all, name) => values[name]);
  const clock = (iso) => new Date(iso).toLocaleTimeString("en-IN", { hour: "2-digit", minute: "2-digit", hour12: false });

  /** ``hand`` = {changed, queue}: what the page does when a visit was changed, and when it is done. */
  function draw(root, visit, hand) {
    const { pack, draft } = visit;
    draft.answers ||= {};
    const errors = new Map();
    let soon;
    let writing = Promise.resolve();
    const write = (more) => {
      clearTimeout(soon);
      writing = writing.catch(() => undefined).then(() => vault.keep(visit, more)).then(hand.changed, (fault) => {
        hand.trouble(fault);
        throw fault;
      });
      return writing;
    };
    const writeSoon = () => {
      clearTimeout(soon);
      soon = setTimeout(() => write().catch(() => undefined), 250);
    };
    const begun = () => {
      draft.started_at ||= new Date().toISOString();
    };
    const set = (name, value) => {
      begun();
      draft[name] = value;
      writeSoon();
    };
    const fault = (name) => {
      const box = h("p", { class: "err", id: `error-${name}`, hidden: true });
      errors.set(name, box);
      return box;
    };
    const field = (name, label, input, hint) =>
      h("div", { class: "fieldbox" }, h("label", { class: "l", for: name }, label), input, hint ? h("small", { id: `${name}-hint` }, hint) : null, fault(name));
    const typed = (name, label, about = {}, hint = "") =>
      field(name, label, h(about.rows ? "textarea" : "input", {
        class: "field", id: name, name, autocomplete: "off", "aria-describedby": hint ? `${name}-hint` : `error-${name}`, ...about, oninput: (event) => set(name, event.target.value),
      }), hint);

    // ── Lines of the checklist ─────────────────────────────────────────────────────────────────────────
    const answer = (code) => (draft.answers[code] ||= { value: "", note: "" });
    const answered = (code, part, value) => {
      begun();
      answer(code)[part] = value;
      writeSoon();
    };
    const radios = (name, code, options) =>
      h("div", { class: "picks" }, ...options.map(([value, label], place) =>
        h("label", { class: "opt" },
          h("input", { type: "radio", name, id: place ? undefined : name, value, checked: answer(code).value === value, onchange: () => answered(code, "value", value) }),
          h("span", {}, label))));
    function line(asked) {
      const name = `answer-${asked.code}`;
      const about = [asked.limit && filled("limit", asked), asked.method].filter(Boolean).join(" · ");
      const note = h("details", { class: "more", open: Boolean(answer(asked.code).note) }, h("summary", {}, said.note_line),
        h("input", { class: "field", name: `note-${asked.code}`, "aria-label": `${asked.name}: ${said.note_line}`, maxlength: 300, value: answer(asked.code).note,
          oninput: (event) => answered(asked.code, "note", event.target.value) }));
      const title = [asked.name, asked.unit ? `, ${asked.unit}` : "", asked.critical ? ` · ${said.critical}` : ""].join("");
      if (asked.kind === "boolean" || asked.kind === "enumeration") {
        const options = asked.kind === "boolean" ? [["yes", said.yes], ["no", said.no]] : asked.choices;
        return h("fieldset", { class: "line" }, h("legend", {}, title), about ? h("small", {}, about) : null, radios(name, asked.code, options), fault(name), note);
      }
      const input = h("input", { class: "field", id: name, name, inputmode: asked.kind === "count" ? "numeric" : "decimal", autocomplete: "off",
        value: answer(asked.code).value, "aria-describedby": `error-${name}`, oninput: (event) => answered(asked.code, "value", event.target.value) });
      return h("div", { class: "line" }, h("label", { class: "l", for: name }, title), about ? h("small", {}, about) : null, input, fault(name), note);
    }

    // ── Photographs ────────────────────────────────────────────────────────────────────────────────────
    async function take(file, code, shots) {
      if (visit.photos.length >= most) return complain("photos", filled("too_many", { most }));
      let bytes;
      try {
        bytes = await camera.small(file);
      } catch {
        return complain("photos", said.no_photo);
      }
      begun();
      const made = { file: crypto.randomUUID(), code, taken_at: new Date().toISOString(), place: camera.here(), sent: false };
      visit.photos.push(made);
      await write({ taken: [{ file: made.file, bytes }] });
      complain("photos", "");
      await show(made, shots);
      return undefined;
    }
    async function show(made, shots) {
      const blob = await vault.photo(made.file);
      if (!blob) return;
      const image = h("img", { alt: `${said.photo}, ${clock(made.taken_at)}`, src: URL.createObjectURL(blob), onload: (event) => URL.revokeObjectURL(event.target.src) });
      const shot = h("figure", { class: "shot" }, image, h("figcaption", {}, clock(made.taken_at), made.place ? ` · ±${made.place.accuracy_m} m` : ""),
        h("button", { type: "button", class: "btn line sm", onclick: async () => {
          visit.photos = visit.photos.filter((each) => each.file !== made.file);
          shot.remove();
          await write({ dropped: [made.file] });
        } }, said.leave_out));
      shots.append(shot);
    }
    let taking = Promise.resolve();
    function slot({ code, label, required }) {
      const shots = h("div", { class: "shots" });
      const id = `photo-${code || "more"}`;
      const input = h("input", { type: "file", id, accept: "image/*", capture: "environment", class: "field", "data-photo": code, onchange: (event) => {
        const files = [...event.target.files];
        event.target.value = "";
        root.dataset.busy = "";
        taking = taking.then(async () => {
          for (const each of files) await take(each, code, shots);
        }).catch(() => undefined).finally(() => delete root.dataset.busy);
      } });
      for (const each of visit.photos.filter((one) => one.code === code)) taking = taking.then(() => show(each, shots)).catch(() => undefined);
      return h("div", { class: "line" }, h("label", { class: "l", for: id }, label + (required ? "" : ` (${said.optional})`)), shots, input);
    }

    // ── Errors, and being done ─────────────────────────────────────────────────────────────────────────
    function complain(name, words) {
      const box = errors.get(name);
      if (!box) return;
      box.textContent = words;
      box.hidden = !words;
    }
    function missing() {
      const found = {};
      if (!draft.outcome) found.outcome = said.need_outcome;
      if (draft.outcome === "not-possible" && !(draft.note || "").trim()) found.note = said.need_why;
      if (draft.outcome !== "seen") return found;
      for (const each of pack.asked) if (!answer(each.code).value.trim()) found[`answer-${each.code}`] = filled("need_answer", each);
      for (const each of pack.photos) {
        if (each.required && !visit.photos.some((one) => one.code === each.code)) found.photos = filled("need_photo", each);
      }
      if (pack.plan && !/^\d{1,6}$/.test((draft.nonconforming || "").trim())) found.nonconforming = said.need_count;
      if (pack.sample) {
        for (const name of ["seal", "sample_quantity", "sample_unit"]) if (!(draft[name] || "").trim()) found[name] = said[`need_${name}`];
      }
      return found;
    }
    function tell(found) {
      for (const name of errors.keys()) complain(name, found[name] || "");
      const first = Object.keys(found).map((name) => root.querySelector(`[name="${name}"], #${CSS.escape(name)}, #error-${CSS.escape(name)}`)).find(Boolean);
      first?.scrollIntoView({ block: "center" });
      first?.focus?.();
    }
    async function done(event) {
      event.preventDefault();
      await taking;
      const found = missing();
      tell(found);
      if (Object.keys(found).length) return;
      begun();
      draft.ended_at = new Date().toISOString();
      clearTimeout(soon);
      await writing.catch(() => undefined);
      await hand.queue(visit);
    }

    // ── The form ───────────────────────────────────────────────────────────────────────────────────────
    const seen = h("div", { class: "stack", hidden: draft.outcome !== "seen" });
    const choose = (value) => {
      set("outcome", value);
      seen.hidden = value !== "seen";
    };
    const outcome = h("fieldset", { class: "line" }, h("legend", {}, said.outcome), h("div", { class: "picks" }, ...["seen", "not-possible"].map((value) =>
      h("label", { class: "opt" }, h("input", { type: "radio", name: "outcome", value, checked: draft.outcome === value, onchange: () => choose(value) }), h("span", {}, said[value])))), fault("outcome"));
    if (pack.plan) {
      seen.append(h("p", { class: "note calm" }, h("span", {}, filled("plan", { ...pack.plan, lot: pack.quantity }))));
      seen.append(typed("nonconforming", said.nonconforming, { inputmode: "numeric", value: draft.nonconforming || "" }));
    } else if (pack.pieces) seen.append(h("p", { class: "note calm" }, h("span", {}, filled("pieces", { n: pack.pieces, lot: pack.quantity }))));
    seen.append(...pack.asked.map(line), ...pack.photos.map(slot), slot({ code: "", label: said.more_photos, required: false }), fault("photos"));
    if (pack.sample) {
      const unit = h("select", { class: "field", id: "sample_unit", name: "sample_unit", onchange: (event) => set("sample_unit", event.target.value) },
        h("option", { value: "" }, "–"), ...pack.units.map(([value, label]) => h("option", { value, selected: draft.sample_unit === value }, label)));
      seen.append(h("fieldset", { class: "line" }, h("legend", {}, said.sample), h("small", {}, said.sample_hint),
        typed("seal", said.seal, { value: draft.seal || "", autocapitalize: "characters", maxlength: 20 }),
        typed("sample_quantity", said.sample_quantity, { inputmode: "decimal", value: draft.sample_quantity || "" }), field("sample_unit", said.sample_unit, unit)));
    }
    const place = h("p", { class: "muted", role: "status" }, draft.place ? filled("placed", draft.place) : said.no_place);
    const locate = h("button", { type: "button", class: "btn line sm", onclick: async () => {
      place.textContent = said.locating;
      const found = await camera.locate();
      if (found) set("place", found);
      place.textContent = found ? filled("placed", found) : said.not_placed;
    } }, said.locate);
    const note = typed("note", said.note, { rows: 3, maxlength: 1000 });
    note.querySelector("textarea").value = draft.note || "";
    const form = h("form", { class: "stack", id: "report", novalidate: true, onsubmit: done },
      outcome, seen, h("div", { class: "line" }, place, locate), note, fault("ended_at"), h("button", { class: "btn big", name: "done" }, said.done));
    root.replaceChildren(form);
    if (visit.refusal?.errors) tell(visit.refusal.errors);
    return () => write();
  }

  window.umeedChecklist = { draw, h, said, filled, clock };
})();
