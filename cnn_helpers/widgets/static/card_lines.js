// The order, line by line: a flavour's mark, how surely it is an X, its number, the scoops, how sure the line is.

import { ArrayCanvas } from "./array_canvas.js";
import { greyScale } from "./colors.js";
import { formatNumber } from "./numbers.js";
import { make, setText } from "./page.js";

const HEADS = [["flavour", ""], ["mark", "kernel"], ["an X?", ""], ["number", "output"], ["read", "output"],
  ["scoops", ""], ["sure", ""]];

export class CardLines {
  constructor(store) {
    this.store = store;
    const head = make("tr", {}, ...HEADS.map(([text, role]) =>
      make("th", { scope: "col", class: role && `cnn-${role}-words` }, text)));
    this.rows = store.get("_plan").flavours.map((flavour, line) => this.buildRow(flavour, line));
    this.element = make("table", { class: "cnn-lines" },
      make("caption", { class: "cnn-hidden" }, "The order, line by line"),
      make("thead", {}, head), make("tbody", {}, ...this.rows.map(({ element }) => element)));
  }

  buildRow(flavour, line) {
    const row = {
      line, flavour,
      mark: new ArrayCanvas("kernel", "mark-window"),
      number: new ArrayCanvas("output", "number-window"),
      fill: make("span", { class: "cnn-share-fill" }),
      share: make("span", { class: "cnn-share-number" }),
      empty: make("span", { class: "cnn-nothing" }, "empty"),
      read: make("td"), scoops: make("td", { class: "cnn-scoops" }), sure: make("td", { class: "cnn-sure" }),
    };
    row.track = make("span", { class: "cnn-share" }, row.fill);
    row.element = make("tr", {},
      make("th", { scope: "row" }, flavour),
      make("td", {}, row.mark.element),
      make("td", { class: "cnn-is-x" }, row.track, row.share),
      make("td", {}, row.number.element, row.empty), row.read, row.scoops, row.sure);
    return row;
  }

  // side: of a window in CSS pixels; step: how much is shown; open: whether a question waits.
  draw({ palette, side, step, open }) {
    const { lines } = this.store.told();
    this.element.hidden = lines.length === 0 || step < 2;
    if (this.element.hidden) return;
    const scale = greyScale("ink", palette);
    for (const row of this.rows) {
      const line = lines[row.line];
      const answers = step >= 3 && !open;
      const mark = this.store.windowOf("marks", row.line);
      const number = this.store.windowOf(line.written ? "digits" : "numbers", row.line);
      row.mark.draw(mark, { scale, palette, cell: side / mark.columns, numbers: false });
      row.mark.canvas.setAttribute("aria-label", `${row.flavour}, the mark${answers ? `: looks like ${line.mark}` : ""}`);
      row.number.draw(number, { scale, palette, cell: side / number.columns, numbers: false });
      row.number.canvas.setAttribute("aria-label", `${row.flavour}, the number`);
      row.number.element.hidden = !line.written;
      row.empty.hidden = line.written;
      row.fill.style.width = `${answers ? 100 * line.p_x : 0}%`;
      setText(row.share, answers ? percent(line.p_x) : "?");
      setText(row.read, !answers ? "?" : line.is_x && line.written ? `${line.number} (${percent(line.p_number)})` : "–");
      const order = step >= 4 && !open;
      setText(row.scoops, order ? String(line.scoops) : "?");
      setText(row.sure, order ? `${percent(line.sure)}${line.asks ? " ask" : ""}` : "?");
      row.sure.dataset.asks = order && line.asks;
    }
  }
}

export function percent(share) {
  return `${formatNumber(100 * share, 0)} %`;
}
