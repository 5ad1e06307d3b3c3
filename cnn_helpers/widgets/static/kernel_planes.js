// A kernel's planes: one 3 x 3 grid of weights for each channel of the image.

export const CHANNELS = ["red", "green", "blue"];
export const ALL_CHANNELS = "all";
const LARGEST = 1000;

// An image of shape [rows, columns, channels] as one array a channel; a grey one as it is.
export function planesOf(array) {
  if (array.shape.length === 2) return array;
  const [rows, columns, channels] = array.shape;
  const planes = Array.from({ length: channels }, (_, channel) => {
    const values = new Float64Array(rows * columns);
    for (let index = 0; index < values.length; index++) values[index] = array.values[channels * index + channel];
    return { rows, columns, values };
  });
  return { rows, columns, planes };
}

// kernel: rows of weights, or one such grid a channel. Python changes image and kernel together, but they arrive
// one after the other.
export function planesFor(kernel, count) {
  const planes = Array.isArray(kernel[0][0]) ? kernel : [kernel];
  if (planes.length === count) return planes;
  if (planes.length === 1) return Array(count).fill(kernel);
  return [grid(shownPlane(planes, ALL_CHANNELS))];
}

export function shownPlane(planes, channel) {
  const index = planes.length === 1 ? 0 : CHANNELS.indexOf(channel);
  if (index >= 0) return planes[index].flat();
  const all = planes.map((plane) => plane.flat());
  return all[0].map((weight, place) => {
    const others = all.map((plane) => plane[place]);
    return others.every((other) => other === weight) ? weight : others.reduce((sum, w) => sum + w) / others.length;
  });
}

// The planes after the weights shown have become others: one channel's own, or all moved by as much as their mean.
export function shiftedPlanes(planes, channel, weights) {
  const index = CHANNELS.indexOf(channel);
  if (planes.length === 1) return [grid(weights)];
  if (index >= 0) return planes.map((plane, place) => (place === index ? grid(weights) : plane));
  const before = shownPlane(planes, ALL_CHANNELS);
  const alike = weights.map((_, place) => planes.every((plane) => plane.flat()[place] === before[place]));
  return planes.map((plane) => grid(plane.flat().map((weight, place) => {
    if (alike[place]) return weights[place];
    return Math.min(LARGEST, Math.max(-LARGEST, weight + weights[place] - before[place]));
  })));
}

// The planes divided by one number: the sum of all weights, or of their sizes. null where that is 0.
export function dividedPlanes(planes, bySize) {
  const weights = planes.flat(2);
  const sizes = weights.reduce((sum, weight) => sum + Math.abs(weight), 0);
  const divisor = bySize ? sizes : weights.reduce((sum, weight) => sum + weight, 0);
  const largest = Math.max(...weights.map(Math.abs));
  if (Math.abs(divisor) <= 1e-9 * sizes || largest > LARGEST * Math.abs(divisor)) return null;
  return planes.map((plane) => plane.map((row) => row.map((weight) => weight / divisor)));
}

// Nine weights from -1 to 1 with two decimals.
export function randomWeights() {
  return Array.from({ length: 9 }, () => Math.round(200 * Math.random() - 100) / 100);
}

function grid(weights) {
  return [0, 3, 6].map((start) => weights.slice(start, start + 3));
}
