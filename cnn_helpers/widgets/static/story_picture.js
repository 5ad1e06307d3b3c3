// The story network as one SVG picture: every cell shows its value and, below it, its gradient; lines between them.
//
//   picture.resize(960, palette);  picture.update({ values, gradients, isShown, chosen, into, live, dead, ... });
// What the chosen cell has nothing to do with is pale.

import { colorOf, cssColor, greyScale, numberColor, signedScale } from "./colors.js";
import { cellNumber } from "./numbers.js";
import { make, makeSvg, setText } from "./page.js";
import { VALUE_SHARE, cellKey, laneName, storyLayout } from "./story_layout.js";
import { storyLines } from "./story_lines.js";
import { setAttributes } from "./svg.js";

let lastPicture = 0;

export class StoryPicture {
  constructor(names) {
    this.names = names;
    this.marker = `cnn-story-arrow-${++lastPicture}-${Date.now().toString(36)}`;
    this.svg = makeSvg("svg", { class: "cnn-story", role: "img" });
    this.element = make("div", { class: "cnn-story-frame" }, this.svg);
  }

  resize(width, palette) {
    if (this.layout?.width === width && this.palette?.ink.join() === palette.ink.join()) return;
    this.palette = palette;
    this.scales = {};
    this.ink = greyScale("ink", palette);
    this.layout = storyLayout(width, this.names);
    setAttributes(this.svg, {
      viewBox: `0 0 ${width} ${Math.ceil(this.layout.height)}`, width, height: Math.ceil(this.layout.height),
    });
    this.build();
  }

  build() {
    const { layout } = this;
    this.captions = layout.captions.map(({ array, x, y, anchor }) => ({
      array,
      text: makeSvg("text", { class: "cnn-story-caption", x, y, "text-anchor": anchor }, laneName(array)),
    }));
    const labels = layout.blocks.filter(({ label }) => label).map((block) => {
      const middle = block.left + block.width / 2;
      const beside = { x: block.left - 5, y: block.top + block.height / 2 + 4, "text-anchor": "end" };
      const below = { x: middle, y: block.top + block.height + 13, "text-anchor": "middle" };
      const above = { x: middle, y: block.top - 5, "text-anchor": "middle" };
      const at = block.label !== "bias" ? above : layout.upright ? below : beside;
      return makeSvg("text", { class: "cnn-story-label", ...at }, block.label);
    });
    const frames = layout.blocks.map(({ left, top, width, height, role }) => makeSvg("rect", {
      class: `cnn-story-block cnn-story-${role}`, x: left - 1.5, y: top - 1.5, width: width + 3, height: height + 3, rx: 4,
    }));
    this.cells = new Map();
    const cells = [...layout.cells].map(([key, place]) => {
      const parts = this.buildCell(place);
      this.cells.set(key, { ...parts, place });
      return parts.group;
    });
    this.dead = makeSvg("g", { class: "cnn-story-lines cnn-story-dead" });
    this.into = makeSvg("g", { class: "cnn-story-lines cnn-story-into" });
    this.live = makeSvg("g", { class: "cnn-story-lines cnn-story-live" });
    this.chosen = makeSvg("rect", { class: "cnn-story-chosen", rx: 4 });
    this.cursor = makeSvg("rect", { class: "cnn-story-cursor", rx: 4 });
    this.svg.replaceChildren(this.buildArrows(), ...frames, ...cells, this.dead, this.into, this.live,
      ...this.captions.map(({ text }) => text), ...labels, this.chosen, this.cursor);
  }

  buildArrows() {
    const arrow = (name) => makeSvg("marker", {
      id: `${this.marker}-${name}`, class: `cnn-story-tip-${name}`, viewBox: "0 0 8 8", refX: 7, refY: 4,
      markerWidth: 7, markerHeight: 7, markerUnits: "userSpaceOnUse", orient: "auto-start-reverse",
    }, makeSvg("path", { d: "M0 0.5L8 4L0 7.5Z" }));
    return makeSvg("defs", {}, arrow("into"), arrow("live"));
  }

  buildCell({ left, top, width, height }) {
    const split = Math.round(height * VALUE_SHARE);
    const middle = left + width / 2;
    const ground = makeSvg("rect", { x: left, y: top, width, height: split });
    const strip = makeSvg("rect", { class: "cnn-story-strip", x: left, y: top + split, width, height: height - split });
    const outline = makeSvg("rect", { class: "cnn-story-outline", x: left + 0.5, y: top + 0.5, width: width - 1, height: height - 1 });
    const value = makeSvg("text", { class: "cnn-story-value", x: middle, y: top + split / 2 + 4.6, "text-anchor": "middle" });
    const gradient = makeSvg("text", {
      class: "cnn-story-gradient", x: middle, y: top + split + (height - split) / 2 + 3.8, "text-anchor": "middle",
    });
    return { group: makeSvg("g", { class: "cnn-story-cell" }, ground, strip, outline, value, gradient), ground, strip, value, gradient };
  }

