"""The card reader: write on an order card, lay it crookedly, and watch it being read."""

from __future__ import annotations

import numpy as np
import traitlets

from cnn_helpers import data
from cnn_helpers.data.card_scan import SCAN_SHAPE
from cnn_helpers.order_cards import CardError, find_dots, read_card
from cnn_helpers.softmax import softmax
from cnn_helpers.training import Sequential, load_trained
from cnn_helpers.widgets.base import CourseWidget
from cnn_helpers.widgets.card_drawings import (
    CARD_NAMES,
    OWN_CARD,
    as_ink,
    ink_from_page,
    ink_to_page,
    named_card,
    write,
)
from cnn_helpers.widgets.card_words import sentence, told_lines
from cnn_helpers.widgets.settings import (
    Setting,
    SettingError,
    bounded_int,
    bounded_number,
    flag,
    one_of,
)

__all__ = ["CardReader"]

TOOLS = ("pen", "eraser")
CORNERS = ("none", "upper left", "upper right", "lower left")
STEPS = 4
_HIDDEN = 12  # pixels around a dot that a thumb covers


def _between(name, low, high):
    """Return a check for a number from ``low`` to ``high``."""
    check = bounded_number(name, 1e9)

    def check_range(value):
        if not low <= check(value) <= high:
            raise ValueError(f"{name} must be a number from {low} to {high}, but is {value!r}")
        return float(value)

    return check_range


