// A layer as volumes: input, one filter, output; rows and columns to one scale, channels as planes.

import { makeSvg } from "./page.js";
import { reachOf } from "./shape_math.js";
import { timesWords } from "./shape_store.js";

const MOST_PLANES = 6;
const TALLEST = 190; // CSS pixels
const LARGEST_PIXEL = 22;
const GRID_FROM_PIXEL = 7;
const LABEL_HEIGHT = 66;

// Fills an svg element; sizes: of this layer; secret: its output is asked for.
export function drawVolumes(svg, { layer, sizes, secret, width }) {
  const parts = [];
  const [channels, height, columns] = sizes.input_shape;
  const padding = layer.padding ?? 0;
  const reach = reachOf(layer);
  const isConv = layer.kind === "conv";
  const output = sizes.output_shape;
  const shown = output !== null && !secret ? output : [isConv ? layer.filters : channels, 0, 0];
  const depths = [channels, isConv ? channels : 1, shown[0]].map(depthOf);
  const gap = width < 560 ? 22 : Math.min(120, width / 9);
  const [wide, tall] = [columns + 2 * padding, height + 2 * padding];
  const unknown = secret || output === null ? 70 : 0; // the place of an output that is not drawn
  const room = width - 12 - depths[0] - depths[1] - depths[2] - 2 * gap - unknown;
  const pixel = Math.max(0.2, Math.min(
    LARGEST_PIXEL, room / (wide + reach + shown[2]), TALLEST / Math.max(tall, reach, shown[1])));
  const widths = [wide, reach, shown[2]].map((count, at) => (at === 2 && unknown ? unknown : Math.max(4, count * pixel)));
  const heights = [tall, reach, shown[1]].map((count, at) => (at === 2 && unknown ? unknown : Math.max(4, count * pixel)));
  const used = widths.reduce((sum, size) => sum + size, 0) + depths.reduce((sum, size) => sum + size, 0) + 2 * gap;
  const spaces = heights.map((size, at) => size + depths[at]);
  const middle = 8 + Math.max(...spaces) / 2;
  const lefts = [];
  let left = (width - used) / 2;
  for (let at = 0; at < 3; at++) {
    lefts.push(left);
    left += widths[at] + depths[at] + gap;
  }
  const tops = heights.map((size, at) => middle - (size - depths[at]) / 2);
  const box = (at) => ({ x: lefts[at], y: tops[at], width: widths[at], height: heights[at] });

  // The window at its first place, and the lines to the cell that it makes.
  if (!unknown) {
    const [x, y, side] = [lefts[2], tops[2], Math.max(2, pixel)];
    const far = reach * pixel;
    parts.push(line(lefts[0] + far, tops[0], x, y), line(lefts[0] + far, tops[0] + far, x, y + side));
  }
  parts.push(...planes("input", box(0), channels, pixel));
  if (padding) {
    const inset = padding * pixel;
    parts.push(rectangle("cnn-shape-padding", {
      x: lefts[0] + inset, y: tops[0] + inset, width: columns * pixel, height: height * pixel }));
  }
  if (sizes.leftover && !secret) parts.push(...leftover(box(0), sizes.leftover, pixel));
  parts.push(rectangle("cnn-shape-window", { x: lefts[0], y: tops[0], width: widths[1], height: heights[1] }));
  if (isConv) parts.push(...planes("kernel", box(1), channels, pixel, layer));
  else parts.push(rectangle("cnn-shape-window", box(1)));
  if (unknown) {
    const text = secret ? "?" : "×";
    parts.push(rectangle("cnn-shape-unknown", box(2)),
      word(lefts[2] + unknown / 2, tops[2] + unknown / 2 + 12, text, "cnn-shape-question"));
  } else {
    parts.push(...planes("output", box(2), shown[0], pixel));
    const side = Math.max(2, pixel);
    parts.push(rectangle("cnn-shape-cell", { x: lefts[2], y: tops[2], width: side, height: side }));
  }

  const foot = Math.max(middle + Math.max(...spaces) / 2, tops[0] + heights[1]); // a window may be larger than the input
  const kernel = timesWords([layer.kernel_size, layer.kernel_size]);
  const filters = isConv
    ? [`${layer.filters} ${layer.filters === 1 ? "filter" : "filters, each"}`, timesWords([channels, layer.kernel_size, layer.kernel_size])]
    : ["window", kernel];
  const labels = [
    ["input", timesWords(sizes.input_shape), padding ? `+ padding ${padding}` : ""],
    [...filters, layer.dilation > 1 ? `dilation ${layer.dilation}` : isConv ? "" : layer.kind === "max_pool" ? "its maximum" : "its mean"],
    ["output", secret ? "?" : output === null ? "does not fit" : timesWords(output), ""],
  ];
  labels.forEach((lines, at) => {
    const x = Math.min(Math.max(lefts[at] + (widths[at] + depths[at]) / 2, 46), width - 46);
    const role = ["input", "kernel", "output"][at];
    lines.forEach((text, row) => text && parts.push(word(x, foot + 22 + 20 * row, text, `cnn-shape-label cnn-${role}-words`)));
  });
  svg.setAttribute("viewBox", `0 0 ${width} ${foot + LABEL_HEIGHT + 4}`);
  svg.setAttribute("width", width);
  svg.setAttribute("height", foot + LABEL_HEIGHT + 4);
  svg.replaceChildren(hatch(), ...parts);
}

