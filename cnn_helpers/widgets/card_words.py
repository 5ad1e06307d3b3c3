"""What the card reader says: the lines of the order for its page, and one sentence of it all."""

from __future__ import annotations

from cnn_helpers.data import CARD_LAYOUT
from cnn_helpers.data.marks import MARK_NAMES

__all__ = ["sentence", "told_lines"]


def told_lines(reader):
    """Return what the page tells of each line, and of the card as a whole, as JSON can hold it."""
    reading = reader.reading
    if reading is None:
        return {"problem": reader.problem, "lines": [], "scoops": 0, "asks": True}
    straight = reading.straight
    lines = []
    for line, flavour in enumerate(CARD_LAYOUT.flavours):
        kind = int(reading.mark_probabilities[line].argmax())
        numbers = reading.digit_probabilities[line]
        lines.append(
            {
                "flavour": flavour,
                "mark": MARK_NAMES[kind] if kind < len(MARK_NAMES) else f"class {kind}",
                "is_x": kind == 0,
                "p_x": float(reading.mark_probabilities[line, 0]),
                "written": bool(reading.digits[line].any()),
                "number": int(numbers.argmax()),
                "p_number": float(numbers.max()),
                "scoops": int(reading.scoops[line]),
                "sure": float(reading.confidences[line]),
                "asks": bool(reading.confidences[line] < reader.threshold),
            }
        )
    return {
        "problem": "",
        "lines": lines,
        "angle": straight.angle,
        "scale": straight.scale,
        "residual": straight.residual,
        "scoops": int(reading.scoops.sum()),
        "sure": reading.confidence,
        "asks": reading.confidence < reader.threshold,
    }


def sentence(reader):
    """Return the reader's state in a sentence; a secret answer stays one."""
    start = f"CardReader: {reader.image_name}, turned by {reader.angle:.0f} degrees"
    if reader.covered != "none":
        start += f", {reader.covered} corner covered"
    if reader.reading is None:
        return f"{start}; it can't be laid straight."
    if reader.is_open:
        return f"{start}; how many scoops will be read in all?"
    order = ", ".join(
        f"{flavour} {count}"
        for flavour, count in zip(CARD_LAYOUT.flavours, reader.reading.scoops, strict=True)
    )
    asks = " A human is asked." if reader.reading.confidence < reader.threshold else ""
    return f"{start}; read: {order}.{asks}"
