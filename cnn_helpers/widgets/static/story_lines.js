// Lines between the cells of the story network, with the local derivatives on them.
//
//   const lines = storyLines(layout, edges)   // edges: [[source, target, derivative, factor], ...] from Python
// A line runs through the cell that holds its derivative where that stands on the way; elsewhere it carries a label.
// Each has a part outside of the blocks, and short parts inside, from a block's side to the cell.

import { cellNumber } from "./numbers.js";
import { VALUE_SHARE, cellKey } from "./story_layout.js";

const LABEL_APART = 15;

export function storyLines(layout, edges) {
  const lines = edges.map(([source, target, derivative, factor]) => {
    const from = layout.cells.get(cellKey(source));
    const to = layout.cells.get(cellKey(target));
    const held = factor && layout.cells.get(cellKey(factor));
    const through = held && held.lane > from.lane && held.lane < to.lane ? held : null;
    const ways = through ? [way(layout, from, through), way(layout, through, to)] : [way(layout, from, to)];
    return {
      outside: ways.map(({ curve }) => `M${text(curve[0])}C${curve.slice(1).map(text).join(" ")}`).join(""),
      inside: ways.map(({ start, curve, end }) => `M${text(start)}L${text(curve[0])}M${text(curve[3])}L${text(end)}`).join(""),
      curve: ways.at(-1).curve, derivative, through, to,
    };
  });
  const labels = lines.filter(({ through }) => through === null).map((line) => labelOf(layout, line));
  spread(layout, labels);
  return { lines, labels };
}

// From cell to cell: inside a block straight, between value and gradient, so that no number is covered; outside a curve.
function way(layout, from, to) {
  if (layout.upright) {
    const [x0, x1] = [from.left + 4, to.left + 4];
    const [y0, y1] = [from.block.top + from.block.height + 2, to.block.top - 2];
    const reach = (y1 - y0) / 2;
    return {
      start: [x0, from.top + from.height], end: [x1, to.top],
      curve: [[x0, y0], [x0, y0 + reach], [x1, y1 - reach], [x1, y1]],
    };
  }
  const [y0, y1] = [from, to].map(({ top, height }) => top + Math.round(height * VALUE_SHARE));
  const [x0, x1] = [from.block.left + from.block.width + 2, to.block.left - 2];
  const reach = (x1 - x0) / 2;
  return {
    start: [from.left + from.width, y0], end: [to.left, y1],
    curve: [[x0, y0], [x0 + reach, y0], [x1 - reach, y1], [x1, y1]],
  };
}

function text([x, y]) {
  return `${x.toFixed(1)} ${y.toFixed(1)}`;
}

function pointAt([start, first, second, end], share) {
  const rest = 1 - share;
  return [0, 1].map((axis) => rest ** 3 * start[axis] + 3 * rest ** 2 * share * first[axis]
    + 3 * rest * share ** 2 * second[axis] + share ** 3 * end[axis]);
}

// The label stands in the gap before the target's block, where no cell is covered.
function labelOf(layout, { curve: points, derivative, to }) {
  const axis = layout.upright ? 1 : 0;
  const edge = layout.upright ? to.block.top : to.block.left;
  const wanted = edge - (layout.upright ? 15 : layout.gap / 2);
  let [low, high] = [0, 1];
  for (let round = 0; round < 20; round++) {
    const share = (low + high) / 2;
    if (pointAt(points, share)[axis] < wanted) low = share;
    else high = share;
  }
  const [x, y] = pointAt(points, low);
  return { x, y, text: `×${cellNumber(derivative)}`, lane: to.lane };
}

// Labels of one gap keep clear of each other.
function spread(layout, labels) {
  const axis = layout.upright ? "x" : "y";
  const gaps = new Map();
  for (const label of labels) gaps.set(label.lane, [...(gaps.get(label.lane) ?? []), label]);
  for (const inGap of gaps.values()) {
    const apart = layout.upright ? Math.max(...inGap.map(({ text: words }) => 6.4 * words.length + 8)) : LABEL_APART;
    inGap.sort((one, other) => one[axis] - other[axis]);
    for (let round = 0; round < 12; round++) {
      for (let at = 1; at < inGap.length; at++) {
        const missing = apart - (inGap[at][axis] - inGap[at - 1][axis]);
        if (missing > 0) {
          inGap[at - 1][axis] -= missing / 2;
          inGap[at][axis] += missing / 2;
        }
      }
    }
  }
}
