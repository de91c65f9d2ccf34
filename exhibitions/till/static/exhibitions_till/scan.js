/*
 * Reading codes: by the camera, where the browser can; by a scanner that types like a keyboard, whatever has the focus.
 * A scanner is told from a hand by its speed, and what it typed into a field is taken out again.
 */
(() => {
  "use strict";
  const till = (window.till ||= {});
  const { $, say, tell } = till.ui;
  /** A hand is slower than this from sign to sign, on the whole; a pause ends whatever was being typed. */
  const FAST_MS = 60;
  const PAUSE_MS = 250;
  const SHORTEST = 4;
  const EVERY_MS = 150;

  let typed = "";
  let first = 0;
  let last = 0;
  let field = null;
  let before = "";
  addEventListener(
    "keydown",
    (event) => {
      if (event.ctrlKey || event.altKey || event.metaKey) return;
      const goes_on = event.timeStamp - last < PAUSE_MS;
      last = event.timeStamp;
      if (event.key.length === 1) {
        if (!goes_on || !typed) {
          typed = "";
          first = event.timeStamp;
          field = event.target.matches?.("input") ? event.target : null;
          before = field ? field.value : "";
        }
        typed += event.key;
      } else if (event.key === "Enter") {
        const text = typed;
        typed = "";
        if (!goes_on || text.length < SHORTEST || event.timeStamp - first > FAST_MS * text.length || !till.cashier) return;
        event.preventDefault();
        event.stopPropagation();
        if (field) {
          field.value = before;
          field.dispatchEvent(new Event("input", { bubbles: true }));
        }
        till.scanned(text);
      }
    },
    true,
  );

  let stream = null;
  let seen;
  function stop() {
    stream?.getTracks().forEach((track) => track.stop());
    stream = null;
    $("video").srcObject = null;
  }
  /** Look through the camera until the dialog is shut; ``found`` gets each code once and says whether to go on. */
  async function look(found) {
    if (!("BarcodeDetector" in window)) return tell(say("no_camera"), "warn");
    try {
      stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
    } catch {
      return tell(say("no_camera"), "warn");
    }
    const formats = await window.BarcodeDetector.getSupportedFormats();
    const detector = new window.BarcodeDetector({ formats: ["qr_code", "ean_13", "code_128"].filter((each) => formats.includes(each)) });
    till.ui.open("camera");
    const video = $("video");
    video.srcObject = stream;
    await video.play();
    seen = new Set();
    while (stream) {
      for (const { rawValue } of await detector.detect(video).catch(() => [])) {
        if (seen.has(rawValue)) continue;
        seen.add(rawValue);
        navigator.vibrate?.(60);
        if (!found(rawValue)) return till.ui.close("camera");
      }
      await new Promise((go) => setTimeout(go, EVERY_MS));
    }
    return undefined;
  }
  $("camera").addEventListener("close", stop);

  till.scan = { look };
})();
