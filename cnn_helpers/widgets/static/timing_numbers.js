// What a convolution costs, counted as widgets/convolution_work.py counts it.

const FLOAT_BYTES = 4;

// {side, multiplyAdds, imageBytes, columnBytes, stackBytes, copies, stacked}, in Python's order.
export function workOf({ batch, channels, filters, size, kernel_size: kernelSize }) {
  const side = size - kernelSize + 1;
  const pixels = batch * channels * size ** 2;
  const columns = batch * channels * side ** 2 * kernelSize ** 2;
  const stacks = batch * channels * side * size * kernelSize;
  return {
    side, multiplyAdds: filters * columns,
    imageBytes: FLOAT_BYTES * pixels, columnBytes: FLOAT_BYTES * columns, stackBytes: FLOAT_BYTES * stacks,
    copies: columns / pixels, stacked: stacks / pixels,
  };
}

export function sizeWords(bytes) {
  return bytes >= 1e6 ? `${(bytes / 1e6).toFixed(1)} MB` : `${(bytes / 1e3).toFixed(0)} kB`;
}

// The decades [low, high] that hold all times, at least three of them.
export function decadesOf(seconds) {
  const known = seconds.filter((value) => value > 0).map(Math.log10);
  if (!known.length) return [-5, 1];
  const low = Math.floor(Math.min(...known));
  return [low, Math.max(low + 3, Math.ceil(Math.max(...known)))];
}

export function decadeWords(decade) {
  const [unit, name] = decade >= 0 ? [0, "s"] : decade >= -3 ? [-3, "ms"] : [-6, "µs"];
  return `${10 ** (decade - unit)} ${name}`;
}
