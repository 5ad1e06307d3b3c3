// The stepper's state on its page. All numbers come from Python, those of one moment in one packet.

import { padded } from "./array_canvas.js";
import { WidgetStore, unpackArray } from "./store.js";

const SETTINGS = ["stride", "padding", "dilation", "bias", "relu"];

export class StepperStore extends WidgetStore {
  constructor(model) {
    super(model, { settings: SETTINGS, preview: false });
  }

  // Picture, filters, maps and the settings that they belong to.
  scene() {
    const packet = this.get("result");
    if (this.packet !== packet) {
      this.packet = packet;
      const [image, kernels, maps] = ["image", "kernels", "maps"].map((name) => unpackArray(packet[name]));
      this.unpackedScene = {
        ...packet,
        image: planesOf(image),
        padded: planesOf(image).map((plane) => padded(plane, packet.padding)),
        kernels: filtersOf(kernels),
        maps: planesOf(maps),
      };
    }
    return this.unpackedScene;
  }

  chosen(name, count) {
    return Math.min(this.get(name), count - 1);
  }

  filter() {
    return this.chosen("filter", this.scene().kernels.length);
  }

  channel() {
    return this.chosen("channel", this.scene().image.length);
  }

  // The cell of the map; a map that has just shrunk may not hold it any more.
  position() {
    const { rows, columns } = this.scene().maps[0];
    const [row, column] = this.get("position");
    return [Math.min(row, rows - 1), Math.min(column, columns - 1)];
  }

  step() {
    const [row, column] = this.position();
    return row * this.scene().maps[0].columns + column;
  }

  at(step) {
    const { columns } = this.scene().maps[0];
    return [Math.floor(step / columns), step % columns];
  }

  // Row and column of the image under the kernel's first weight; negative on the padding.
  corner() {
    const { stride, padding } = this.scene();
    return this.position().map((index) => index * stride - padding);
  }

  // For every channel a list of {pixel, weight, product}; the pixel is null on the padding.
  terms() {
    const { image, kernels, dilation } = this.scene();
    const [top, left] = this.corner();
    return kernels[this.filter()].map((kernel, channel) => {
      const { rows, columns, values } = image[channel];
      return Array.from(kernel.values, (weight, index) => {
        const row = top + Math.floor(index / kernel.columns) * dilation;
        const column = left + (index % kernel.columns) * dilation;
        const inside = row >= 0 && row < rows && column >= 0 && column < columns;
        const pixel = inside ? values[row * columns + column] : null;
        return { pixel, weight, product: (pixel ?? 0) * weight };
      });
    });
  }

  value() {
    return this.scene().maps[this.filter()].values[this.step()];
  }

  isAsking(what = null) {
    const asks = this.get("predict") && this.get("prediction") === null;
    return asks && (what === null || this.get("ask") === what);
  }

  go(position) {
    this.change({ position, prediction: null });
  }
}

function planesOf({ shape: [count, rows, columns], values }) {
  const size = rows * columns;
  return Array.from({ length: count }, (_, index) => (
    { rows, columns, values: values.subarray(index * size, (index + 1) * size) }));
}

function filtersOf({ shape: [count, channels, rows, columns], values }) {
  const planes = planesOf({ shape: [count * channels, rows, columns], values });
  return Array.from({ length: count }, (_, index) => planes.slice(index * channels, (index + 1) * channels));
}

const COLORS = ["red", "green", "blue"];

export function channelName(channel, count) {
  return count === 3 ? COLORS[channel] : `channel ${channel}`;
}
