"""Bars of how long the same convolution takes in several designs, and of what they copy."""

from __future__ import annotations

import numpy as np

from cnn_helpers.figures import palette, strokes
from cnn_helpers.figures.scene import Scene

__all__ = ["time_bars", "timing_picture"]

NAMES, LEFT, RIGHT = 178, 196, 640
ROW = 46


def _bar(scene, length, y, role):
    right = LEFT + max(2.0, length * (RIGHT - LEFT))
    corners = [(LEFT, y - 12), (right, y - 12), (right, y + 12), (LEFT, y + 12)]
    strokes.shape(scene.axes, corners, fill=palette.FILL[role], line="none", wobble=0)


def _decades(seconds):
    known = np.log10(seconds)
    low = np.floor(known.min())
    return low, max(low + 3, np.ceil(known.max()))


def _decade_words(decade):
    unit, name = (0, "s") if decade >= 0 else (-3, "ms") if decade >= -3 else (-6, "µs")
    return f"{10 ** int(decade - unit):,} {name}"


def _draw_times(scene, top, seconds, words, secret=False):
    """Draw a bar for each design on a scale of decades; return where the scale ends."""
    names = list(seconds)
    bottom = top + ROW * len(names)
    values = np.array([np.nan if secret else seconds[name] for name in names], dtype=float)
    if secret:
        low, high = -5, 1
    else:
        low, high = _decades(values)
    for decade in np.arange(low, high + 1):
        x = LEFT + (decade - low) / (high - low) * (RIGHT - LEFT)
        ends = [(x, top - 8), (x, bottom - 6)]
        strokes.shape(scene.axes, ends, line=palette.RULE, width=1, closed=False, wobble=0, z=2)
        scene.words(_decade_words(decade), x, bottom + 10, size=15, role="muted")
    for number, (name, value) in enumerate(zip(names, values, strict=True)):
        y = top + ROW * (number + 0.4)
        best = not secret and value == values.min()
        role = "output" if best else "input"
        scene.words(name, NAMES, y, size=21, align="right", role=role if best else "ink")
        if secret:
            scene.words("?", LEFT + 16, y, size=24, role="gradient")
            continue
        _bar(scene, (np.log10(value) - low) / (high - low), y, role)
        scene.words(words[name], RIGHT + 20, y, size=20, align="left", role=role)
        times = value / values.min()
        said = "fastest" if best else f"{times:,.{1 if times < 10 else 0}f} ×"
        scene.words(said, 838, y, size=20, align="right", role=role if best else "muted")
    return bottom + 24


def _time_words(seconds):
    for unit, name in ((60, "min"), (1, "s"), (1e-3, "ms"), (1e-6, "µs")):
        if seconds >= unit * (2 if unit == 60 else 1) or name == "µs":
            value = seconds / unit
            decimals = 0 if unit == 60 or value >= 99.95 else 1 if value >= 9.995 else 2
            return f"{value:,.{decimals}f} {name}"


def time_bars(seconds, *, title, subtitle=None, caption=None):
    """Draw how long each design takes, on a scale where each line is ten times the one before.

    Parameters
    ----------
    seconds : dict of str to float
        Above 0.
    title, subtitle, caption : str
        The words around.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> figure = time_bars({"loops": 9.1, "im2col": 0.004}, title="A race")
    """
    top = 116 if subtitle else 84
    height = top + ROW * len(seconds) + (78 if caption else 44)
    scene = Scene(height, title=title, subtitle=subtitle)
    words = {name: _time_words(value) for name, value in seconds.items()}
    _draw_times(scene, top, seconds, words)
    if caption:
        scene.caption(caption)
    return scene.figure


def timing_picture(seconds, work, *, settings, secret=None):
    """Draw the timing explorer: the designs' times, and the arrays that they copy.

    Parameters
    ----------
    seconds : dict of str to float
        Above 0; not looked at where ``secret`` is "fastest".
    work : dict
        image_bytes, column_bytes, stack_bytes, copies, stacked.
    settings : str
        The sizes in words; broken at its first ":" and ";".
    secret : {"fastest", "copies"}, optional
        What the picture must not tell.

    Returns
    -------
    matplotlib.figure.Figure
    """
    sizes = settings.partition(":")[0]
    top = 112
    memory = top + ROW * len(seconds) + 92
    scene = Scene(memory + 3 * 42 + 14, title="One convolution, several designs", subtitle=sizes)
    hidden = secret == "fastest"
    words = {} if hidden else {name: _time_words(value) for name, value in seconds.items()}
    _draw_times(scene, top, seconds, words, secret=hidden)
    scene.words("What is copied on the way", 34, memory - 32, size=24, align="left")
    largest = max(work["column_bytes"], work["image_bytes"])
    rows = (
        ("the images", "image_bytes", None, "input"),
        ("batch last's stacks", "stack_bytes", "stacked", "output"),
        ("im2col's rows", "column_bytes", "copies", "gradient"),
    )
    for number, (name, size, ratio, role) in enumerate(rows):
        y = memory + 42 * number + 12
        scene.words(name, NAMES, y, size=21, align="right", role=role)
        if ratio and secret == "copies":
            scene.words("?", LEFT + 16, y, size=24, role="gradient")
            continue
        _bar(scene, work[size] / largest, y, role)
        megabytes = f"{work[size] / 1e6:.2f} MB"
        scene.words(megabytes, RIGHT + 20, y, size=20, align="left", role=role)
        if ratio:
            scene.words(f"{work[ratio]:.1f} ×", 838, y, size=20, align="right", role=role)
    return scene.figure
