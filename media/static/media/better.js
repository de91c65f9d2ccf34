/*
 * A photograph made better on the phone, and what is wrong with it: as media/recipes.py, workshop/better.py and
 * better.py reckon it, at the size of a preview. Nothing leaves the phone.
 */
(() => {
  "use strict";
  const DARK = 55;
  const BLURRED = 60;
  const WHOLE = 1000;
  const LEAST = 100;
  const LINEAR = Array.from({ length: 256 }, (_none, v) => (v <= 10 ? v / 255 / 12.92 : ((v / 255 + 0.055) / 1.055) ** 2.4));
  const shown = (light) => {
    const l = Math.min(Math.max(light, 0), 1);
    return Math.round((l <= 0.0031308 ? l * 12.92 : 1.055 * l ** (1 / 2.4) - 0.055) * 255);
  };
  const widthOf = (picture) => picture.naturalWidth || picture.width;
  const heightOf = (picture) => picture.naturalHeight || picture.height;

  // ── The recipe in words ──────────────────────────────────────────────────────────────────────────────
  const WORDS = /^(?:t([1-3]))?(?:\.?c(\d+-\d+-\d+-\d+))?(?:\.?w(a|\d+-\d+))?(?:\.?e(-?[1-6]))?(?:\.?(l))?$/;
  function read(words) {
    const [, turns, crop, white, exposure, levels] = WORDS.exec(words || "") || [];
    return {
      turns: Number(turns || 0),
      crop: crop ? crop.split("-").map(Number) : null,
      white: white === "a" ? "auto" : white ? white.split("-").map(Number) : null,
      exposure: Number(exposure || 0),
      levels: Boolean(levels),
    };
  }
  const isWhole = (crop) => !crop || crop.join() === `0,0,${WHOLE},${WHOLE}`;
  const write = (recipe) =>
    [
      recipe.turns ? `t${recipe.turns}` : "",
      isWhole(recipe.crop) ? "" : `c${recipe.crop.join("-")}`,
      recipe.white ? `w${recipe.white === "auto" ? "a" : recipe.white.join("-")}` : "",
      recipe.exposure ? `e${recipe.exposure}` : "",
      recipe.levels ? "l" : "",
    ].filter(Boolean).join(".");

  function press(recipe, act, width, height) {
    const next = { ...recipe };
    if (act === "turn") {
      next.turns = (recipe.turns + 1) % 4;
      if (recipe.crop) {
        const [left, top, right, bottom] = recipe.crop;
        next.crop = [WHOLE - bottom, left, WHOLE - top, right];
      }
      if (Array.isArray(recipe.white)) next.white = [WHOLE - recipe.white[1], recipe.white[0]];
    } else if (act === "square") {
      const [wide, high] = recipe.turns % 2 ? [height, width] : [width, height];
      const side = Math.min(wide, high);
      const across = Math.max(LEAST, Math.floor((side * WHOLE) / wide));
      const down = Math.max(LEAST, Math.floor((side * WHOLE) / high));
      const [left, top] = [Math.floor((WHOLE - across) / 2), Math.floor((WHOLE - down) / 2)];
      const square = [left, top, left + across, top + down];
      next.crop = recipe.crop && recipe.crop.join() === square.join() ? null : square;
    } else if (act === "lighter") next.exposure = Math.min(6, recipe.exposure + 2);
    else if (act === "darker") next.exposure = Math.max(-6, recipe.exposure - 2);
    else if (act === "white") next.white = recipe.white ? null : "auto";
    else if (act === "levels") next.levels = !recipe.levels;
    else return read("");
    return next;
  }

  // ── Pixels ───────────────────────────────────────────────────────────────────────────────────────────
  function canvasOf(width, height) {
    const canvas = document.createElement("canvas");
    canvas.width = Math.max(1, Math.round(width));
    canvas.height = Math.max(1, Math.round(height));
    const pen = canvas.getContext("2d", { willReadFrequently: true });
    pen.imageSmoothingQuality = "high";
    return [canvas, pen];
  }

  /** The picture after its quarter turns, uncut, at most ``side`` long. */
  function turned(picture, turns, side) {
    const scale = Math.min(1, side / Math.max(widthOf(picture), heightOf(picture)));
    const [w, h] = [Math.max(1, Math.round(widthOf(picture) * scale)), Math.max(1, Math.round(heightOf(picture) * scale))];
    const [canvas, pen] = turns % 2 ? canvasOf(h, w) : canvasOf(w, h);
    pen.fillStyle = "#fff";
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.translate(canvas.width / 2, canvas.height / 2);
    pen.rotate((turns * Math.PI) / 2);
    pen.drawImage(picture, -w / 2, -h / 2, w, h);
    return canvas;
  }
  const pixels = (canvas, [left, top, right, bottom]) =>
    canvas.getContext("2d").getImageData(left, top, Math.max(1, right - left), Math.max(1, bottom - top));
  /** The pixels of a part at the size at which white and levels are measured. */
  function measured(canvas, [left, top, right, bottom]) {
    const scale = Math.min(1, 256 / Math.max(right - left, bottom - top));
    const [small, pen] = canvasOf((right - left) * scale, (bottom - top) * scale);
    pen.drawImage(canvas, left, top, right - left, bottom - top, 0, 0, small.width, small.height);
    return pixels(small, [0, 0, small.width, small.height]).data;
  }
  const boxOf = (canvas, crop) => {
    const [left, top, right, bottom] = crop || [0, 0, WHOLE, WHOLE];
    return [
      Math.floor((left * canvas.width) / WHOLE), Math.floor((top * canvas.height) / WHOLE),
      Math.ceil((right * canvas.width) / WHOLE), Math.ceil((bottom * canvas.height) / WHOLE),
    ];
  };

  function gainsOf(canvas, recipe) {
    if (!recipe.white) return [1, 1, 1];
    let most = 1.33;
    let box = boxOf(canvas, recipe.crop);
    if (recipe.white !== "auto") {
      most = 2.5;
      const [x, y] = [Math.floor((recipe.white[0] * canvas.width) / WHOLE), Math.floor((recipe.white[1] * canvas.height) / WHOLE)];
      const reach = Math.max(1, Math.floor((Math.max(canvas.width, canvas.height) * 12) / WHOLE));
      const [left, top] = [Math.max(0, Math.min(x, canvas.width - 1) - reach), Math.max(0, Math.min(y, canvas.height - 1) - reach)];
      box = [left, top, Math.min(canvas.width, x + reach + 1), Math.min(canvas.height, y + reach + 1)];
    }
    const data = measured(canvas, box);
    const means = [0, 0, 0];
    for (let at = 0; at < data.length; at += 4) for (let c = 0; c < 3; c += 1) means[c] += LINEAR[data[at + c]];
    for (let c = 0; c < 3; c += 1) means[c] /= data.length / 4;
    if (Math.min(...means) < 0.002) return [1, 1, 1];
    const found = means.map((mean) => Math.min(Math.max(means[1] / mean, 1 / most), most));
    const weigh = (values) => 0.2126 * values[0] + 0.7152 * values[1] + 0.0722 * values[2];
    const keep = weigh(means) / weigh(means.map((mean, c) => mean * found[c]));
    return found.map((gain) => gain * keep);
  }

  function stretch(data) {
    const counts = new Array(256).fill(0);
    for (let at = 0; at < data.length; at += 4) counts[greyOf(data, at)] += 1;
    const reached = (from, step) => {
      let gone = 0;
      for (let v = from; v >= 0 && v < 256; v += step) {
        gone += counts[v];
        if (gone > (data.length / 4) * 0.005) return v;
      }
      return from;
    };
    const low = Math.min(reached(0, 1), 80);
    const high = Math.max(reached(255, -1), 150);
    return Array.from({ length: 256 }, (_none, v) => Math.min(255, Math.max(0, Math.round(((v - low) * 255) / (high - low)))));
  }

  /** A canvas with what the recipe makes of a picture (image, bitmap, canvas), at most ``side`` long. */
  function draw(picture, recipe, side) {
    const [left, top, right, bottom] = recipe.crop || [0, 0, WHOLE, WHOLE];
    const part = Math.max(right - left, bottom - top) / WHOLE;
    const whole = turned(picture, recipe.turns, Math.min(side / part, 1600));
    const box = boxOf(whole, recipe.crop);
    const gains = gainsOf(whole, recipe);
    const image = pixels(whole, box);
    const { data } = image;
    if (recipe.white || recipe.exposure || recipe.levels) {
      const stop = 2 ** (recipe.exposure / 3);
      const tables = gains.map((gain) => LINEAR.map((light) => shown(light * gain * stop)));
      const follow = (of, by) => {
        for (let at = 0; at < of.length; at += 4) for (let c = 0; c < 3; c += 1) of[at + c] = by[c][of[at + c]];
      };
      follow(data, tables);
      if (recipe.levels) {
        const small = measured(whole, box);
        follow(small, tables);
        const table = stretch(small);
        follow(data, [table, table, table]);
      }
    }
    const [canvas, pen] = canvasOf(image.width, image.height);
    pen.putImageData(image, 0, 0);
    return canvas;
  }

  const greyOf = (data, at) => (data[at] * 19595 + data[at + 1] * 38470 + data[at + 2] * 7471 + 0x8000) >> 16;

  /** What is seen of a picture at a glance: its light (0–255), how sharp its edges are, what is wrong with it. */
  function measure(picture) {
    const canvas = turned(picture, 0, 512);
    const [w, h] = [canvas.width, canvas.height];
    const { data } = pixels(canvas, [0, 0, w, h]);
    const grey = new Uint8Array(w * h);
    let sum = 0;
    for (let at = 0; at < grey.length; at += 1) sum += grey[at] = greyOf(data, at * 4);
    let count = 0;
    let mean = 0;
    let squares = 0;
    for (let y = 1; y < h - 1; y += 1) {
      for (let x = 1; x < w - 1; x += 1) {
        const at = y * w + x;
        const edge = Math.min(255, Math.max(0, grey[at - w] + grey[at + w] + grey[at - 1] + grey[at + 1] - 4 * grey[at] + 128));
        count += 1;
        const far = edge - mean;
        mean += far / count;
        squares += far * (edge - mean);
      }
    }
    const light = Math.round(sum / grey.length);
    const sharp = count ? Math.min(32000, Math.round(squares / count)) : 0;
    return { light, sharp, trouble: light < DARK ? "dark" : sharp < BLURRED ? "blurred" : "" };
  }

  window.umeedPicture = { read, write, press, draw, measure, turned };
})();
