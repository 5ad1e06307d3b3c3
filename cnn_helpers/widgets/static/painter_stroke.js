// What a stroke does to the pixels: crisp cells on small paper, soft edges on 28 x 28.

const SOFT_FROM = 20; // pixels on a side
const REACH = 1.6; // of the soft pen, in pixels: full ink up to 0.6 from its middle, none from here on
const INK = { pen: 1, "grey pen": 0.5, eraser: 0 };

// image: {rows, columns, values}; from, to: [row, column] with fractions, the middle of cell 0 at 0.5.
// Returns new values; the old ones stay for undo.
export function paintStroke(image, from, to, tool) {
  const values = Float64Array.from(image.values);
  const painted = { ...image, values };
  if (image.rows < SOFT_FROM) paintCrisp(painted, from, to, INK[tool]);
  else paintSoft(painted, from, to, tool);
  return painted;
}

function paintCrisp({ rows, columns, values }, from, to, ink) {
  const steps = 1 + Math.ceil(8 * Math.max(Math.abs(to[0] - from[0]), Math.abs(to[1] - from[1])));
  for (let step = 0; step <= steps; step++) {
    const row = Math.floor(from[0] + ((to[0] - from[0]) * step) / steps);
    const column = Math.floor(from[1] + ((to[1] - from[1]) * step) / steps);
    if (row >= 0 && row < rows && column >= 0 && column < columns) values[row * columns + column] = ink;
  }
}

function paintSoft({ rows, columns, values }, from, to, tool) {
  for (let index = 0; index < values.length; index++) {
    const middle = [Math.floor(index / columns) + 0.5, (index % columns) + 0.5];
    const cover = Math.min(1, Math.max(0, REACH - distance(middle, from, to)));
    if (cover === 0) continue;
    values[index] = tool === "eraser"
      ? Math.min(values[index], 1 - cover)
      : Math.max(values[index], cover * INK[tool]);
  }
}

// From a point to the nearest point of a line.
function distance(point, from, to) {
  const way = [to[0] - from[0], to[1] - from[1]];
  const length = way[0] ** 2 + way[1] ** 2;
  const along = (point[0] - from[0]) * way[0] + (point[1] - from[1]) * way[1];
  const share = length === 0 ? 0 : Math.min(1, Math.max(0, along / length));
  return Math.hypot(point[0] - from[0] - share * way[0], point[1] - from[1] - share * way[1]);
}
