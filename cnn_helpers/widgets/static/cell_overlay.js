// Signs drawn over the cells of an ArrayCanvas: dots, hatching, folded corners, frames, ghosts.
//
//   this.signs = new CellOverlay(array);                    // array: an ArrayCanvas
//   in draw(), after array.draw(): signs.draw({ dots: [3, 8], corners: [0], hatch: unused }, this.palette)
// Each list holds indices of cells. Signs differ in shape, never in colour alone; legendSign() draws one for a legend.

import { cssColor } from "./colors.js";
import { make } from "./page.js";

const KINDS = ["hatch", "ghosts", "frames", "corners", "rings", "dots"]; // later ones lie on top

export class CellOverlay {
  constructor(array) {
    this.array = array;
    this.canvas = make("canvas", { class: "cnn-signs", "aria-hidden": "true" });
    array.marks.append(this.canvas);
  }

  draw(signs, palette) {
    const { cell, shape } = this.array;
    const ratio = globalThis.devicePixelRatio || 1;
    const width = shape.columns * cell;
    const height = shape.rows * cell;
    const { canvas } = this;
    canvas.width = Math.round(width * ratio);
    canvas.height = Math.round(height * ratio);
    canvas.style.width = `${width}px`;
    canvas.style.height = `${height}px`;
    const context = canvas.getContext("2d");
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    for (const kind of KINDS) {
      for (const index of signs[kind] ?? []) {
        const left = (index % shape.columns) * cell;
        const top = Math.floor(index / shape.columns) * cell;
        context.save();
        context.translate(left, top);
        drawSign(context, kind, cell, palette);
        context.restore();
      }
    }
  }
}

// One sign in a cell of its own, for a legend.
export function legendSign(kind) {
  const canvas = make("canvas", { class: "cnn-legend-sign", width: 40, height: 40, "aria-hidden": "true" });
  return {
    element: canvas,
    draw(palette) {
      const context = canvas.getContext("2d");
      context.setTransform(2, 0, 0, 2, 0, 0);
      context.fillStyle = "#FFFFFF";
      context.fillRect(0, 0, 20, 20);
      context.strokeStyle = "#CFC8BC";
      context.strokeRect(0.5, 0.5, 19, 19);
      drawSign(context, kind, 20, palette);
    },
  };
}

function drawSign(context, kind, cell, palette) {
  const attention = cssColor(palette.gradient);
  const withNumber = cell >= 22; // a dot then makes room for the number
  context.lineWidth = Math.min(2, Math.max(1, cell / 12));
  if (kind === "hatch") {
    context.strokeStyle = "#8A857B";
    context.beginPath();
    for (const share of [0.25, 0.75]) {
      context.moveTo(cell * (share - 0.25), cell * (share + 0.25));
      context.lineTo(cell * (share + 0.25), cell * (share - 0.25));
    }
    context.stroke();
  } else if (kind === "ghosts" && cell < 12) { // dashes would not be seen as such
    context.globalAlpha = 0.3;
    context.fillStyle = cssColor(palette.input);
    context.fillRect(0, 0, cell, cell);
  } else if (kind === "ghosts") {
    context.strokeStyle = cssColor(palette.input);
    context.setLineDash([3, 2]);
    context.strokeRect(1.5, 1.5, cell - 3, cell - 3);
  } else if (kind === "frames") {
    context.strokeStyle = attention;
    context.lineWidth += 0.5;
    context.strokeRect(2, 2, cell - 4, cell - 4);
  } else if (kind === "corners") {
    const size = Math.max(5, cell * 0.3);
    context.fillStyle = attention;
    context.beginPath();
    context.moveTo(cell - size, 0);
    context.lineTo(cell, 0);
    context.lineTo(cell, size);
    context.fill();
  } else {
    const hollow = kind === "rings";
    const radius = (withNumber ? Math.max(2.5, cell * 0.1) : Math.max(1.5, cell * 0.2)) * (hollow ? 0.75 : 1);
    const place = withNumber ? cell * 0.17 : cell / 2;
    context.beginPath();
    context.arc(place, place, radius, 0, 2 * Math.PI);
    context.fillStyle = hollow ? "#FFFFFF" : attention;
    context.strokeStyle = hollow ? "#8A857B" : "#FFFFFF";
    context.lineWidth = 1;
    context.fill();
    context.stroke();
  }
}
