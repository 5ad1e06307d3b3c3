// Numbers as the course writes them: a true minus sign, no negative zero, no needless decimals.

export function formatNumber(value, decimals = 3) {
  if (!Number.isFinite(value)) return "?";
  const rounded = Number(value.toFixed(decimals));
  return String(Object.is(rounded, -0) ? 0 : rounded).replace("-", "−");
}

// As short as a small cell allows: two decimals at most, fewer for large numbers.
export function cellNumber(value) {
  const size = Math.abs(value);
  return formatNumber(value, size >= 99.95 ? 0 : size >= 9.995 ? 1 : 2);
}

// The fewest decimals, at most two, that show every number alike.
export function commonDecimals(values) {
  for (const decimals of [0, 1]) {
    const scale = 10 ** decimals;
    if (values.every((value) => Math.abs(value * scale - Math.round(value * scale)) < 1e-7)) {
      return decimals;
    }
  }
  return 2;
}

export function fixedNumber(value, decimals) {
  const text = value.toFixed(decimals);
  return (Number(text) === 0 ? text.replace("-", "") : text).replace("-", "−");
}

export function extent(values) {
  let low = Infinity;
  let high = -Infinity;
  for (let index = 0; index < values.length; index++) {
    if (values[index] < low) low = values[index];
    if (values[index] > high) high = values[index];
  }
  return [low, high];
}

// A size that only the strongest hundredth of many numbers passes; of a few numbers the largest.
// A sample is enough: this runs in every frame of a drag.
export function typicalLargest(values) {
  if (values.length < 1000) return Math.max(...values.map(Math.abs));
  const step = Math.floor(values.length / 1000) | 1; // odd, so that no column is preferred
  const sample = [];
  for (let index = 0; index < values.length; index += step) sample.push(Math.abs(values[index]));
  return Float64Array.from(sample).sort()[Math.floor(0.99 * sample.length)];
}

// The next round number at or above size: colours then stay still while a slider moves a little.
export function roundedLimit(size) {
  if (!(size > 1e-9)) return 1;
  const power = 10 ** Math.floor(Math.log10(size));
  const step = [1, 1.5, 2, 3, 4, 5, 6, 8, 10].find((factor) => factor * power >= size * (1 - 1e-9));
  return Number((step * power).toPrecision(2));
}
