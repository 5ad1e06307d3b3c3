// The measured numbers of a move: a row for each layer, in words and signs.

import { make, setText } from "./page.js";
import { moveWords } from "./shift_pad.js";

const NAMES = { image: "Image", feature_map: "Feature map", relu: "After ReLU", pooled: "Pooled" };
const COLUMNS = ["Same in place", "Alike in place", "Moved along, inside", "Moved along, at the border"];

export class ShiftTable {
  constructor() {
    this.rows = {};
    const body = make("tbody");
    for (const [layer, name] of Object.entries(NAMES)) {
      const cells = COLUMNS.map((label) => make("td", { "data-label": label }));
      const row = make("tr", {}, make("th", { scope: "row" }, name), ...cells);
      this.rows[layer] = { row, cells };
      body.append(row);
    }
    const heads = COLUMNS.map((text) => make("th", { scope: "col" }, text));
    this.table = make("table", { class: "cnn-measures" },
      make("caption", { class: "cnn-hidden" }, "What the move changed, layer by layer"),
      make("thead", {}, make("tr", {}, make("th", { scope: "col" }, "Layer"), ...heads)), body);
    this.lesson = make("p", { class: "cnn-lesson" });
    const note = make("p", { class: "cnn-note" },
      "Alike in place: 1 − the sum of |after − before| ÷ the sum of |after| + |before|; 0 % is nothing in common.");
    this.element = make("div", { class: "cnn-table-room" }, this.table, this.lesson, note);
  }

  update(measures, { shift, stride, hasRelu }) {
    const isMoved = shift.some((step) => step !== 0);
    for (const [layer, { row, cells }] of Object.entries(this.rows)) {
      const found = measures[layer];
      row.hidden = layer === "relu" && !hasRelu;
      const texts = isMoved ? [
        `${found.unchanged} of ${found.cells}`,
        `${Math.round(100 * found.similarity)} %`,
        along(found, "inside", stride),
        along(found, "border", stride),
      ] : ["–", "–", "–", "–"];
      texts.forEach((text, index) => setText(cells[index], text));
    }
    this.words = lessonWords(measures, { shift, stride, isMoved });
    setText(this.lesson, this.words);
  }
}

function along(found, where, stride) {
  if (!found.moves_along) return where === "inside" ? `only by steps of ${stride}` : "–";
  const count = found[where];
  if (count === 0) return "no such cell";
  const apart = found[`${where}_differing`];
  return apart === 0 ? `✓ all ${count}` : `≠ ${count - apart} of ${count}`;
}

function lessonWords(measures, { shift, stride, isMoved }) {
  if (!isMoved) return "Drag the image, or focus it and press an arrow key: what changes is counted here.";
  const { feature_map: map, pooled } = measures;
  const border = map.border_differing
    ? `At the border ${map.border_differing} of its cells differ: pixels came in, got lost, or met the padding.`
    : "";
  const pooledWords = pooled.moves_along
    ? `The move is a whole number of strides, so the pooled map moved along too${
      pooled.border_differing ? `, but for ${pooled.border_differing} cells at the border` : ""}.`
    : `The move is no multiple of the stride ${stride}, so the pooled map has no place to move to; ${
      pooled.unchanged} of its ${pooled.cells} cells stayed the same.`;
  return `Image ${moveWords(shift)}. The feature map moved along (equivariance): away from the border ${
    map.inside - map.inside_differing} of ${map.inside} cells are those of the first map, moved. ${border} ${pooledWords}`
    .replace(/ {2,}/g, " ");
}
