// One axis of a layer: the pixels in a row, the padding at both ends, every place of the window, what is left over.

import { makeSvg } from "./page.js";
import { reachOf } from "./shape_math.js";
import { hatch, rectangle, word } from "./shape_volumes.js";

const LARGEST_CELL_SIDE = 34;
const SMALLEST_CELL_SIDE = 13;
const MOST_LANES = 11;
const LAST_LANES = 4;
const LANE = 17;
const SIDE = 34; // at the right, for a window's number

// size: pixels of the input; count, left: places of the window, and pixels left over; name: "Columns".
export function drawRuler(svg, { layer, size, count, left, name, secret, width }) {
  const padding = layer.padding ?? 0;
  const reach = reachOf(layer);
  const total = size + 2 * padding;
  const view = viewOf(Math.max(total, reach), reach, width - SIDE - 4);
  const parts = [];
  const top = 44;
  const { cell } = view;
  const written = cell >= 17;
  for (let index = 0; index < total; index++) {
    if (!view.has(index)) continue;
    const isPadding = index < padding || index >= padding + size;
    const isLeft = !secret && count !== null && index >= total - left;
    const kind = isPadding ? "cnn-ruler-padding" : "cnn-ruler-pixel";
    const place = { x: view.x(index), y: top, width: cell, height: 24 };
    parts.push(rectangle(kind, place));
    if (isLeft) parts.push(rectangle("cnn-shape-leftover", place));
    else if (written) parts.push(word(place.x + cell / 2, top + 16, isPadding ? "0" : index - padding, "cnn-ruler-number"));
  }
  if (view.gap) parts.push(word(view.x(view.from) - cell, top + 15, "…", "cnn-ruler-words"));
  parts.push(word(2, 16, heading(name, size, padding), "cnn-ruler-words cnn-input-words", "start"));
  if (!secret && count !== null) {
    const text = left ? `${left} left over` : "nothing left over";
    const end = view.x(total - 1) + cell;
    parts.push(word(end, 38, text, `cnn-ruler-words ${left ? "cnn-ruler-left" : "cnn-ruler-muted"}`, "end"));
  }
  let y = top + 34;
  if (count === null && reach > total && !secret) {
    const end = view.x(total) + 6;
    parts.push(makeSvg("rect", { class: "cnn-ruler-window cnn-ruler-unfit", x: view.x(0), y, width: reach * cell, height: 12, rx: 3 }),
      word(end, top + 16, `${reach - total} too far`, "cnn-ruler-words cnn-ruler-left", "start"));
    y += LANE;
  }
  for (const index of lanes(view, { count: secret ? 1 : count, reach, stride: layer.stride })) {
    if (index === null) {
      const more = count - MOST_LANES + 1;
      parts.push(word(2 + 3 * cell, y + 11, `⋮ ${view.gap ? "and so on" : `${more} more`}`, "cnn-ruler-words cnn-ruler-muted", "start"));
    } else {
      parts.push(...windowAtPlace(view, index * layer.stride, y, layer, reach), word(
        view.x(index * layer.stride + reach - 1) + cell + 6, y + 10, secret ? "?" : index, "cnn-ruler-number cnn-output-words", "start"));
    }
    y += LANE;
  }
  const height = y + 6;
  svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
  svg.setAttribute("width", width);
  svg.setAttribute("height", height);
  svg.replaceChildren(hatch(), ...parts);
}

function heading(name, size, padding) {
  return `${name}: ${size} pixel${size === 1 ? "" : "s"}${padding ? `, padding ${padding} at each end` : ""}`;
}

// Which cells are drawn, and where: all of them, or both ends with a gap between.
function viewOf(total, reach, width) {
  const most = Math.floor(width / SMALLEST_CELL_SIDE);
  const half = Math.floor((most - 2) / 2);
  if (total <= most || reach > half) {
    const cell = Math.min(LARGEST_CELL_SIDE, width / total);
    return { cell, gap: false, total, until: total, from: 0, has: () => true, x: (index) => 2 + index * cell };
  }
  const cell = SMALLEST_CELL_SIDE;
  const from = total - half;
  return {
    cell, gap: true, total, until: half, from,
    has: (index) => index < half || index >= from,
    x: (index) => 2 + cell * (index < half ? index : index - from + half + 2),
  };
}

// Numbers of the windows that are drawn, one a line; null stands for those that are not.
function lanes(view, { count, reach, stride }) {
  if (count === null) return [];
  const all = Array.from({ length: count }, (_, index) => index);
  if (!view.gap && count <= MOST_LANES) return all;
  const fits = (index) => index * stride + reach <= view.until || index * stride >= view.from;
  const drawn = all.filter((index) => !view.gap || fits(index));
  if (count === 1) return drawn;
  const isFirst = (index) => !view.gap || index * stride + reach <= view.until;
  const first = drawn.filter(isFirst).slice(0, MOST_LANES - LAST_LANES - 1);
  const last = drawn.filter((index) => index > (first.at(-1) ?? -1)).slice(-LAST_LANES);
  return [...first, null, ...last];
}

function windowAtPlace(view, start, y, layer, reach) {
  const { cell } = view;
  const x = view.x(start);
  const gaps = layer.dilation ?? 1;
  const taps = Array.from({ length: layer.kernel_size }, (_, index) => (
    rectangle("cnn-ruler-tap", { x: x + index * gaps * cell + 1, y: y + 1, width: cell - 2, height: 10 })));
  return [makeSvg("rect", { class: "cnn-ruler-window", x, y, width: reach * cell, height: 12, rx: 3 }), ...taps];
}
