"""Pictures of the first notebook: the question, the map, the rhythm of a lesson, the colours."""

from __future__ import annotations

import numpy as np

from cnn_helpers.figures import palette, strokes
from cnn_helpers.figures.scene import Scene

__all__ = ["color_key", "course_map", "lesson_rhythm", "order_question"]

_PER_ROW = 5
_CARD = 136, 84
_STEP = 160, 128
_ORIGIN = 42, 112


def order_question(mark, *, says):
    """Draw the course's question: a paper card, one box of it as numbers, and the ice cream asking.

    Parameters
    ----------
    mark : array_like, shape (rows, columns)
        The box as the computer sees it, 0 paper to 1 ink.
    says : str
        The question.

    Returns
    -------
    matplotlib.figure.Figure
    """
    scene = Scene(400, title="The shop wants to read its paper cards")
    scene.order_card(60, 86, 190, lines=("vanilla", "chocolate", "lemon"), marked=(1,), scoops="2")
    scene.arrow((270, 210), (372, 210), text="one box")
    block = scene.cells(mark, 396, 104, 42, look="input", label="what the computer gets")
    scene.ice_cream(770, 236, 150, mood="asks")
    scene.bubble(says, 735, 118, (764, 184))
    scene.caption(f"A box is {block.rows} × {block.columns} numbers: 0 is paper, 1 is ink.")
    return scene.figure


def _place(index):
    """Return the left top corner of a card; every second row runs backwards, as the road turns."""
    row, column = divmod(index, _PER_ROW)
    if row % 2:
        column = _PER_ROW - 1 - column
    return _ORIGIN[0] + column * _STEP[0], _ORIGIN[1] + row * _STEP[1]