  // state: see the page's draw(); every number comes from Python.
  update(state) {
    const limits = limitsOf(state.values);
    const gradientLimits = limitsOf(state.gradients);
    for (const [key, { group, ground, strip, value, gradient, place }] of this.cells) {
      const { array, flat, role, width } = place;
      const number = state.values[array][flat];
      const color = array === "image"
        ? colorOf(number, this.ink)
        : colorOf(number / limits[array], this.signed(role === "gradient" ? "output" : role));
      setAttributes(ground, { fill: cssColor(color) });
      setAttributes(value, { fill: numberColor(color, this.palette) });
      this.write(value, cellNumber(number), width);
      const shown = state.isShown(array);
      const asked = state.isAsking && key === cellKey(state.chosen) && !state.asksForCell;
      const slope = state.gradients[array][flat];
      this.write(gradient, shown ? cellNumber(slope) : asked ? "?" : "", width);
      const pale = shown ? colorOf((0.35 * slope) / gradientLimits[array], this.signed("gradient")) : [255, 255, 255];
      setAttributes(strip, { fill: cssColor(pale) });
      setAttributes(group, { "data-key": key, "data-related": state.related.has(key), "data-factor": state.factors.has(key) });
    }
    for (const { array, text } of this.captions) setAttributes(text, { "data-now": state.isNow(array) });
    this.drawLines(this.dead, state.dead, null);
    this.drawLines(this.into, state.into, "into");
    this.drawLines(this.live, state.live, "live");
    this.frame(this.chosen, state.chosen);
    this.frame(this.cursor, state.cursor);
    setAttributes(this.svg, { "aria-label": state.words });
  }

  signed(role) {
    this.scales[role] ??= signedScale(role, this.palette, 1, 0.6);
    return this.scales[role];
  }

  // A number that is too wide for its cell is set closer.
  write(element, text, width) {
    if (element.textContent === text) return;
    setText(element, text);
    const needed = text.length * (element.classList.contains("cnn-story-value") ? 7.6 : 6.4);
    if (needed > width - 3) setAttributes(element, { textLength: width - 4, lengthAdjust: "spacingAndGlyphs" });
    else element.removeAttribute("textLength");
  }

  drawLines(group, edges, kind) {
    const key = JSON.stringify(edges);
    if (group.edges === key && group.layout === this.layout) return;
    Object.assign(group, { edges: key, layout: this.layout });
    const { lines, labels } = storyLines(this.layout, edges);
    const tip = kind && `url(#${this.marker}-${kind})`;
    // The gradient flows back: its arrow is at the start of a line.
    const ends = kind === "live" ? { "marker-start": tip } : kind === "into" ? { "marker-end": tip } : {};
    const drawn = lines.flatMap(({ outside, inside }) => [
      makeSvg("path", { class: "cnn-story-inside", d: inside }), makeSvg("path", { d: outside, ...ends }),
    ]);
    const written = kind === null ? [] : labels.map((label) => labelElement(label, this.layout));
    group.replaceChildren(...drawn, ...written);
  }

  frame(element, cell) {
    const place = cell && this.layout.cells.get(cellKey(cell));
    element.style.display = place ? "" : "none";
    if (!place) return;
    setAttributes(element, { x: place.left - 1, y: place.top - 1, width: place.width + 2, height: place.height + 2 });
  }

  // The cell under a pointer event.
  cellAt(event) {
    const box = this.svg.getBoundingClientRect();
    const x = ((event.clientX - box.left) / box.width) * this.layout.width;
    const y = ((event.clientY - box.top) / box.height) * this.layout.height;
    for (const place of this.layout.cells.values()) {
      const inside = x >= place.left && x < place.left + place.width && y >= place.top && y < place.top + place.height;
      if (inside) return place.cell;
    }
    return null;
  }
}

function labelElement({ x, y, text }, { gap, upright }) {
  const width = Math.min(text.length * 6.2 + 6, upright ? 44 : Math.max(gap + 4, 34));
  const label = makeSvg("text", { x, y: y + 3.8, "text-anchor": "middle" }, text);
  if (text.length * 6.2 > width - 2) setAttributes(label, { textLength: width - 4, lengthAdjust: "spacingAndGlyphs" });
  return makeSvg("g", { class: "cnn-story-derivative" },
    makeSvg("rect", { x: x - width / 2, y: y - 7, width, height: 14, rx: 6 }), label);
}

function limitsOf(arrays) {
  return Object.fromEntries(Object.entries(arrays).map(([name, numbers]) =>
    [name, Math.max(...numbers.map(Math.abs)) || 1]));
}
