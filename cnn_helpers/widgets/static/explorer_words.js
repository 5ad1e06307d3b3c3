// What the explorer says in words: sizes, ranges, legends.

import { colorOf, cssColor } from "./colors.js";
import { formatNumber } from "./numbers.js";
import { make, setHidden, setText } from "./page.js";

export function imageWords(name, image, padding) {
  const rings = padding === 1 ? "1 ring of zeros" : `${padding} rings of zeros`;
  const channels = image.planes ? ` × ${image.planes.length}` : "";
  return `${name}, ${image.rows} × ${image.columns}${channels}${padding ? ` + ${rings}` : ""}`;
}

export function mapWords(map, hidden) {
  const [low, high] = map.extent.map((value) => formatNumber(value, 2));
  const range = hidden ? "range hidden" : `from ${low} to ${high}`;
  return `${map.rows} × ${map.columns}, ${range}`;
}

// The output size with its formula, for example "(5 + 2 × 0 − 3) ÷ 1 + 1 = 3".
function formula(size, stride, padding, reach, result) {
  const room = size + 2 * padding - reach;
  const division = `(${size} + 2 × ${padding} − ${reach}) ÷ ${stride}`;
  return room % stride === 0
    ? `${division} + 1 = ${result}`
    : `${division} = ${formatNumber(room / stride, 2)}, rounded down, + 1 = ${result}`;
}

export function sizeWords(image, map, { stride, padding }, dilation) {
  const reach = 2 * dilation + 1;
  const spread = dilation > 1 ? ` With dilation ${dilation} the kernel spans 2 × ${dilation} + 1 = ${reach} pixels.` : "";
  const start = `Size of the map: (picture + 2 × padding − ${dilation > 1 ? "span" : "kernel"}) ÷ stride + 1.${spread}`;
  const rows = formula(image.rows, stride, padding, reach, map.rows);
  if (image.rows === image.columns) return `${start} Rows and columns: ${rows}.`;
  return `${start} Rows: ${rows}. Columns: ${formula(image.columns, stride, padding, reach, map.columns)}.`;
}

// A strip of colours with the values at its ends, and 0 where it lies between them.
export class Legend {
  constructor() {
    this.strip = make("div", { class: "cnn-strip" });
    this.low = make("span");
    this.zero = make("span", { class: "cnn-strip-zero" }, "0");
    this.high = make("span");
    const words = make("div", { class: "cnn-strip-words" }, this.low, this.zero, this.high);
    this.element = make("div", { class: "cnn-legend" }, this.strip, words);
  }

  // present: the smallest and largest value shown, which may lie beyond the colours' ends.
  update(scale, low, high, present, words = ["", ""]) {
    const ends = [
      `${present[0] < low ? "≤ " : ""}${formatNumber(low)} ${words[0]}`,
      `${present[1] > high ? "≥ " : ""}${formatNumber(high)} ${words[1]}`,
    ];
    const key = [low, high, scale.low, scale.high, ...ends].join("|");
    if (this.key === key && this.colors === scale.colors) return;
    this.key = key;
    this.colors = scale.colors;
    const stops = Array.from({ length: 9 }, (_, index) => low + ((high - low) * index) / 8);
    const colors = stops.map((value) => cssColor(colorOf(value, scale)));
    this.strip.style.background = `linear-gradient(to right, ${colors.join(", ")})`;
    setText(this.low, ends[0]);
    setText(this.high, ends[1]);
    const zero = (0 - low) / (high - low);
    setHidden(this.zero, !(zero > 0.15 && zero < 0.85));
    this.zero.style.left = `${100 * zero}%`;
  }
}
