// How far the end of a chain sees: each layer's receptive field as a square on the input, all to one scale.

import { makeSvg } from "./page.js";
import { rectangle, word } from "./shape_volumes.js";

const FIELD_STAGE = 170; // CSS pixels
const FIELD_LINE = 19;

export function drawField(svg, { inputShape, sizes, selected, width }) {
  const [, rows, columns] = inputShape;
  const largest = Math.max(rows, columns, ...sizes.map((size) => size.receptive_field));
  const stage = Math.min(FIELD_STAGE, width - 132);
  const pixel = stage / largest;
  const height = Math.max(stage + 8, FIELD_LINE * (sizes.length + 1) + 8);
  const [middleX, middleY] = [4 + stage / 2, height / 2];
  const square = (className, down, across) => rectangle(className, {
    x: middleX - (across * pixel) / 2, y: middleY - (down * pixel) / 2, width: across * pixel, height: down * pixel });
  const parts = [square("cnn-shape-plane cnn-shape-input", rows, columns)];
  const order = sizes.map((_, at) => at).reverse(); // the largest first, so that it lies below
  for (const at of order) {
    const side = sizes[at].receptive_field;
    parts.push(square(`cnn-field-square${at === selected ? " cnn-field-chosen" : ""}`, side, side));
  }
  const x = stage + 24;
  const top = height / 2 - (FIELD_LINE * sizes.length) / 2 + 12;
  order.forEach((at, line) => {
    const side = sizes[at].receptive_field;
    const y = top + FIELD_LINE * line;
    const corner = middleX + (side * pixel) / 2;
    const chosen = at === selected ? " cnn-field-chosen" : "";
    parts.push(
      makeSvg("path", { class: "cnn-field-leader", d: `M${corner} ${middleY - (side * pixel) / 2}L${x - 4} ${y - 4}` }),
      word(x, y, `layer ${at + 1}: ${side} × ${side}`, `cnn-ruler-words cnn-field-words${chosen}`, "start"));
  });
  const words = word(x, top + FIELD_LINE * sizes.length, `input: ${rows} × ${columns}`, "cnn-ruler-words cnn-input-words", "start");
  svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
  svg.setAttribute("width", width);
  svg.setAttribute("height", height);
  svg.replaceChildren(...parts, words);
}
