/* A tablet that can sell no more: the office has ended it, or its memory was lost. What was never sent is still its to give. */
(() => {
  "use strict";
  const till = (window.till ||= {});
  const { $, say, told, screen, once } = till.ui;

  /** Found again from the copy: it can send what waits, and without its key it cannot write. */
  const is_lost = () => Boolean(till.device && !till.device.keys);
  const read = () => Promise.all(["device", "bundle", "revoked"].map(till.store.get));

  /** Put what the copy has into the empty database. */
  async function restore({ device, entries: left }) {
    await till.store.run(["kept", "entries"], "readwrite", ({ kept, entries }) => {
      for (const each of left) entries.put(each);
      if (device) kept.put(device, "device");
      else kept.put({ till: null, at: till.chain.stamp() }, "revoked");
    });
  }

  /** Return what is kept of device, bundle and revocation, after database and copy were brought to agree. */
  async function look() {
    const [device, bundle, revoked] = await read();
    if (!till.is_mine) return [device, bundle, revoked];
    if (device?.keys) {
      const entries = await till.store.entries();
      await till.copy.agree(device, entries.filter(({ state }) => state !== "kept"));
    } else if (!device && !revoked) {
      const found = await till.copy.read();
      if (found.device || found.entries.length) await restore(found);
      return read();
    }
    return [device, bundle, revoked];
  }

  function draw() {
    const left = till.book.left().length;
    const waits = is_lost() ? till.book.waiting().length : 0;
    $("ended-title").textContent = say(is_lost() ? "lost_title" : "revoked_title");
    $("ended-said").textContent = is_lost() ? say("lost_said") : told(till.rescue, say("said-device-revoked"));
    $("ended-wiped").hidden = is_lost();
    $("ended-left").hidden = !left;
    $("ended-left-text").textContent = say(waits ? (waits === 1 ? "lost_one" : "lost_wait") : left === 1 ? "rescue_one" : "rescue", { n: waits || left });
    $("ended-none").hidden = !is_lost() || left > 0;
    $("ended-file").hidden = !left;
    till.store.get("exported").then((done) => ($("ended-pair").disabled = left > 0 && done !== left));
  }
  function show() {
    screen("ended");
    draw();
  }

  till.revoked = async (said) => {
    await till.sync.forget({ whole: false });
    till.rescue = { ...(await till.store.get("revoked")), code: said.code, message: said.message };
    till.show();
  };
  $("ended-file").addEventListener("click", once(async () => {
    await till.day.export_file();
    draw();
  }));
  $("ended-pair").addEventListener("click", () => screen("pair"));

  till.ended = { is_lost, look, show, redraw: () => till.ui.at() === "ended" && draw() };
})();
