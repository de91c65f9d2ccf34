/* The hub's camera: reads the next label and sends it, where the browser knows how to read codes. A scanner that
   types ends with Enter, and that sends the form by itself. */
(() => {
  "use strict";
  const form = document.querySelector("[data-scanner]");
  const field = form?.querySelector("[data-scan]");
  if (!field) return;
  field.focus();
  const box = form.querySelector("[data-camera]");
  if (!("BarcodeDetector" in window) || !navigator.mediaDevices?.getUserMedia) return;

  const video = box.querySelector("video");
  const said = box.querySelector("[data-said]");
  const open = box.querySelector("[data-open]");
  const KEPT = "parcels.camera";
  let stopped = false;
  box.hidden = false;

  async function look(detector) {
    while (!stopped) {
      const found = video.readyState >= 2 ? await detector.detect(video).catch(() => []) : [];
      if (found.length) {
        stopped = true;
        field.value = found[0].rawValue;
        navigator.vibrate?.(80);
        for (const track of video.srcObject.getTracks()) track.stop();
        form.requestSubmit();
        return;
      }
      await new Promise((resolve) => setTimeout(resolve, 150));
    }
  }

  async function start() {
    try {
      const known = await BarcodeDetector.getSupportedFormats();
      const formats = ["code_128", "qr_code"].filter((each) => known.includes(each));
      video.srcObject = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
      video.classList.add("on");
      await video.play();
      open.hidden = true;
      sessionStorage.setItem(KEPT, "1");
      await look(new BarcodeDetector({ formats }));
    } catch (fault) {
      sessionStorage.removeItem(KEPT);
      said.textContent = fault.message;
    }
  }

  open.addEventListener("click", start);
  window.addEventListener("pagehide", () => {
    stopped = true;
  });
  if (sessionStorage.getItem(KEPT)) start();
})();