def course_map(chapters, passed=None):
    """Draw the way through the course: one card a notebook, in order along a road.

    Parameters
    ----------
    chapters : sequence of Chapter
        With number, short_title, written, afternoon and deeper (see ``cnn_helpers.contents``).
    passed : dict, optional
        For a chapter's number how many of its exercises are passed, and how many there are, for
        example ``{"03": (1, 2)}``. A tag on the card says so.

    Returns
    -------
    matplotlib.figure.Figure
    """
    rows = -(-len(chapters) // _PER_ROW)
    height = _ORIGIN[1] + rows * _STEP[1] + 28
    subtitle = "The tags count your passed exercises." if passed else "Follow the road from 00."
    scene = Scene(height, title="The map of the course", subtitle=subtitle)
    middles = [
        (left + _CARD[0] / 2, top + _CARD[1] / 2)
        for left, top in (_place(index) for index in range(len(chapters)))
    ]
    strokes.shape(
        scene.axes, np.array(middles), line=palette.RULE, width=14, wobble=1.4, closed=False, z=1
    )
    for index, chapter in enumerate(chapters):
        _card(scene, *_place(index), chapter)
        if passed and chapter.number in passed:
            _tag(scene, *_place(index), *passed[chapter.number])
    _legend(scene, height - 34)
    return scene.figure


def _card(scene, left, top, chapter):
    width, height = _CARD
    outline = strokes.rounded_box(left, top, width, height, radius=12)
    role = "output" if chapter.written else "muted"
    patch = strokes.shape(
        scene.axes,
        outline,
        fill=palette.TINT["output"] if chapter.written else palette.PAPER,
        line=palette.FILL["output"] if chapter.written else palette.MUTED,
        width=2.8 if chapter.written else 1.6,
        z=3,
    )
    if not chapter.written:
        patch.set_linestyle((0, (4, 3)))
    scene.words(chapter.number, left + 13, top + 19, size=24, role=role, align="left")
    if chapter.deeper:
        scene.words("deeper", left + width - 12, top + 19, size=17, role="muted", align="right")
    if chapter.afternoon:
        _dot(scene, left + width - 20, top + 20)
    words = chapter.short_title.split()
    lines = _two_lines(words)
    for number, line in enumerate(lines):
        y = top + (58 if len(lines) == 1 else 47 + 22.5 * number)
        scene.words(line, left + 13, y, size=18, role="ink", align="left")


def _two_lines(words, longest=15):
    """Break a short title where it grows too long for a card."""
    line = ""
    for index, word in enumerate(words):
        if line and len(line) + 1 + len(word) > longest:
            return [line, " ".join(words[index:])]
        line = f"{line} {word}".strip()
    return [line]


def _tag(scene, left, top, done, every):
    """Hang a tag on the card's lower edge: how many exercises are passed, a tick if all are."""
    whole = done == every
    width = 84 if whole else 60
    left, top = left + _CARD[0] - width - 8, top + _CARD[1] - 5
    strokes.shape(
        scene.axes,
        strokes.rounded_box(left, top, width, 26, radius=8),
        fill=palette.WHITE,
        line=palette.FILL["output"] if whole else palette.MUTED,
        width=2.8 if whole else 1.6,
        z=5,
    )
    scene.words(f"{done} of {every}", left + 30, top + 13, size=17)
    if whole:
        tick = np.add([[58, 14], [64, 20], [75, 6]], (left, top))
        line = palette.TEXT_ON_LIGHT["output"]
        strokes.shape(scene.axes, tick, line=line, width=3.5, wobble=0.5, closed=False, z=6)


def _dot(scene, x, y):
    turns = np.radians(np.linspace(0, 360, 24, endpoint=False))
    outline = np.column_stack([x + 8 * np.cos(turns), y + 8 * np.sin(turns)])
    strokes.shape(scene.axes, outline, fill=palette.FILL["gradient"], line=palette.INK, width=1.4)


def _legend(scene, y):
    for left, written, text in ((42, True, "you can open it"), (256, False, "still being written")):
        patch = strokes.shape(
            scene.axes,
            strokes.rounded_box(left, y - 13, 38, 26, radius=7),
            fill=palette.TINT["output"] if written else palette.PAPER,
            line=palette.FILL["output"] if written else palette.MUTED,
            width=2.6 if written else 1.6,
        )
        if not written:
            patch.set_linestyle((0, (4, 3)))
        scene.words(text, left + 50, y, size=19, align="left")
    _dot(scene, 524, y)
    scene.words("the path for one afternoon", 542, y, size=19, align="left")


def lesson_rhythm():
    """Draw the three beats of every lesson: predict, run, explain."""
    scene = Scene(300, title="Every lesson has the same three beats")
    beats = (
        ("input", "predict", "Guess before you run.\nWrite it down."),
        ("output", "run", "Run the cell.\nLook closely."),
        ("gradient", "explain", "Why was it so?\nRead on."),
    )
    for index, (role, name, what) in enumerate(beats):
        left = 40 + index * 212
        scene.panel(left, 84, 172, 150, role=role, outline=True)
        scene.words(name, left + 86, 116, size="shout", role=role)
        for number, line in enumerate(what.splitlines()):
            scene.words(line, left + 86, 166 + 28 * number, size=19)
        if index < len(beats) - 1:
            scene.arrow((left + 180, 160), (left + 206, 160))
    scene.ice_cream(752, 142, 138, mood="happy")
    scene.caption("A wrong guess is welcome: it shows you where to look.")
    return scene.figure


def color_key(image, kernel, feature_map, gradient):
    """Draw one small array in each colour of the course, with what the colour stands for.

    Parameters
    ----------
    image, kernel, feature_map, gradient : array_like, shape (rows, columns)
        One array for each of the four roles.

    Returns
    -------
    matplotlib.figure.Figure
    """
    scene = Scene(320, title="Four colours, always the same", subtitle="The number says the rest.")
    blocks = (
        (image, "input", "what goes in"),
        (kernel, "kernel", "what is learned"),
        (feature_map, "output", "what comes out"),
        (gradient, "gradient", "look here"),
    )
    for index, (array, role, label) in enumerate(blocks):
        rows = np.shape(array)[0]
        side = 132 / rows
        scene.cells(array, 52 + index * 206, 116, side, role=role, label=label)
    return scene.figure
