/* A sheet counted with a scanner that types, or with the camera. What the sheet knows (SKUs, labels of before) is
   counted here at once; anything else goes to the server, which knows every label. Without this script each scan
   sends the sheet, which comes back one further. */
(() => {
  "use strict";
  const form = document.querySelector("[data-scanner]");
  const field = form?.querySelector("[data-scan]");
  if (!field) return;
  const sheet = form.hasAttribute("data-sheet");
  const rows = [...form.querySelectorAll("[data-row]")];
  const total = form.querySelector("[data-total]");
  const done = form.querySelector("[data-done]");
  const plain = (text) => {
    const part = text.trim().split("?")[0].split("/").filter(Boolean).pop() ?? "";
    return part.toUpperCase().replace(/[^A-Z0-9]/g, "");
  };
  const known = new Map();
  for (const row of rows)
    for (const word of row.dataset.codes.split(" ")) if (word) known.set(plain(word), { row, word });

  const sum = () => {
    if (total) total.textContent = rows.reduce((all, row) => all + (parseInt(row.querySelector("[data-n]").value, 10) || 0), 0);
  };
  const step = (row, by) => {
    const count = row.querySelector("[data-n]");
    count.value = Math.max((parseInt(count.value, 10) || 0) + by, 0);
    row.classList.add("done");
    sum();
  };
  const tell = (row) => {
    if (!done) return;
    done.hidden = false;
    done.querySelector("span").textContent = `${row.querySelector("b").textContent}: ${row.querySelector("[data-n]").value}`;
  };

  /** Count what was read, where the sheet knows it; false where the server must be asked. */
  function counted(text) {
    const code = plain(text);
    const hit = known.get(code);
    if (!hit) return false;
    const labels = hit.row.querySelector("[data-labels]");
    const isLabel = code === hit.word && code.length === 12 && hit.row.dataset.codes.split(" ").indexOf(code) > 0;
    if (isLabel) {
      if (plain(labels.value.replace(/\s/g, "")).includes(code)) return true;
      labels.value = `${labels.value.trim()}\n${code}`.trim();
    }
    step(hit.row, 1);
    tell(hit.row);
    return true;
  }

  if (sheet) {
    field.addEventListener("keydown", (event) => {
      if (event.key !== "Enter") return;
      if (!field.value.trim() || counted(field.value)) {
        event.preventDefault();
        field.value = "";
      }
    });
    form.addEventListener("click", (event) => {
      const button = event.target.closest("[data-by]");
      if (!button) return;
      event.preventDefault();
      step(button.closest("[data-row]"), Number(button.dataset.by));
    });
    form.addEventListener("input", sum);
  }

  const box = form.querySelector("[data-camera]");
  if (!box || !("BarcodeDetector" in window) || !navigator.mediaDevices?.getUserMedia) return;
  const video = box.querySelector("video");
  const said = box.querySelector("[data-said]");
  const open = box.querySelector("[data-open]");
  let stopped = false;
  let last = "";
  box.hidden = false;

  function read(text) {
    navigator.vibrate?.(80);
    field.value = text;
    if (sheet && counted(text)) {
      field.value = "";
      return true;
    }
    stopped = true;
    for (const track of video.srcObject.getTracks()) track.stop();
    form.requestSubmit(form.querySelector('[name="add"]') ?? undefined);
    return false;
  }

  async function look(detector) {
    while (!stopped) {
      const found = video.readyState >= 2 ? await detector.detect(video).catch(() => []) : [];
      const text = found[0]?.rawValue ?? "";
      if (text && text !== last && !read(text)) return;
      last = text;
      await new Promise((resolve) => setTimeout(resolve, 150));
    }
  }

  open.addEventListener("click", async () => {
    try {
      const can = await BarcodeDetector.getSupportedFormats();
      const formats = ["code_128", "qr_code", "ean_13"].filter((each) => can.includes(each));
      video.srcObject = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
      video.classList.add("on");
      await video.play();
      open.hidden = true;
      await look(new BarcodeDetector({ formats }));
    } catch (fault) {
      said.textContent = fault.message;
    }
  });
  window.addEventListener("pagehide", () => {
    stopped = true;
  });
})();
