/*
 * QR codes (ISO/IEC 18004): bytes, level M, versions 1 to 12 (288 bytes), the mask with the least penalty. Drawn as one
 * path of an SVG, since a content security policy lets no script set styles, and paper wants sharp edges.
 */
(() => {
  "use strict";
  const till = (window.till ||= {});
  /** For each version: check words of a block, then [blocks, data words of each] once or twice. */
  const PLANS = [
    [10, [1, 16]], [16, [1, 28]], [26, [1, 44]], [18, [2, 32]], [24, [2, 43]], [16, [4, 27]],
    [18, [4, 31]], [22, [2, 38], [2, 39]], [22, [3, 36], [2, 37]], [26, [4, 43], [1, 44]],
    [30, [1, 50], [4, 51]], [22, [6, 36], [2, 37]],
  ];
  const ALIGNED = [[], [6, 18], [6, 22], [6, 26], [6, 30], [6, 34], [6, 22, 38], [6, 24, 42], [6, 26, 46], [6, 28, 50], [6, 30, 54], [6, 32, 58]];
  const MASKS = [
    (x, y) => (x + y) % 2 === 0,
    (_x, y) => y % 2 === 0,
    (x) => x % 3 === 0,
    (x, y) => (x + y) % 3 === 0,
    (x, y) => (Math.floor(x / 3) + Math.floor(y / 2)) % 2 === 0,
    (x, y) => ((x * y) % 2) + ((x * y) % 3) === 0,
    (x, y) => (((x * y) % 2) + ((x * y) % 3)) % 2 === 0,
    (x, y) => (((x + y) % 2) + ((x * y) % 3)) % 2 === 0,
  ];

  const EXP = new Uint8Array(510);
  const LOG = new Uint8Array(256);
  for (let at = 0, value = 1; at < 255; at += 1) {
    EXP[at] = EXP[at + 255] = value;
    LOG[value] = at;
    value = (value << 1) ^ (value & 128 ? 0x11d : 0);
  }
  const times = (a, b) => (a && b ? EXP[LOG[a] + LOG[b]] : 0);

  /** Reed and Solomon's check words of a block. */
  function checked(data, count) {
    let factor = [1];
    for (let at = 0; at < count; at += 1) {
      const next = new Array(factor.length + 1).fill(0);
      factor.forEach((value, place) => {
        next[place] ^= value;
        next[place + 1] ^= times(value, EXP[at]);
      });
      factor = next;
    }
    const rest = [...data, ...new Array(count).fill(0)];
    for (let at = 0; at < data.length; at += 1) {
      const lead = rest[at];
      if (lead) factor.forEach((value, place) => (rest[at + place] ^= times(value, lead)));
    }
    return rest.slice(data.length);
  }

  function words(bytes, version) {
    const [check, ...groups] = PLANS[version - 1];
    const room = groups.reduce((sum, [count, size]) => sum + count * size, 0);
    const bits = [];
    const push = (value, length) => {
      for (let at = length - 1; at >= 0; at -= 1) bits.push((value >> at) & 1);
    };
    push(4, 4);
    push(bytes.length, version < 10 ? 8 : 16);
    bytes.forEach((each) => push(each, 8));
    push(0, Math.min(4, room * 8 - bits.length));
    while (bits.length % 8) bits.push(0);
    const data = [];
    for (let at = 0; at < bits.length; at += 8) data.push(parseInt(bits.slice(at, at + 8).join(""), 2));
    for (let fill = 0xec; data.length < room; fill ^= 0xec ^ 0x11) data.push(fill);
    const blocks = [];
    let from = 0;
    for (const [count, size] of groups) {
      for (let at = 0; at < count; at += 1, from += size) blocks.push(data.slice(from, from + size));
    }
    const checks = blocks.map((each) => checked(each, check));
    const woven = [];
    for (let at = 0; at < Math.max(...blocks.map((each) => each.length)); at += 1) {
      for (const block of blocks) if (at < block.length) woven.push(block[at]);
    }
    for (let at = 0; at < check; at += 1) for (const block of checks) woven.push(block[at]);
    return woven;
  }

  /** Squares that are the same in every code of a version: null where data goes. */
  function frame(version) {
    const size = version * 4 + 17;
    const grid = Array.from({ length: size }, () => new Array(size).fill(null));
    const finder = (left, top) => {
      for (let y = -1; y < 8; y += 1) {
        for (let x = -1; x < 8; x += 1) {
          if (grid[top + y]?.[left + x] === undefined) continue;
          const ring = Math.max(Math.abs(x - 3), Math.abs(y - 3));
          grid[top + y][left + x] = ring !== 2 && ring !== 4;
        }
      }
    };
    finder(0, 0);
    finder(size - 7, 0);
    finder(0, size - 7);
    const lines = ALIGNED[version - 1];
    for (const cy of lines) {
      for (const cx of lines) {
        if (grid[cy][cx] !== null) continue;
        for (let y = -2; y < 3; y += 1) for (let x = -2; x < 3; x += 1) grid[cy + y][cx + x] = Math.max(Math.abs(x), Math.abs(y)) !== 1;
      }
    }
    for (let at = 8; at < size - 8; at += 1) grid[6][at] = grid[at][6] = at % 2 === 0;
    for (let at = 0; at < 9; at += 1) {
      grid[8][at] ??= false;
      grid[at][8] ??= false;
      if (at < 8) grid[8][size - 1 - at] = grid[size - 1 - at][8] = false;
    }
    if (version > 6) {
      let rest = version;
      for (let at = 0; at < 12; at += 1) rest = (rest << 1) ^ ((rest >> 11) * 0x1f25);
      const marks = (version << 12) | rest;
      for (let at = 0; at < 18; at += 1) {
        const [a, b] = [size - 11 + (at % 3), Math.floor(at / 3)];
        grid[a][b] = grid[b][a] = Boolean((marks >> at) & 1);
      }
    }
    return grid;
  }

  function laid(empty, woven, mask) {
    const size = empty.length;
    const grid = empty.map((row) => [...row]);
    let at = 0;
    for (let right = size - 1; right > 0; right -= 2) {
      if (right === 6) right = 5;
      for (let step = 0; step < size; step += 1) {
        const y = ((right + 1) & 2) === 0 ? size - 1 - step : step;
        for (const x of [right, right - 1]) {
          if (empty[y][x] !== null) continue;
          const bit = at < woven.length * 8 && ((woven[at >> 3] >> (7 - (at & 7))) & 1) === 1;
          at += 1;
          grid[y][x] = bit !== MASKS[mask](x, y);
        }
      }
    }
    // Level M is 00 before the number of the mask.
    let rest = mask;
    for (let step = 0; step < 10; step += 1) rest = (rest << 1) ^ ((rest >> 9) * 0x537);
    const marks = ((mask << 10) | rest) ^ 0x5412;
    const mark = (place) => Boolean((marks >> place) & 1);
    for (let place = 0; place < 6; place += 1) grid[place][8] = mark(place);
    grid[7][8] = mark(6);
    grid[8][8] = mark(7);
    grid[8][7] = mark(8);
    for (let place = 9; place < 15; place += 1) grid[8][14 - place] = mark(place);
    for (let place = 0; place < 8; place += 1) grid[8][size - 1 - place] = mark(place);
    for (let place = 8; place < 15; place += 1) grid[size - 15 + place][8] = mark(place);
    grid[size - 8][8] = true;
    return grid;
  }

  function penalty(grid) {
    const size = grid.length;
    let sum = 0;
    let dark = 0;
    const lines = [...grid, ...grid.map((_row, x) => grid.map((row) => row[x]))];
    for (const line of lines) {
      const text = line.map(Number).join("");
      for (const run of text.match(/0+|1+/g)) if (run.length > 4) sum += run.length - 2;
      for (let at = 0; at + 11 <= size; at += 1) {
        const part = text.slice(at, at + 11);
        if (part === "10111010000" || part === "00001011101") sum += 40;
      }
    }
    for (let y = 0; y < size; y += 1) {
      for (let x = 0; x < size; x += 1) {
        dark += Number(grid[y][x]);
        if (x && y && grid[y][x] === grid[y][x - 1] && grid[y][x] === grid[y - 1][x] && grid[y][x] === grid[y - 1][x - 1]) sum += 3;
      }
    }
    return sum + Math.floor(Math.abs((dark * 20) / (size * size) - 10)) * 10;
  }

  /** Rows of dark (true) and light squares. */
  function squares(text) {
    const bytes = [...new TextEncoder().encode(text)];
    const version = 1 + PLANS.findIndex(([, ...groups], at) => {
      const room = groups.reduce((sum, [count, size]) => sum + count * size, 0);
      return bytes.length + (at < 9 ? 2 : 3) <= room;
    });
    if (!version) throw new RangeError("too long for a QR code of ours");
    const empty = frame(version);
    const woven = words(bytes, version);
    return MASKS.map((_mask, at) => laid(empty, woven, at))
      .map((grid) => [penalty(grid), grid])
      .reduce((best, each) => (each[0] < best[0] ? each : best))[1];
  }

  /** An SVG with four squares of quiet around; ``label`` is what it says to whoever does not see it. */
  function draw(text, label) {
    const grid = squares(text);
    const size = grid.length + 8;
    const path = grid.map((row, y) => {
      let found = "";
      for (let x = 0; x < row.length; x += 1) {
        if (!row[x]) continue;
        const from = x;
        while (row[x + 1]) x += 1;
        found += `M${from + 4} ${y + 4}h${x - from + 1}v1h-${x - from + 1}z`;
      }
      return found;
    });
    const part = (name, marks) => {
      const made = document.createElementNS("http://www.w3.org/2000/svg", name);
      for (const [key, value] of Object.entries(marks)) made.setAttribute(key, value);
      return made;
    };
    const svg = part("svg", { class: "qr", viewBox: `0 0 ${size} ${size}`, role: "img", "aria-label": label, "shape-rendering": "crispEdges" });
    svg.append(part("path", { fill: "#fff", d: `M0 0h${size}v${size}H0z` }), part("path", { fill: "#000", d: path.join("") }));
    return svg;
  }

  till.qr = { squares, draw };
})();
