/*
 * The photo desk's editor: what the fields say is drawn at once; a frame is dragged over the picture, a tap says
 * what is grey. Without this the fields and buttons are sent, and the server draws.
 */
(() => {
  "use strict";
  const form = document.getElementById("recipe");
  const { umeedPicture: better } = window;
  if (!form || !better) return;
  const came = document.getElementById("came");
  const made = document.getElementById("made");
  const field = (name) => form.elements[name];
  const EDGES = ["left", "top", "right", "bottom"];
  const caption = document.getElementById("made-h");
  let begun = null;
  // Drawn from what is larger than what is shown: a part of a small picture has lost its darkest and lightest
  // grains, and would be stretched otherwise than the picture that is kept. Its address is our own; what is
  // shown may come from a bucket, whose pixels nobody may read.
  const picture = new Image();
  const board = document.createElement("canvas");
  const result = document.createElement("canvas");

  function recipe() {
    const crop = EDGES.map((name, place) => (field(name).value === "" ? [0, 0, 1000, 1000][place] : Number(field(name).value)));
    const isRight = crop[2] - crop[0] >= 100 && crop[3] - crop[1] >= 100 && Math.min(...crop) >= 0 && Math.max(...crop) <= 1000;
    const white = field("white").value;
    return {
      turns: Number(field("turns").value),
      crop: isRight ? crop : null,
      white: white === "point" ? [Number(field("grey_x").value), Number(field("grey_y").value)] : white || null,
      exposure: Number(field("exposure").value),
      levels: field("levels").checked,
    };
  }
  function fill(next) {
    field("turns").value = next.turns;
    (next.crop || [0, 0, 1000, 1000]).forEach((value, place) => {
      field(EDGES[place]).value = value;
    });
    field("white").value = Array.isArray(next.white) ? "point" : next.white || "";
    if (Array.isArray(next.white)) [field("grey_x").value, field("grey_y").value] = next.white;
    field("exposure").value = next.exposure;
    field("levels").checked = next.levels;
  }

  function draw() {
    const now = recipe();
    const whole = better.turned(picture, now.turns, 480);
    [board.width, board.height] = [whole.width, whole.height];
    const pen = board.getContext("2d");
    pen.drawImage(whole, 0, 0);
    if (now.crop) {
      const [left, top, right, bottom] = now.crop.map((value, place) => (value * (place % 2 ? board.height : board.width)) / 1000);
      pen.fillStyle = "#0009";
      pen.beginPath();
      pen.rect(0, 0, board.width, board.height);
      pen.rect(left, top, right - left, bottom - top);
      pen.fill("evenodd");
      pen.strokeStyle = "#fff";
      pen.lineWidth = 2;
      pen.strokeRect(left + 1, top + 1, right - left - 2, bottom - top - 2);
    }
    if (Array.isArray(now.white)) {
      const [x, y] = [(now.white[0] * board.width) / 1000, (now.white[1] * board.height) / 1000];
      pen.lineWidth = 4;
      for (const colour of ["#000", "#fff"]) {
        pen.strokeStyle = colour;
        pen.beginPath();
        pen.arc(x, y, 9, 0, 7);
        pen.stroke();
        pen.lineWidth = 2;
      }
    }
    begun ??= better.write(now);
    if (better.write(now) !== begun) caption.textContent = caption.dataset.after;
    const drawn = better.draw(picture, now, 480);
    [result.width, result.height] = [drawn.width, drawn.height];
    result.getContext("2d").drawImage(drawn, 0, 0);
  }
  let soon;
  const drawSoon = () => {
    cancelAnimationFrame(soon);
    soon = requestAnimationFrame(draw);
  };

  const spot = (event) => {
    const box = board.getBoundingClientRect();
    const within = (value) => Math.round(Math.min(1, Math.max(0, value)) * 1000);
    return [within((event.clientX - box.left) / box.width), within((event.clientY - box.top) / box.height)];
  };
  let from;
  function listen() {
    board.addEventListener("pointerdown", (event) => {
      from = spot(event);
      board.setPointerCapture(event.pointerId);
    });
    board.addEventListener("pointermove", (event) => {
      if (!from || field("white").value === "point") return;
      const to = spot(event);
      const box = [Math.min(from[0], to[0]), Math.min(from[1], to[1]), Math.max(from[0], to[0]), Math.max(from[1], to[1])];
      if (box[2] - box[0] >= 100 && box[3] - box[1] >= 100) fill({ ...recipe(), crop: box });
      drawSoon();
    });
    board.addEventListener("pointerup", (event) => {
      if (from && field("white").value === "point") fill({ ...recipe(), white: spot(event) });
      from = null;
      drawSoon();
    });

    form.addEventListener("input", drawSoon);
    form.addEventListener("click", (event) => {
      const button = event.target.closest("button[name=press]");
      if (!button) return;
      event.preventDefault();
      fill(better.press(recipe(), button.value, Number(form.dataset.width), Number(form.dataset.height)));
      drawSoon();
    });
  }

  function begin() {
    draw();
    board.id = "board";
    board.setAttribute("role", "img");
    board.setAttribute("aria-label", came.alt);
    result.setAttribute("role", "img");
    result.setAttribute("aria-label", made.alt);
    came.replaceWith(board);
    made.replaceWith(result);
    for (const each of document.querySelectorAll("[data-js]")) each.hidden = false;
    for (const each of form.querySelectorAll("[data-plain]")) each.hidden = true;
    listen();
    form.dataset.ready = "";
  }
  picture.src = came.dataset.large;
  // Without it, or where it cannot be drawn, the fields and buttons stay as they are: the server draws.
  picture.decode().then(begin).catch(() => undefined);
})();
