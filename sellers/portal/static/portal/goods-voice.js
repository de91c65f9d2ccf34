/*
 * Beside goods-add.js: what she says of her goods, recorded on the phone or chosen as a file, and kept there.
 */
(() => {
  "use strict";
  const LONGEST_NOTE_MS = 120000;

  /** Let a note be spoken into the form; ``draft`` is what goods-add.js lets be done with what is kept. */
  function begin(draft) {
    const { form, words, phone, $ } = draft;
    const mic = $("#mic");
    const said = $("#said");
    const player = $("#player");
    const dropVoice = $("#drop-voice");
    let recorder;
    let pressedAt = 0;
    const clock = (ms) => `${Math.floor(ms / 60000)}:${String(Math.floor(ms / 1000) % 60).padStart(2, "0")}`;

    function showVoice(file) {
      player.hidden = dropVoice.hidden = !file;
      if (player.src) URL.revokeObjectURL(player.src);
      if (file) player.src = URL.createObjectURL(file.blob);
      else player.removeAttribute("src");
      said.textContent = file ? words.recorded.replace("0:00", clock(file.ms || 0)) : words.speak;
    }
    async function storeVoice(blob, ms) {
      for (const old of await phone.filesOf(draft.key())) if (old.kind === "voice") await phone.dropFile(draft.key(), old.key);
      const file = { draft: draft.key(), key: draft.uuid(), person: draft.person, kind: "voice", at: Date.now(), sent: false, blob, ms };
      await draft.keep();
      try {
        await phone.keepFile(file);
        showVoice(file);
      } catch (fault) {
        draft.complain(fault);
      }
    }
    async function record() {
      let stream;
      try {
        stream = await navigator.mediaDevices.getUserMedia({ audio: true });
      } catch {
        said.textContent = words.nomic;
        return;
      }
      const type = ["audio/webm;codecs=opus", "audio/mp4", "audio/ogg;codecs=opus"].find((each) => MediaRecorder.isTypeSupported(each));
      recorder = new MediaRecorder(stream, { mimeType: type, audioBitsPerSecond: 16000 });
      const parts = [];
      const began = Date.now();
      const ticking = setInterval(() => {
        said.textContent = `${words.listening} ${clock(Date.now() - began)}`;
        if (Date.now() - began > LONGEST_NOTE_MS) stop();
      }, 250);
      recorder.ondataavailable = (event) => parts.push(event.data);
      recorder.onstop = async () => {
        clearInterval(ticking);
        for (const track of stream.getTracks()) track.stop();
        mic.removeAttribute("aria-pressed");
        recorder = null;
        const ms = Date.now() - began;
        if (ms > 600) await storeVoice(new Blob(parts, { type: (type || "audio/webm").split(";")[0] }), ms);
        else showVoice(null);
      };
      recorder.start(500);
      mic.setAttribute("aria-pressed", "true");
      said.textContent = words.listening;
    }
    function stop() {
      if (recorder?.state === "recording") recorder.stop();
    }
    if (navigator.mediaDevices && "MediaRecorder" in window) {
      // Held: as long as it is held. Pressed shortly: until it is pressed again. A keyboard only presses.
      mic.addEventListener("pointerdown", (event) => {
        mic.setPointerCapture?.(event.pointerId);
        if (recorder) {
          pressedAt = 0;
          stop();
        } else {
          pressedAt = Date.now();
          record();
        }
      });
      for (const name of ["pointerup", "pointercancel"]) {
        mic.addEventListener(name, () => {
          if (pressedAt && Date.now() - pressedAt > 700) stop();
        });
      }
      mic.addEventListener("click", (event) => {
        if (event.detail === 0) recorder ? stop() : record();
      });
      mic.addEventListener("contextmenu", (event) => event.preventDefault());
    } else mic.closest(".mic").hidden = true;
    const voiceFile = $("input[type=file][data-voice]", form);
    voiceFile.removeAttribute("name");
    voiceFile.addEventListener("change", () => {
      const [file] = voiceFile.files;
      if (file && file.size > 2 * 1024 * 1024) draft.error("voice", words.longvoice);
      else if (file) storeVoice(file, 0).then(() => draft.error("voice", ""));
      voiceFile.value = "";
    });
    dropVoice.addEventListener("click", async () => {
      for (const old of await phone.filesOf(draft.key())) if (old.kind === "voice") await phone.dropFile(draft.key(), old.key);
      showVoice(null);
      draft.keepSoon();
    });

    return { show: showVoice };
  }

  window.umeedGoodsVoice = begin;
})();
