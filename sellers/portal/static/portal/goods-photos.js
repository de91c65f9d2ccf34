/*
 * Beside goods-add.js: the photographs of goods that are added or mended, taken, made small and kept on the phone.
 */
(() => {
  "use strict";
  const SIDE = 1600;
  const THUMB = 320;
  const MOST_PHOTOS = 8;

  /** Let photographs be taken into the form; ``draft`` is what goods-add.js lets be done with what is kept. */
  function begin(draft) {
    const { form, words, phone, $ } = draft;
    const { decoded, encoded } = window.umeedShrink;
    const shots = $("#shots");
    const count = () => shots.querySelectorAll(".shot").length;

    const pens = window.umeedShots;
    function show(file) {
      const shot = $("#shot").content.firstElementChild.cloneNode(true);
      const image = $("img", shot);
      image.alt = words.photo.replace("9", count() + 1);
      image.src = URL.createObjectURL(file.thumb || file.blob);
      image.onload = () => URL.revokeObjectURL(image.src);
      shot.dataset.trouble = file.trouble || "";
      $("[data-pen]", shot).hidden = !pens;
      $("[data-pen]", shot).addEventListener("click", async () => {
        const held = (await phone.filesOf(draft.key())).find((each) => each.key === file.key) || file;
        pens.edit(shot, await decoded(held.blob), held.recipe, async (recipe) => {
          const thumb = await encoded(window.umeedPicture.draw(await decoded(held.blob), window.umeedPicture.read(recipe), THUMB), THUMB, 0.7);
          await phone.keepFile({ ...held, recipe, thumb, trouble: shot.dataset.trouble });
          draft.keepSoon();
        });
      });
      $(".drop", shot).addEventListener("click", async () => {
        shot.remove();
        pens?.say();
        await phone.dropFile(draft.key(), file.key);
        draft.keepSoon();
        draft.steps();
      });
      shots.insertBefore(shot, $(".add", shots));
      pens?.say();
    }

    async function take(file) {
      if (count() >= MOST_PHOTOS) return;
      let picture;
      try {
        picture = await decoded(file);
      } catch {
        draft.error("photos", words.nophoto);
        return;
      }
      const made = { draft: draft.key(), key: draft.uuid(), person: draft.person, kind: "photo", at: Date.now(), sent: false };
      made.blob = await encoded(picture, SIDE, 0.8);
      made.thumb = await encoded(picture, THUMB, 0.7);
      made.trouble = window.umeedPicture?.measure(picture).trouble || "";
      picture.close?.();
      await draft.keep();
      try {
        await phone.keepFile(made);
      } catch (fault) {
        draft.complain(fault);
        return;
      }
      draft.error("photos", "");
      show(made);
      draft.steps();
    }

    let taking = Promise.resolve();
    for (const input of form.querySelectorAll("input[type=file][data-photo]")) {
      input.removeAttribute("name");
      input.addEventListener("change", () => {
        const files = [...input.files];
        input.value = "";
        form.dataset.busy = "";
        taking = taking.then(async () => {
          for (const file of files) await take(file);
        }).finally(() => delete form.dataset.busy);
      });
    }
    for (const each of shots.querySelectorAll("[data-drop]")) {
      each.addEventListener("click", () => {
        each.closest(".shot").remove();
        pens?.say();
        draft.keepSoon();
        draft.steps();
      });
    }
    // Photographs that are with us already: the server has looked at them; edited from how they came.
    for (const shot of shots.querySelectorAll(".shot[data-ref]")) {
      const button = $("[data-pen]", shot);
      const recipe = form.elements[`recipe-${shot.dataset.ref}`];
      button.hidden = !pens;
      button.addEventListener("click", async () => {
        const came = new Image();
        came.src = shot.dataset.came;
        await came.decode();
        pens.edit(shot, came, recipe.value, (words) => {
          recipe.value = words;
          draft.keepSoon();
        });
      });
    }

    /** ``settled``: after the last photograph that was chosen is kept. */
    return { show, count, settled: () => taking };
  }

  window.umeedGoodsPhotos = begin;
})();
