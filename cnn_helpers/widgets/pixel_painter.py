"""The pixel painter: paint on a small grid and see each pixel's address and number."""

from __future__ import annotations

import numpy as np
import traitlets

from cnn_helpers.widgets.addresses import AddressQuiz
from cnn_helpers.widgets.arrays import array_from_page, array_to_page
from cnn_helpers.widgets.base import CourseWidget
from cnn_helpers.widgets.drawings import (
    OWN,
    SIZES,
    as_drawing,
    as_pixel,
    drawing_names,
    named_drawing,
)
from cnn_helpers.widgets.settings import (
    Setting,
    SettingError,
    bounded_int,
    flag,
    list_to_page,
    one_of,
)

__all__ = ["PixelPainter"]

TOOLS = ("pen", "grey pen", "eraser")
LARGEST_BRUSH = 4
SOFT_SIZE = 28


class PixelPainter(CourseWidget):
    """A sheet of 5, 12 or 28 pixels square to paint on; the drawing is a numpy array.

    Paint by mouse, pen or finger, or by keyboard: arrows move, Space paints, Shift with an arrow
    draws a line, Ctrl+Z takes the last stroke back and Ctrl+Y brings it again. The chosen pixel's
    address and number stand beside the sheet.

    Parameters
    ----------
    image : str or array_like, shape (size, size)
        ``"empty"``, ``"X"``, ``"O"``, ``"tick"``, ``"scribble"``, ``"V"``, at size 28 also
        ``"digit 0"`` to ``"digit 9"``; or numbers from 0 (paper) to 1 (ink), uint8 from 0 to 255.
    size : {5, 12, 28}, optional
        Pixels on each side. None means the array's own size, and 5 for a name (28 for a digit).
    tool : {"pen", "grey pen", "eraser"}
        What a stroke does.
    brush : int
        How broad a stroke is, in pixels, 1 to 4.
    soft : bool, optional
        Whether strokes have soft edges, like scanned handwriting. None: on 28 x 28 paper, but not
        on smaller paper.
    predict : bool
        Ask for addresses: the answer stays hidden until one is given.
    pixel : (int, int)
        Row and column of the chosen pixel, from 0.

    Attributes
    ----------
    image : numpy.ndarray of float64, shape (size, size), read-only
        The drawing, 0 paper to 1 ink; ``observe`` it to react to strokes.
    image_name : str
        The example's name, or "own drawing".
    question : dict or None
        In predict mode ``{"kind": "find" or "name", "row": ..., "column": ...}``.
    prediction : (int, int) or None
        The address that was clicked or typed.
    verdict : str
        What is said about it.

    Examples
    --------
    >>> painter = PixelPainter("tick")
    >>> painter.image[1].tolist()
    [0.0, 0.0, 0.0, 0.0, 1.0]
    >>> painter.set(image="X", size=12)
    >>> painter
    <PixelPainter: X, 12 x 12 pixels, 24 of them with ink; image[0, 0] is 1.>
    >>> painter.set(image=[[0, 1], [1, 0]])
    Traceback (most recent call last):
        ...
    cnn_helpers.widgets.settings.SettingError: image must have 5 x 5, 12 x 12 or 28 x 28 pixels, \
but has (2, 2)
    """

    use = "paint"
    module = "pixel_painter.js"
    styles = ("widget.css", "pixel_painter.css")

    image = Setting(np.zeros((5, 5)), as_drawing).tag(
        sync=True, to_json=array_to_page, from_json=array_from_page
    )
    image_name = traitlets.Unicode("empty").tag(sync=True)
    tool = Setting("pen", one_of("tool", TOOLS)).tag(sync=True)
    brush = Setting(1, bounded_int("brush", 1, LARGEST_BRUSH)).tag(sync=True)
    soft = Setting(False, flag("soft")).tag(sync=True)
    pixel = Setting((0, 0), as_pixel("pixel")).tag(
        sync=True, to_json=list_to_page, from_json=lambda value, self: self._inside(value)
    )
    predict = Setting(False, flag("predict")).tag(sync=True)
    prediction = Setting(None, as_pixel("prediction", optional=True)).tag(
        sync=True, to_json=list_to_page
    )
    question = traitlets.Dict(default_value=None, allow_none=True, read_only=True).tag(sync=True)
    verdict = traitlets.Unicode("", read_only=True).tag(sync=True)
    examples = traitlets.Dict(read_only=True).tag(sync=True)

    def __init__(
        self,
        image="empty",
        *,
        size=None,
        tool="pen",
        brush=1,
        soft=None,
        predict=False,
        pixel=(0, 0),
    ):
        self._quiz = AddressQuiz()
        settings = {"image": image, "size": size, "tool": tool, "brush": brush, "soft": soft}
        super().__init__(**self.checked({**settings, "predict": predict, "pixel": pixel}))
        self.set_trait("examples", {str(size): drawing_names(size) for size in SIZES})

    def checked(self, settings):
        """Return the settings in the form that is kept; a name becomes its drawing."""
        settings = dict(settings)
        if settings.get("soft", "") is None:
            del settings["soft"]
        name = OWN
        if "size" in settings or isinstance(settings.get("image"), str):
            size, image = settings.pop("size", None), settings.get("image", "empty")
            settings["image"], name = _drawing(image, size)
        checked = super().checked(settings)
        if "image" in checked:
            checked["image_name"] = name
        shape = checked.get("image", self.image).shape
        if shape != self.image.shape:
            checked.setdefault("soft", len(checked["image"]) == SOFT_SIZE)
        for place in ("pixel", "prediction"):
            if checked.get(place) is not None:
                _check_inside(place, checked[place], shape)
        return checked

    @traitlets.validate("pixel", "prediction")
    def _stay_inside(self, proposal):
        if proposal["value"] is not None:
            _check_inside(proposal["trait"].name, proposal["value"], self.image.shape)
        return proposal["value"]

    def _inside(self, pixel):
        """Return the pixel that the page asks for, moved onto the sheet as it is here."""
        last = len(self.image) - 1
        return [min(max(index, 0), last) for index in pixel]

    @traitlets.observe("image")
    def _keep_on_sheet(self, _):
        self.pixel = self._inside(self.pixel)

    @traitlets.observe("image", "predict")
    def _start_or_stop_asking(self, _):
        if not self.predict:
            self.prediction = None
            self.set_trait("question", None)
        elif self.question is None or self._quiz.shape != self.image.shape:
            self.next_question()

    def next_question(self):
        """Ask for another address; predict mode does so by itself for the first one."""
        with self.hold_sync():  # the page must not see the old question open again
            self.prediction = None
            self.set_trait("question", self._quiz.ask(self.image.shape))
            if self.question["kind"] == "name":
                self.pixel = (self.question["row"], self.question["column"])

    @traitlets.observe("prediction")
    def _judge(self, _):
        if self.prediction is None or self.question is None:
            self.set_trait("verdict", "")
        else:
            self.set_trait("verdict", self._quiz.judge(self.prediction))

    @property
    def prediction_is_right(self):
        """Whether the prediction names the pixel that was asked for; None before there is one."""
        if self.prediction is None or self.question is None:
            return None
        return self.prediction == (self.question["row"], self.question["column"])

    def sentence(self):
        """Return the present state in a sentence, the same in every run."""
        size = len(self.image)
        start = (
            f"PixelPainter: {self.image_name}, {size} x {size} pixels, "
            f"{np.count_nonzero(self.image)} of them with ink"
        )
        if self.question is not None and self.prediction is None:
            return f"{start}; {self._quiz.words()}"
        row, column = self.pixel
        return f"{start}; image[{row}, {column}] is {self.image[self.pixel]:.3g}."

    def figure(self):
        """Return a static picture of the present state.

        Returns
        -------
        matplotlib.figure.Figure
            The drawing with the chosen pixel's address, or with an open question in its place.
        """
        from cnn_helpers.figures.pixels import pixel_address, pixel_question

        if self.question is not None and self.prediction is None:
            return pixel_question(self.image, **self.question)
        return pixel_address(self.image, *self.pixel)

    def handle(self, command, content, buffers):
        """Answer the page: ``example`` and ``paper`` lay another sheet, ``next`` asks again."""
        if command == "example":
            self.set(image=str(content["name"]), size=len(self.image))
        elif command == "paper":
            self.set(image="empty", size=content["size"])
        elif command == "next":
            self.next_question()
        else:
            raise ValueError(f"command must be example, paper or next, but is {command!r}")


def _drawing(image, size):
    """Return a drawing and its name, for what the learner gave as ``image`` and ``size``."""
    if size is not None and size not in SIZES:
        raise SettingError(f"size must be 5, 12 or 28, but is {size!r}")
    if isinstance(image, str):
        try:
            return named_drawing(image, size), image
        except ValueError as error:
            raise SettingError(str(error)) from None
    if size is not None and np.shape(image) != (size, size):
        raise SettingError(f"image must be {size} x {size} as size says, but has {np.shape(image)}")
    return image, OWN


def _check_inside(name, pixel, shape):
    if not (pixel[0] < shape[0] and pixel[1] < shape[1]):
        raise SettingError(
            f"{name} must lie on the sheet of {shape[0]} x {shape[1]} pixels, but is {pixel}"
        )
