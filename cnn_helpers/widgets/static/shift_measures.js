// What a move of the image changes, layer by layer: the preview of widgets/shift_lab.py.

import { movedArray, windowCells } from "./pooling.js";

export const LAYERS = ["image", "feature_map", "relu", "pooled"];
export const MEASURES = [
  "cells", "unchanged", "holding", "holding_unchanged", "similarity", "moves_along",
  "inside", "inside_differing", "border", "border_differing",
];
const SAME = 1e-9;

// before, after: {image, feature_map, relu, pooled}; operation: the widget's settings.
export function measureMove(before, after, shift, operation) {
  const steps = shift.every((step) => step % operation.stride === 0)
    ? shift.map((step) => step / operation.stride) : null;
  const found = {};
  for (const layer of LAYERS) {
    const border = borderCells(layer, after, shift, steps, operation);
    found[layer] = compareMaps(before[layer], after[layer], layer === "pooled" ? steps : shift, border);
  }
  return found;
}

// steps: how far the layer should have moved, in its own cells; null if by no whole number.
// changed, astray: the cells that differ in place, and from the map moved along.
function compareMaps(before, after, steps, border) {
  const found = Object.fromEntries(MEASURES.map((name) => [name, 0]));
  const target = steps && movedArray(before, steps);
  const changed = [];
  const astray = [];
  let size = 0;
  let apart = 0;
  after.values.forEach((value, index) => {
    const old = before.values[index];
    const same = Math.abs(value - old) <= SAME;
    const holding = Math.abs(value) > SAME || Math.abs(old) > SAME;
    size += Math.abs(value) + Math.abs(old);
    apart += Math.abs(value - old);
    found.cells += 1;
    found.unchanged += same;
    found.holding += holding;
    found.holding_unchanged += same && holding;
    if (!same) changed.push(index);
    if (target === null) return;
    const where = border(index) ? "border" : "inside";
    found[where] += 1;
    if (Math.abs(value - target.values[index]) <= SAME) return;
    found[`${where}_differing`] += 1;
    astray.push(index);
  });
  found.similarity = size ? 1 - apart / size : 1;
  found.moves_along = Number(target !== null);
  return { ...found, changed, astray };
}

// Which cells the border can have changed, as a function of the index.
function borderCells(layer, after, shift, steps, { kernel, padding, stride, kernel_size: size }) {
  const map = after.feature_map;
  const newcomer = (index, count, step) => index - step < 0 || index - step >= count;
  const touches = (index, imageSize) => index - padding < 0 || index - padding + 3 > imageSize;
  const near = (index, axis) => {
    const [count, imageSize] = axis ? [map.columns, after.image.columns] : [map.rows, after.image.rows];
    if (newcomer(index, count, shift[axis])) return true;
    return kernel !== null && (touches(index, imageSize) || touches(index - shift[axis], imageSize));
  };
  const onMap = (index) => near(Math.floor(index / map.columns), 0) || near(index % map.columns, 1);
  const came = ({ rows, columns }, index, by) =>
    newcomer(Math.floor(index / columns), rows, by[0]) || newcomer(index % columns, columns, by[1]);
  if (layer === "image") return (index) => came(after.image, index, shift);
  if (layer !== "pooled") return onMap;
  const { pooled } = after;
  return (index) => {
    if (came(pooled, index, steps)) return true;
    const place = [Math.floor(index / pooled.columns), index % pooled.columns];
    return windowCells(map, ...place, { size, stride }).some(onMap);
  };
}
