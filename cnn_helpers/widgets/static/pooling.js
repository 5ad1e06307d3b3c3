// The preview of pooling and of a moved image: what cnn_helpers.pooling and widgets/shift_lab.py compute.
// Python stays the source of truth; a browser test holds the two equal.
// An array is {rows, columns, values}, values in row order.

import { outputSize } from "./correlate.js";

// Moved by whole cells: what leaves is lost, zeros come in.
export function movedArray({ rows, columns, values }, [down, right]) {
  const result = new Float64Array(values.length);
  for (let row = Math.max(down, 0); row < rows + Math.min(down, 0); row++) {
    for (let column = Math.max(right, 0); column < columns + Math.min(right, 0); column++) {
      result[row * columns + column] = values[(row - down) * columns + column - right];
    }
  }
  return { rows, columns, values: result };
}

// winners: index of the cell that gave each maximum, the first in row order of equal ones.
// tied: whether all cells of the window are equal.
export function poolMap(map, { pooling, kernel_size: size, stride }) {
  const rows = outputSize(map.rows, size, stride);
  const columns = outputSize(map.columns, size, stride);
  const values = new Float64Array(rows * columns);
  const winners = new Int32Array(rows * columns);
  const tied = new Uint8Array(rows * columns);
  for (let index = 0; index < values.length; index++) {
    const cells = windowCells(map, Math.floor(index / columns), index % columns, { size, stride });
    let winner = cells[0];
    let sum = 0;
    let equal = true;
    for (const cell of cells) {
      const value = map.values[cell];
      sum += value;
      equal &&= value === map.values[cells[0]];
      if (value > map.values[winner]) winner = cell;
    }
    winners[index] = winner;
    tied[index] = equal;
    values[index] = pooling === "max" ? map.values[winner] : sum / cells.length;
  }
  return { rows, columns, values, winners, tied };
}

// The cells under one window, as indices into the map, in row order.
export function windowCells(map, row, column, { size, stride }) {
  const cells = [];
  for (let down = 0; down < size; down++) {
    for (let right = 0; right < size; right++) {
      cells.push((row * stride + down) * map.columns + column * stride + right);
    }
  }
  return cells;
}

// Cells that no window reaches: leftovers, or gaps of a long stride.
export function unusedCells({ rows, columns }, { kernel_size: size, stride }) {
  const unused = (index, count) => {
    const lastStart = (outputSize(count, size, stride) - 1) * stride;
    return index % stride >= size || index >= lastStart + size;
  };
  const found = [];
  for (let index = 0; index < rows * columns; index++) {
    if (unused(Math.floor(index / columns), rows) || unused(index % columns, columns)) found.push(index);
  }
  return found;
}
