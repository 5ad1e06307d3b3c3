// What a stroke does to the pixels: crisp cells, or soft edges as scanned handwriting has them.

const INK = { pen: 1, "grey pen": 0.5, eraser: 0 };

// image: {rows, columns, values}; from, to: [row, column] with fractions, the middle of cell 0 at 0.5.
// brush: how broad, in pixels. Returns new values; the old ones stay for undo.
export function paintStroke(image, from, to, { tool, brush = 1, soft = false }) {
  const values = Float64Array.from(image.values);
  const painted = { ...image, values };
  if (soft) paintSoft(painted, from, to, { tool, brush });
  else paintCrisp(painted, from, to, { tool, brush });
  return painted;
}

// Each pixel that the line goes through; with a broad brush those whose middle is near it, too.
function paintCrisp({ rows, columns, values }, from, to, { tool, brush }) {
  const ink = INK[tool];
  const steps = 1 + Math.ceil(8 * Math.max(Math.abs(to[0] - from[0]), Math.abs(to[1] - from[1])));
  for (let step = 0; step <= steps; step++) {
    const row = Math.floor(from[0] + ((to[0] - from[0]) * step) / steps);
    const column = Math.floor(from[1] + ((to[1] - from[1]) * step) / steps);
    if (row >= 0 && row < rows && column >= 0 && column < columns) values[row * columns + column] = ink;
  }
  if (brush === 1) return;
  for (let index = 0; index < values.length; index++) {
    if (distance(middleOf(index, columns), from, to) <= brush / 2) values[index] = ink;
  }
}

// Full ink near the line, fading out over one pixel. A thin stroke is as broad as those of the course's digits.
function paintSoft({ columns, values }, from, to, { tool, brush }) {
  const reach = 1.1 + brush / 2;
  for (let index = 0; index < values.length; index++) {
    const cover = Math.min(1, Math.max(0, reach - distance(middleOf(index, columns), from, to)));
    if (cover === 0) continue;
    values[index] = tool === "eraser"
      ? Math.min(values[index], 1 - cover)
      : Math.max(values[index], cover * INK[tool]);
  }
}

function middleOf(index, columns) {
  return [Math.floor(index / columns) + 0.5, (index % columns) + 0.5];
}

// From a point to the nearest point of a line.
function distance(point, from, to) {
  const way = [to[0] - from[0], to[1] - from[1]];
  const length = way[0] ** 2 + way[1] ** 2;
  const along = (point[0] - from[0]) * way[0] + (point[1] - from[1]) * way[1];
  const share = length === 0 ? 0 : Math.min(1, Math.max(0, along / length));
  return Math.hypot(point[0] - from[0] - share * way[0], point[1] - from[1] - share * way[1]);
}
