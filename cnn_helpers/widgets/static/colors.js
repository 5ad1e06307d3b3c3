// Numbers to colours, as figures/shading.py does it: grey for images, white at 0 for signed arrays.

const LEVELS = 255;

export function parseColor(text) {
  const hex = text.trim().replace("#", "");
  return [0, 2, 4].map((start) => parseInt(hex.slice(start, start + 2), 16));
}

// The palette arrives as CSS variables.
export function readPalette(element) {
  const style = getComputedStyle(element);
  const color = (name) => parseColor(style.getPropertyValue(`--cnn-${name}`));
  return {
    input: color("input"),
    kernel: color("kernel"),
    output: color("output"),
    gradient: color("gradient"),
    negative: color("negative"),
    ink: color("data-ink"),
  };
}

export function mixColors(first, second, amount) {
  return first.map((channel, index) => Math.round(channel + (second[index] - channel) * amount));
}

const WHITE = [255, 255, 255];
const BLACK = [0, 0, 0];

// A scale is a table of colours from low to high.
export function greyScale(look, palette, low = 0, high = 1) {
  return look === "photo" ? scale(low, high, BLACK, WHITE) : scale(low, high, WHITE, palette.ink);
}

export function signedScale(role, palette, limit, strength = 1) {
  const negative = mixColors(WHITE, palette.negative, strength);
  const positive = mixColors(WHITE, palette[role], strength);
  return scale(-limit, limit, negative, positive, WHITE);
}

// One channel of a colour picture: from black to red, green or blue.
export function channelScale(channel) {
  return scale(0, 1, BLACK, [0, 1, 2].map((index) => (index === channel ? 255 : 0)));
}

function scale(low, high, first, last, middle = null) {
  const colors = [];
  for (let level = 0; level <= 2 * LEVELS; level++) {
    const amount = level / LEVELS;
    if (middle === null) colors.push(mixColors(first, last, amount / 2));
    else if (amount < 1) colors.push(mixColors(first, middle, amount));
    else colors.push(mixColors(middle, last, amount - 1));
  }
  const packed = new Uint32Array(colors.map(([r, g, b]) => (255 << 24) | (b << 16) | (g << 8) | r));
  return { low, high, colors, packed };
}

function levelOf(value, { low, high }) {
  const level = Math.round((2 * LEVELS * (value - low)) / (high - low));
  return Math.min(2 * LEVELS, Math.max(0, level));
}

export function colorOf(value, someScale) {
  return someScale.colors[levelOf(value, someScale)];
}

export function cssColor([red, green, blue]) {
  return `rgb(${red}, ${green}, ${blue})`;
}

// Dark ink or white, whichever reads better on a ground (WCAG's relative luminance).
export function numberColor(ground, palette) {
  const linear = ground.map((channel) => {
    const part = channel / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  const luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2];
  return cssColor(luminance > 0.2 ? palette.ink : WHITE);
}

export function packColors(values, someScale, target) {
  const { low, packed } = someScale;
  const factor = (2 * LEVELS) / (someScale.high - low);
  const top = 2 * LEVELS;
  for (let index = 0; index < values.length; index++) {
    const level = Math.round((values[index] - low) * factor);
    target[index] = packed[level < 0 ? 0 : level > top ? top : level];
  }
}

// Red, green and blue, each from 0 to 1.
export function packPlanes([red, green, blue], target) {
  for (let index = 0; index < target.length; index++) {
    target[index] = (255 << 24) | (Math.round(255 * blue.values[index]) << 16)
      | (Math.round(255 * green.values[index]) << 8) | Math.round(255 * red.values[index]);
  }
}
