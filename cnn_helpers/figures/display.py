"""Show a figure in a notebook with words for those who can't see it."""

from __future__ import annotations

from base64 import b64encode
from html import escape
from time import monotonic

from cnn_helpers.figures.style import PIXELS_PER_INCH, png

__all__ = ["Live", "check_alt", "check_caption", "picture_html", "show"]

SHORTEST_ALT = 20
SMALLEST_WIDTH = 560  # On a phone the picture scrolls sideways rather than shrink beyond reading.
_PLACEHOLDERS = {"figure", "image", "picture", "plot", "chart", "todo", "alt", "alt text"}


def check_alt(alt):
    """Return ``alt`` on one line, or say why it describes nothing.

    Raises
    ------
    TypeError
        If it is not a string.
    ValueError
        If it is empty, shorter than 20 characters, a placeholder or a file name.

    Examples
    --------
    >>> check_alt("figure")
    Traceback (most recent call last):
        ...
    ValueError: alt must describe the picture in at least 20 characters, but is 'figure'
    """
    text = _one_line(alt, "alt")
    bare = text.strip(" .:!").lower()
    if len(text) < SHORTEST_ALT or bare in _PLACEHOLDERS:
        raise ValueError(
            f"alt must describe the picture in at least {SHORTEST_ALT} characters, but is {alt!r}"
        )
    if " " not in text or len(set(bare.split()) - _PLACEHOLDERS) < 3:
        raise ValueError(f"alt must describe the picture in words, but is {alt!r}")
    return text


def check_caption(caption):
    """Return ``caption`` on one line; an empty one raises ValueError."""
    text = _one_line(caption, "caption")
    if not text:
        raise ValueError("caption must say what the picture shows, but is empty")
    return text


def _one_line(text, name):
    if not isinstance(text, str):
        raise TypeError(f"{name} must be a string, but is {type(text).__name__}")
    return " ".join(text.split())


def show(figure, *, alt, caption, colors=96, small=False):
    """Display a figure with its alternative text and a visible caption.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
        What to show.
    alt : str
        What there is to see, for readers who can't: one or two sentences, at least 20 characters.
    caption : str
        What to take from it, for everyone.
    colors : int
        Colours kept in the PNG; pass 256, the most there are, for colour photographs.
    small : bool
        Whether to store fewer pixels and colours, so that a page of many pictures stays small.

    Raises
    ------
    TypeError, ValueError
        If ``alt`` or ``caption`` is missing or says nothing.

    See Also
    --------
    Live : the same for a picture that is redrawn while something runs.
    """
    from IPython.display import display

    bundle = _bundle(figure, check_alt(alt), check_caption(caption), colors, small)
    display(bundle, raw=True)


class Live:
    """A picture that is redrawn in its place, for example while a network trains.

    Parameters
    ----------
    alt, caption, small
        As for ``show``.
    seconds : float
        Updates that come sooner after the last one are skipped. So are those that come sooner than
        ten times what the last one took: on a slow machine drawing must not hold up training.

    Examples
    --------
    >>> live = Live(alt="Loss and accuracy rise and fall as training goes on.", caption="So far.")
    """

    def __init__(self, *, alt, caption, seconds=2.0, small=False):
        self._alt, self._caption = check_alt(alt), check_caption(caption)
        self._seconds, self._next = seconds, -float("inf")
        self._handle, self._small = None, small

    def update(self, draw, *arguments, last=False, **words):
        """Show ``draw(*arguments, **words)`` in place of the picture before.

        Parameters
        ----------
        draw : function
            Returns a figure. It is not called when the update is skipped.
        last : bool
            True is never skipped.
        """
        from IPython.display import DisplayHandle

        started = monotonic()
        if started < self._next and not last:
            return
        figure = draw(*arguments, **words)
        bundle = _bundle(figure, self._alt, self._caption, 64, self._small)
        if self._handle is None:
            self._handle = DisplayHandle()
            self._handle.display(bundle, raw=True)
        else:
            self._handle.update(bundle, raw=True)
        now = monotonic()
        self._next = now + max(self._seconds, 10 * (now - started))


def _bundle(figure, alt, caption, colors, small):
    return {
        "text/html": picture_html(figure, alt=alt, caption=caption, colors=colors, small=small),
        "text/plain": f"[Picture: {alt}]\n{caption}",
    }


def picture_html(figure, *, alt, caption, colors=96, small=False):
    """Return the figure as one HTML ``<figure>`` element: picture, alternative text, caption.

    Neither JupyterLab nor nbconvert's default template gives an ``image/png`` output its
    alternative text, so the picture stands in HTML, which both keep as it is. Colours of the
    caption are the theme's own, hence readable on light and dark; the paper comes with the picture.
    """
    width, height = (round(inches * PIXELS_PER_INCH) for inches in figure.get_size_inches())
    source = b64encode(png(figure, colors, small)).decode("ascii")
    return (
        f'<figure style="margin: 0.3em 0 0.9em 0; max-width: {width}px;">\n'
        f'<img alt="{escape(alt)}" width="{width}" height="{height}" '
        f'style="max-width: 100%; min-width: {min(width, SMALLEST_WIDTH)}px; height: auto; '
        'border-radius: 8px;" '
        f'src="data:image/png;base64,{source}">\n'
        f'<figcaption style="margin: 0.3em 0.2em; font-style: italic;">{escape(caption)}'
        "</figcaption>\n</figure>"
    )
