// Where each cell of the story network stands: layers from left to right, or on narrow paper from top to bottom.
//
//   const layout = storyLayout(960);   // {width, height, side, upright, cells, blocks, captions}
// cells: Map from "pooled 0 1 0" to {cell, array, flat, lane, left, top, width, height}; flat: its place in the flat array.
// Lengths along the flow and across it are computed alike for both; only the last step tells them apart.

const LANES = 9;
const NUMBER_WIDTH = 46; // a logit, a probability, the loss
const CAPTION = 38;
const SMALLEST = 31;
const WANTED_GAP = 34;

export const VALUE_SHARE = 0.56; // of a cell's height; the rest is the gradient's
const LARGEST = 42;

export const WIDE_FROM = 880;

const SHAPES = {
  image: [5, 5], kernels: [2, 1, 3, 3], conv_bias: [2], feature_maps: [2, 3, 3], rectified: [2, 3, 3],
  pooled: [2, 2, 2], weights: [2, 8], linear_bias: [2], logits: [2], probabilities: [2], loss: [],
};
const NAMES = {
  image: "image", kernels: "kernels", feature_maps: "feature maps", rectified: "after ReLU", pooled: "pooled",
  weights: "weights", logits: "logits", probabilities: "probabilities", loss: "loss",
};

// A cell's place in its array's flat list.
export function flatPlace([array, ...index]) {
  return index.reduce((sum, at, axis) => sum * SHAPES[array][axis] + at, 0);
}

export function cellKey(cell) {
  return cell.join(" ");
}

// A block: an array or a part of it, rows x columns, whose cells' indices are made by at(row, column).
function block(array, role, rows, columns, at, { gap = 0, label = "" } = {}) {
  return { array, role, rows, columns, at, gap, label };
}

// The lanes, each a column of blocks; a gap is what lies before a block, as a share of a cell.
function storyLanes(names) {
  const maps = (array) => [0, 1].map((channel) =>
    block(array, "output", 3, 3, (row, column) => [channel, row, column], { gap: channel ? 1.7 : 0 }));
  const single = (array, index, options) => block(array, options.role, 1, 1, () => [index], options);
  const kernels = [0, 1].flatMap((channel) => [
    block("kernels", "kernel", 3, 3, (row, column) => [channel, 0, row, column], { gap: channel ? 0.5 : 0 }),
    single("conv_bias", channel, { role: "kernel", gap: 0.2, label: "bias" }),
  ]);
  const weights = [0, 1].flatMap((output) => [
    ...[0, 1].map((channel) => block("weights", "kernel", 2, 2,
      (row, column) => [output, 4 * channel + 2 * row + column],
      { gap: channel ? 0.2 : output ? 0.72 : 0, label: channel ? "" : `to "${names[output]}"` })),
    single("linear_bias", output, { role: "kernel", gap: 0.2, label: "bias" }),
  ]);
  const pair = (array, role) => [0, 1].map((index) =>
    single(array, index, { role, gap: index ? 4.6 : 0, label: names[index] }));
  return [
    [block("image", "input", 5, 5, (row, column) => [row, column])],
    kernels, maps("feature_maps"), maps("rectified"),
    [0, 1].map((channel) => block("pooled", "output", 2, 2,
      (row, column) => [channel, row, column], { gap: channel ? 2.7 : 0 })),
    weights, pair("logits", "output"), pair("probabilities", "output"),
    [block("loss", "gradient", 1, 1, () => [])],
  ];
}

export function storyLayout(width, names) {
  const upright = width < WIDE_FROM;
  const side = upright
    ? Math.min(44, Math.max(SMALLEST, Math.floor((width - 8) / 10.8)))
    : Math.min(LARGEST, Math.max(SMALLEST, Math.floor((width - 3 * NUMBER_WIDTH - 8 * WANTED_GAP - 8) / 18)));
  const lanes = storyLanes(names);
  return upright ? stacked(lanes, width, side) : inLine(lanes, width, side);
}

// On narrow paper a bias stands beside its kernel, as wide as a weight.
function sizeOf({ array, rows, columns }, side, upright = false) {
  const isNumber = rows * columns === 1 && !(upright && array.endsWith("bias"));
  return { width: isNumber ? NUMBER_WIDTH : columns * side, height: rows * side };
}

