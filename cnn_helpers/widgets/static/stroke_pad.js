// Painting on an ArrayCanvas by mouse, pen or finger: one line through all moves of a stroke.
//
//   new StrokePad(pointer.element, array, store, () => !store.get("predict"));   // pointer: a CellPointer on array
// store is a PainterStore: it remembers before a stroke, and paints from place to place.

export class StrokePad {
  constructor(area, array, store, mayPaint) {
    Object.assign(this, { area, array, store, mayPaint });
    area.addEventListener("pointerdown", (event) => this.start(event));
    area.addEventListener("pointermove", (event) => this.goOn(event));
    for (const kind of ["pointerup", "pointercancel"]) area.addEventListener(kind, () => { this.last = null; });
  }

  // Where a pointer is, in cells with fractions.
  place(event) {
    const box = this.array.canvas.getBoundingClientRect();
    const { rows, columns } = this.store.image;
    return [
      ((event.clientY - box.top) / box.height) * rows,
      ((event.clientX - box.left) / box.width) * columns,
    ];
  }

  start(event) {
    if (event.button !== 0 || !this.mayPaint() || !this.array.cellAt(event, this.store.image)) return;
    this.area.setPointerCapture(event.pointerId);
    this.store.remember();
    this.last = this.place(event);
    this.store.paint(this.last, this.last);
  }

  goOn(event) {
    if (!this.last) return;
    // The browser gathers the moves of a frame: one line through them all, and one message.
    const here = this.place(event);
    this.store.paint(this.last, here);
    this.last = here;
  }
}