function depthOf(count) {
  return (Math.min(count, MOST_PLANES) - 1) * (count <= 3 ? 9 : 6);
}

// Channels as planes from back to front; the front one has a grid where its pixels are large enough.
function planes(role, { x, y, width, height }, count, pixel, layer = null) {
  const drawn = Math.min(count, MOST_PLANES);
  const step = count <= 3 ? 9 : 6;
  const parts = [];
  for (let back = drawn - 1; back >= 0; back--) {
    parts.push(rectangle(`cnn-shape-plane cnn-shape-${role}`, { x: x + back * step, y: y - back * step, width, height }));
  }
  if (layer !== null && layer.dilation > 1) {
    for (let index = 0; index < layer.kernel_size ** 2; index++) {
      const row = Math.floor(index / layer.kernel_size) * layer.dilation;
      const column = (index % layer.kernel_size) * layer.dilation;
      parts.push(rectangle("cnn-shape-tap", { x: x + column * pixel, y: y + row * pixel, width: pixel, height: pixel }));
    }
  } else if (pixel >= GRID_FROM_PIXEL) {
    let path = "";
    for (let at = x + pixel; at < x + width - 1; at += pixel) path += `M${at} ${y}V${y + height}`;
    for (let at = y + pixel; at < y + height - 1; at += pixel) path += `M${x} ${at}H${x + width}`;
    if (path) parts.push(makeSvg("path", { d: path, class: `cnn-shape-grid cnn-shape-${role}` }));
  }
  return parts;
}

function leftover({ x, y, width, height }, [rows, columns], pixel) {
  const parts = [];
  if (columns) {
    parts.push(rectangle("cnn-shape-leftover", { x: x + width - columns * pixel, y, width: columns * pixel, height }));
  }
  if (rows) {
    parts.push(rectangle("cnn-shape-leftover", {
      x, y: y + height - rows * pixel, width: width - columns * pixel, height: rows * pixel }));
  }
  return parts;
}

let lastHatch = 0;

// Strokes for what is left over; the element's own class finds its pattern.
export function hatch() {
  const id = `cnn-hatch-${++lastHatch}`;
  const defs = makeSvg("defs", {},
    makeSvg("pattern", { id, width: 6, height: 6, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" },
      makeSvg("rect", { width: 6, height: 6, class: "cnn-hatch-ground" }),
      makeSvg("rect", { width: 2.5, height: 6, class: "cnn-hatch-stroke" })));
  queueMicrotask(() => {
    for (const element of defs.parentNode?.querySelectorAll(".cnn-shape-leftover") ?? []) {
      element.style.fill = `url(#${id})`;
    }
  });
  return defs;
}

export function rectangle(className, { x, y, width, height }) {
  return makeSvg("rect", { class: className, x, y, width: Math.max(0, width), height: Math.max(0, height) });
}

function line(x1, y1, x2, y2) {
  return makeSvg("line", { class: "cnn-shape-ray", x1, y1, x2, y2 });
}

export function word(x, y, text, className, anchor = "middle") {
  return makeSvg("text", { x, y, class: className, "text-anchor": anchor }, text);
}