function inLine(lanes, width, side) {
  const sizes = lanes.map((lane) => lane.map((one) => sizeOf(one, side)));
  const laneWidths = sizes.map((lane) => Math.max(...lane.map((size) => size.width)));
  const heights = sizes.map((lane, index) =>
    lane.reduce((sum, size, at) => sum + size.height + lanes[index][at].gap * side, 0));
  const tallest = Math.max(...heights);
  const gap = Math.min(64, (width - laneWidths.reduce((sum, one) => sum + one, 0) - 8) / (LANES - 1));
  const layout = { width, height: tallest + CAPTION + 14, side, upright: false, gap, cells: new Map(), blocks: [], captions: [] };
  let left = 4;
  lanes.forEach((lane, index) => {
    let top = CAPTION + 6 + (tallest - heights[index]) / 2;
    const middle = left + laneWidths[index] / 2;
    layout.captions.push({ array: lane[0].array, x: middle, y: Math.max(18, top - labelRoom(lane) - 8), anchor: "middle" });
    lane.forEach((one, at) => {
      top += one.gap * side;
      place(layout, one, index, middle - sizes[index][at].width / 2, top, side, sizes[index][at]);
      top += sizes[index][at].height;
    });
    left += laneWidths[index] + gap;
  });
  return layout;
}

function labelRoom(lane) {
  return lane[0].label ? 17 : 0;
}

// Lanes below one another. Across, the first map and the first class stand left, the second right.
function stacked(lanes, width, side) {
  const gap = 50;
  const layout = { width, side, upright: true, gap, cells: new Map(), blocks: [], captions: [] };
  let top = 26;
  lanes.forEach((lane, index) => {
    const rowSizes = lane.map((one) => sizeOf(one, side, true));
    const spaces = lane.map((one, at) => (at ? acrossGap(lane, at) * side : 0));
    const across = rowSizes.reduce((sum, size, at) => sum + size.width + spaces[at], 0);
    const tallest = Math.max(...rowSizes.map((size) => size.height));
    let left = (width - across) / 2;
    top += labelRoom(lane) ? 12 : 0;
    layout.captions.push({ array: lane[0].array, x: 2, y: top - 8 - (labelRoom(lane) ? 13 : 0), anchor: "start" });
    lane.forEach((one, at) => {
      left += spaces[at];
      place(layout, one, index, left, top + (tallest - rowSizes[at].height) / 2, side, rowSizes[at]);
      left += rowSizes[at].width;
    });
    top += tallest + gap;
  });
  layout.height = top - gap + 8;
  return layout;
}

function acrossGap(lane, at) {
  if (lane.length === 2) return 1.3; // two maps, two classes
  if (lane.length === 4) return lane[at].array === "kernels" ? 0.45 : 0.1;
  return lane[at].label.startsWith("to") ? 0.2 : 0.06; // weights and their biases
}

function place(layout, one, lane, left, top, side, { width, height }) {
  const placed = { ...one, lane, left, top, width, height };
  layout.blocks.push(placed);
  for (let row = 0; row < one.rows; row++) {
    for (let column = 0; column < one.columns; column++) {
      const index = one.at(row, column);
      const cell = [one.array, ...index];
      layout.cells.set(cellKey(cell), {
        cell, array: one.array, role: one.role, lane, block: placed,
        flat: flatPlace(cell),
        left: left + (column * width) / one.columns, top: top + row * side,
        width: width / one.columns, height: side,
      });
    }
  }
}

export function laneName(array) {
  return NAMES[array] ?? "";
}

// The next cell in the direction of an arrow key: in the same block, else across the flow in the same layer, along the
// flow in the next layer the one that is nearest.
export function neighbour(layout, from, [down, right]) {
  const middle = ({ left, top, width, height }) => [top + height / 2, left + width / 2];
  const [row, column] = middle(from);
  const alongFlow = layout.upright ? down : right;
  const distance = (other) => {
    const [otherRow, otherColumn] = middle(other);
    const ahead = (otherRow - row) * down + (otherColumn - column) * right;
    const aside = Math.abs((otherRow - row) * right) + Math.abs((otherColumn - column) * down);
    return ahead > 4 && (alongFlow || ahead >= 0.5 * aside) ? ahead + 2.5 * aside : Infinity;
  };
  const nearest = (belongs) => [...layout.cells.values()].filter(belongs)
    .reduce((best, cell) => (distance(cell) < (best ? distance(best) : Infinity) ? cell : best), null);
  return nearest((cell) => cell.block === from.block) ?? nearest((cell) => cell.lane === from.lane + alongFlow);
}
