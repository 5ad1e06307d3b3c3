// Which channel's weights the sliders move: each channel with its nine weights as a small picture.

import { ArrayCanvas } from "./array_canvas.js";
import { signedScale } from "./colors.js";
import { ALL_CHANNELS, CHANNELS } from "./kernel_planes.js";
import { make, remember } from "./page.js";

const SIDE = 12; // CSS pixels of a weight

let lastChannelGroup = 0;

export class ChannelPicker {
  constructor(label, choose) {
    this.scale = remember(signedScale);
    const group = `cnn-channel-${Date.now().toString(36)}-${++lastChannelGroup}`;
    this.radios = [ALL_CHANNELS, ...CHANNELS].map((channel) => {
      const input = make("input", { type: "radio", name: group, value: channel });
      input.addEventListener("change", () => choose(channel));
      const small = channel === ALL_CHANNELS ? null : new ArrayCanvas("kernel", "small-kernel");
      small?.canvas.setAttribute("aria-hidden", "true");
      const words = make("span", {}, input, channel === ALL_CHANNELS ? "all three" : channel);
      return { channel, input, small, element: make("label", { class: "cnn-channel-choice" }, small?.element ?? null, words) };
    });
    this.element = make("fieldset", { class: "cnn-channel-picker" },
      make("legend", { class: "cnn-hidden" }, label), ...this.radios.map(({ element }) => element));
  }

  update(channel, planes, palette) {
    const limit = Math.max(...planes.flat(2).map(Math.abs)) || 1;
    for (const radio of this.radios) {
      radio.input.checked = radio.channel === channel;
      const plane = planes[CHANNELS.indexOf(radio.channel)];
      if (!plane) continue;
      const array = { rows: 3, columns: 3, values: Float64Array.from(plane.flat(), (weight) => weight / limit) };
      radio.small.draw(array, { scale: this.scale("kernel", palette, 1), palette, cell: SIDE });
    }
  }
}