class CardReader(CourseWidget):
    """Fill in an order card, lay it crookedly under the scanner, and watch it being read.

    Write by mouse, pen, finger or keyboard (arrows move, Space makes a dot, Shift with an arrow
    draws a line), or let marks and numbers be written by choosing them.

    Parameters
    ----------
    marks, digits : Sequential, optional
        Networks for images (N, 1, 28, 28): logits of the marks (class 0 is the X) and of the digits
        0 to 9. None takes those that come with the course.
    image : str or array_like, shape ``CARD_LAYOUT.shape``
        What is written: ``"empty"``, ``"example"``, ``"an X without a number"``, ``"second
        thoughts"``, ``"leaving the boxes"``, or ink from 0 to 1.
    angle : float
        How far the card is turned, in degrees, counter-clockwise, -180 to 180.
    scale : float
        Its size in the scan, 0.7 to 1.3.
    noise : float
        Strength of the scanner's noise, 0 to 0.3.
    covered : {"none", "upper left", "upper right", "lower left"}
        A corner dot that a thumb covers.
    threshold : float
        Below it a human is asked, 0 to 1.
    step : {1, 2, 3, 4}
        How much is shown: the scan with its dots, the boxes cut out, what the networks say, the
        order.
    predict : bool
        Ask for the number of scoops before telling.

    Attributes
    ----------
    image : numpy.ndarray of float64, shape (256, 208), read-only
        What is written, without the printed form.
    scan : numpy.ndarray of float64, shape (312, 280)
        What the scanner sees.
    reading : CardReading or None
        All that was read; None if the card can't be laid straight.
    problem : str
        Why it can't.

    Examples
    --------
    >>> reader = CardReader(angle=12)
    >>> reader.reading.scoops.tolist(), round(reader.reading.straight.angle)
    ([2, 0, 5, 0], 12)
    >>> reader.set(covered="upper left")
    >>> reader
    <CardReader: example, turned by 12 degrees, upper left corner covered; \
it can't be laid straight.>
    """

    use = "write on the card and turn it"
    module = "card_reader.js"
    styles = ("widget.css", "card_reader.css")

    image = Setting(np.zeros(data.CARD_LAYOUT.shape), as_ink).tag(
        sync=True, to_json=ink_to_page, from_json=ink_from_page
    )
    image_name = traitlets.Unicode("empty").tag(sync=True)
    tool = Setting("pen", one_of("tool", TOOLS)).tag(sync=True)
    brush = Setting(1, bounded_int("brush", 1, 4)).tag(sync=True)
    angle = Setting(0.0, _between("angle", -180, 180)).tag(sync=True)
    scale = Setting(1.0, _between("scale", 0.7, 1.3)).tag(sync=True)
    noise = Setting(0.0, _between("noise", 0, 0.3)).tag(sync=True)
    covered = Setting("none", one_of("covered", CORNERS)).tag(sync=True)
    threshold = Setting(0.9, _between("threshold", 0, 1)).tag(sync=True)
    step = Setting(STEPS, bounded_int("step", 1, STEPS)).tag(sync=True)
    predict = Setting(False, flag("predict")).tag(sync=True)
    prediction = Setting(None, bounded_number("prediction", 1e9, optional=True)).tag(sync=True)

    _told = traitlets.Dict(read_only=True).tag(sync=True)
    _pictures = traitlets.Dict(read_only=True).tag(sync=True)
    _plan = traitlets.Dict(read_only=True).tag(sync=True)

    def __init__(
        self,
        marks=None,
        digits=None,
        *,
        image="example",
        angle=0.0,
        scale=1.0,
        noise=0.03,
        covered="none",
        threshold=0.9,
        step=STEPS,
        predict=False,
    ):
        self._marks = _checked_network(marks, "marks", "marks_cnn")
        self._digits = _checked_network(digits, "digits", "mnist_lenet")
        self.scan, self.reading, self.problem = np.zeros(SCAN_SHAPE), None, ""
        settings = {"image": image, "angle": angle, "scale": scale, "noise": noise}
        settings |= {"covered": covered, "threshold": threshold, "step": step, "predict": predict}
        super().__init__(**self.checked(settings))
        plan = {"form": ink_to_page(data.card_form()), "cards": list(CARD_NAMES)}
        plan |= {"flavours": list(data.CARD_LAYOUT.flavours), "corners": list(CORNERS)}
        self.set_trait("_plan", plan)
        self._read()

    def checked(self, settings):
        """Return the settings in the form that is kept; a name becomes its card."""
        settings, name = dict(settings), OWN_CARD
        if isinstance(settings.get("image"), str):
            name = settings["image"]
            try:
                settings["image"] = named_card(name)
            except ValueError as error:
                raise SettingError(str(error)) from None
        checked = super().checked(settings)
        if "image" in checked:
            checked["image_name"] = name
        return checked

    @traitlets.observe("image", "angle", "scale", "noise", "covered")
    def _read_again(self, _):
        if self._plan:
            self._read()

    @traitlets.observe("threshold")
    def _judge_again(self, _):
        if self._plan:
            self._tell()

    def _read(self):
        card = np.maximum(data.card_form(), self.image)
        if self.covered != "none":
            corner = data.CARD_LAYOUT.corners[CORNERS.index(self.covered) - 1]
            top, left = (max(int(place) - _HIDDEN, 0) for place in corner)
            card[top : int(corner[0]) + _HIDDEN, left : int(corner[1]) + _HIDDEN] = 0
        generator = np.random.default_rng(0)
        placed = {"angle": self.angle, "scale": self.scale, "noise": self.noise}
        self.scan, _ = data.scan_card(card, **placed, generator=generator)
        try:
            self.reading, self.problem = read_card(self.scan, *self._classifiers()), ""
        except CardError as error:
            self.reading, self.problem = None, str(error)
        self._tell()

    def _classifiers(self):
        return [
            lambda images, network=network: softmax(network(images).astype(np.float64))
            for network in (self._marks, self._digits)
        ]

    def _tell(self):
        if self.reading is None:
            pictures = {}
            dots = find_dots(self.scan, data.CARD_LAYOUT.radius)[0]
        else:
            dots = self.reading.straight.corners
            pictures = {"straight": np.clip(self.reading.straight.image, 0, 1)}
            pictures["marks"] = np.clip(self.reading.mark_windows, 0, 1)
            pictures["numbers"] = np.clip(self.reading.digit_windows, 0, 1)
            pictures["digits"] = np.clip(self.reading.digits, 0, 1)
        pictures["scan"] = self.scan
        with self.hold_sync():
            packets = {name: ink_to_page(picture) for name, picture in pictures.items()}
            self.set_trait("_pictures", packets)
            self.set_trait("_told", {"dots": dots.tolist(), **told_lines(self)})

    @property
    def is_open(self):
        """Whether a question waits for its answer."""
        return self.predict and self.prediction is None

    @property
    def scoops(self):
        """How many scoops were read in all; 0 where nothing could be read."""
        return 0 if self.reading is None else int(self.reading.scoops.sum())

    @property
    def prediction_is_right(self):
        """Whether the predicted number of scoops is that read; None before there is one."""
        if not self.predict or self.prediction is None:
            return None
        return self.prediction == self.scoops

    def sentence(self):
        """Return the present state in a sentence, the same in every run."""
        return sentence(self)

    def figure(self):
        """Return a matplotlib figure of the present state; what is asked for stays secret."""
        from cnn_helpers.figures.card_reader_scene import reader_picture

        return reader_picture(
            self.scan,
            np.array(self._told["dots"]).reshape(-1, 2),
            self.reading,
            data.CARD_LAYOUT.flavours,
            problem=self.problem,
            threshold=self.threshold,
            secret=self.is_open or self.step < STEPS,
        )

    def handle(self, command, content, buffers):
        """Take another ``card`` by its name, or ``write`` a mark and a number, as the page asks."""
        if command == "card":
            self.set(image=str(content["name"]))
        elif command == "write":
            self.set(image=write(self.image, content["line"], content["mark"], content["number"]))
        else:
            raise ValueError(f"command must be card or write, but is {command!r}")


def _checked_network(network, name, usual):
    if network is None:
        return load_trained(usual)
    if not isinstance(network, Sequential):
        raise SettingError(f"{name} must be a Sequential, but is {type(network).__name__}")
    return network
