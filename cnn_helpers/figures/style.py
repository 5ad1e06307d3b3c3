"""The house style: fonts, a style sheet, new figures and their PNG.

Nothing here changes the reader's own matplotlib settings: the style sheet is applied in a context,
the font is only added to matplotlib's list of known fonts, and pyplot is never involved.
"""

from __future__ import annotations

from contextlib import contextmanager
from functools import cache
from pathlib import Path

import matplotlib
import numpy as np
from matplotlib import font_manager
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties

from cnn_helpers.figures.indexed_png import SMALL_ERROR, UNSEEN_ERROR, indexed_png

__all__ = [
    "PIXELS_PER_INCH",
    "SCALE",
    "SMALL_SCALE",
    "WIDTH",
    "digits",
    "handwriting",
    "house",
    "new_figure",
    "png",
    "ticks_inside",
]

WIDTH = 860
"""Width of a figure in CSS pixels: what a notebook cell shows without scaling."""

PIXELS_PER_INCH = 100
"""CSS pixels in an inch of the figure; 100 keeps sums easy."""

SCALE = 1.5
"""Pixels stored for each CSS pixel, so that lines stay sharp on a dense screen."""

SMALL_SCALE = 1.2
"""The same for pictures that shall be small."""

_FOLDER = Path(__file__).parent
_FAMILY = ["Patrick Hand", "DejaVu Sans"]


# What belongs to the session rather than to the look of a figure.
_LEAVE_ALONE = {"backend", "backend_fallback", "interactive", "toolbar", "timezone", "webagg.port"}


@cache
def _settings():
    font_manager.fontManager.addfont(_FOLDER / "fonts" / "PatrickHand-Regular.ttf")
    own = matplotlib.rc_params_from_file(_FOLDER / "house.mplstyle", use_default_template=False)
    # Start from matplotlib's defaults, so that a reader's style doesn't leak into the figures.
    defaults = {
        key: value
        for key, value in matplotlib.rcParamsDefault.items()
        if key not in _LEAVE_ALONE and not key.startswith(("keymap.", "webagg.", "tk."))
    }
    return {**defaults, **own}


@contextmanager
def house():
    """Apply the course's style sheet for the length of a ``with`` block.

    Examples
    --------
    >>> import matplotlib
    >>> before = matplotlib.rcParams["figure.facecolor"]
    >>> with house():
    ...     matplotlib.rcParams["figure.facecolor"]
    '#FFFDF8'
    >>> matplotlib.rcParams["figure.facecolor"] == before
    True
    """
    with matplotlib.rc_context(_settings()):
        yield


def _points(pixels):
    return pixels * 72 / PIXELS_PER_INCH


def handwriting(pixels):
    """Return the font for words, ``pixels`` CSS pixels high; DejaVu Sans fills missing glyphs."""
    _settings()
    return FontProperties(family=_FAMILY, size=_points(pixels))


def digits(pixels):
    """Return the upright font for numbers in cells, ``pixels`` CSS pixels high."""
    return FontProperties(family="DejaVu Sans", size=_points(pixels))


class _HouseFigure(Figure):
    """A figure that a notebook also shows, without words, as the last line of a cell."""

    def _repr_png_(self):
        width, height = (round(inches * PIXELS_PER_INCH) for inches in self.get_size_inches())
        return png(self), {"width": width, "height": height}


def new_figure(height, width=WIDTH):
    """Return an empty paper-coloured figure of ``width`` by ``height`` CSS pixels.

    Parameters
    ----------
    height, width : float
        Size on the page in CSS pixels.

    Returns
    -------
    matplotlib.figure.Figure
        With its own canvas; pyplot doesn't know it.
    """
    with house():
        figure = _HouseFigure(
            figsize=(width / PIXELS_PER_INCH, height / PIXELS_PER_INCH),
            dpi=PIXELS_PER_INCH * SCALE,
        )
    FigureCanvasAgg(figure)
    return figure


def ticks_inside(axes):
    """Keep only the ticks that lie within the axes' limits: no others are ever measured or drawn.

    Examples
    --------
    >>> axes = new_figure(200).add_subplot(xlim=(0, 1.05))
    >>> ticks_inside(axes)
    >>> float(axes.get_xticks()[-1])
    1.0
    """
    for axis, limits in ((axes.xaxis, axes.get_xlim()), (axes.yaxis, axes.get_ylim())):
        low, high = sorted(limits)
        axis.set_ticks([tick for tick in axis.get_ticklocs() if low <= tick <= high])


def png(figure, colors=96, small=False):
    """Return the figure as the bytes of a PNG file, the same each time.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
        Any figure; those of the course are drawn in the house style.
    colors : int
        Size of the palette, at most 256. 96 suits drawings and grey pictures; colour photographs
        look better with 256.
    small : bool
        Whether to store fewer pixels and colours, which saves about a quarter: for pages of many
        pictures.

    Returns
    -------
    bytes
    """
    with house(), _drawn_at(figure, SMALL_SCALE if small else SCALE):
        canvas = FigureCanvasAgg(figure)
        canvas.draw()
        pixels = np.asarray(canvas.buffer_rgba())[..., :3]
    return indexed_png(pixels, colors, SMALL_ERROR if small else UNSEEN_ERROR)


@contextmanager
def _drawn_at(figure, scale):
    """Draw at another scale for the length of a ``with`` block; the wobble of lines goes along."""
    share, before = scale / SCALE, figure.dpi
    wobbly = [artist for artist in figure.findobj() if artist.get_sketch_params()]
    kept = [artist.get_sketch_params() for artist in wobbly]
    if share != 1:
        figure.set_dpi(PIXELS_PER_INCH * scale)
        for artist, (size, length, randomness) in zip(wobbly, kept, strict=True):
            artist.set_sketch_params(size * share, length * share, randomness)
    try:
        yield
    finally:
        if share != 1:
            figure.set_dpi(before)
            for artist, settings in zip(wobbly, kept, strict=True):
                artist.set_sketch_params(*settings)
