/*
 * Beside goods-add.js: each photograph is looked at when it is taken (too dark, blurred), and made better with big
 * buttons. What is done is a recipe beside the photograph; the photograph itself goes as it came. Works offline.
 */
(() => {
  "use strict";
  const better = window.umeedPicture;
  const pen = document.getElementById("pen");
  const troubles = document.getElementById("troubles");
  if (!better || !pen || !troubles || !pen.showModal) return;
  const SIDE = 480;
  const [before, after] = [document.getElementById("pen-came"), document.getElementById("pen-made")];
  const copy = (from, to) => {
    [to.width, to.height] = [from.width, from.height];
    to.getContext("2d").drawImage(from, 0, 0);
  };

  /** Say what is wrong with each photograph that stands in the form, in their order. */
  function say() {
    troubles.textContent = "";
    document.querySelectorAll("#shots .shot").forEach((shot, place) => {
      const found = shot.dataset.trouble && document.getElementById(`trouble-${shot.dataset.trouble}`);
      if (!found) return;
      const told = found.content.firstElementChild.cloneNode(true);
      const words = told.querySelector("b");
      words.textContent = words.textContent.replace("9", place + 1);
      troubles.append(told);
    });
  }

  const longest = (picture) => Math.max(picture.naturalWidth || picture.width, picture.naturalHeight || picture.height);
  const ENOUGH = 512;

  /** Look at a picture after its recipe. On a small copy of one that is with us only its light can be told. */
  function judge(shot, picture, recipe) {
    const { trouble } = better.measure(better.draw(picture, recipe, 1024));
    const keeps = longest(picture) < ENOUGH && trouble !== "dark";
    shot.dataset.trouble = keeps ? (shot.dataset.trouble === "blurred" ? "blurred" : "") : trouble;
    say();
  }

  let open;
  function draw() {
    copy(better.draw(open.picture, open.recipe, SIDE), after);
  }
  for (const button of pen.querySelectorAll("[data-press]")) {
    button.addEventListener("click", () => {
      const { picture } = open;
      const [width, height] = [picture.naturalWidth || picture.width, picture.naturalHeight || picture.height];
      open.recipe = better.press(open.recipe, button.dataset.press, width, height);
      draw();
    });
  }
  document.getElementById("pen-done").addEventListener("click", () => pen.close());
  pen.addEventListener("close", () => {
    const words = better.write(open.recipe);
    const small = better.draw(open.picture, open.recipe, 320);
    judge(open.shot, open.picture, open.recipe);
    small.toBlob((blob) => {
      const image = open.shot.querySelector("img");
      image.src = URL.createObjectURL(blob);
      image.onload = () => URL.revokeObjectURL(image.src);
      open.done(words);
    }, "image/jpeg", 0.75);
  });

  /** Open the editor on a photograph; ``done(words)`` is called with the recipe when it closes. */
  function edit(shot, picture, words, done) {
    open = { shot, picture, recipe: better.read(words), done };
    copy(better.turned(picture, 0, SIDE), before);
    draw();
    pen.showModal();
  }

  window.umeedShots = { edit, say };
})();
