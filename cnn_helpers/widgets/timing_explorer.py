"""The timing explorer: one convolution, several designs, their times measured here and now."""

from __future__ import annotations

import numpy as np
import traitlets

from cnn_helpers import convolution_designs
from cnn_helpers.convolution import conv2d
from cnn_helpers.widgets.base import CourseWidget
from cnn_helpers.widgets.convolution_work import work_of
from cnn_helpers.widgets.settings import Setting, SettingError, bounded_int, flag, one_of
from cnn_helpers.widgets.stopwatch import Stopwatch
from cnn_helpers.widgets.timing_words import (
    QUESTIONS,
    as_prediction,
    copies_verdict,
    fastest_verdict,
    size_words,
    time_words,
)

__all__ = ["TimingExplorer"]

LIMITS = {
    "batch": (1, 64),
    "channels": (1, 16),
    "filters": (1, 32),
    "size": (8, 32),
    "kernel_size": (1, 7),
}
ORDERS = ("image by image", "batch last")
_SETTINGS = (*LIMITS, "memory")


def _own_designs():
    """Return the package's designs by name; looked up now, so that grading can withhold them."""
    names = convolution_designs.DESIGNS.items()
    return {name: getattr(convolution_designs, function) for name, function in names}


def _check_others(others, names):
    """Return the learner's designs if they give what conv2d gives, on a small case."""
    random = np.random.default_rng(0)
    images, kernels = random.normal(size=(2, 3, 6, 6)), random.normal(size=(4, 3, 3, 3))
    expected = conv2d(images, kernels)
    for name, design in others.items():
        if name in names:
            raise ValueError(f"others must have names of their own, but has {name!r}")
        if not callable(design):
            raise TypeError(f"{name} must be a function, but is {design!r}")
        got = design(images.astype(np.float32), kernels.astype(np.float32))
        if np.shape(got) != expected.shape:
            raise ValueError(
                f"{name} must give feature maps {expected.shape}, but gives {np.shape(got)}"
            )
        if not np.allclose(got, expected, atol=1e-4):
            off = np.abs(np.asarray(got) - expected).max()
            raise ValueError(f"{name} must give what conv2d gives, but is off by up to {off:.3g}")
    return dict(others)


class TimingExplorer(CourseWidget):
    """Times one convolution in several designs while you change its sizes.

    The times are measured in this kernel, a few hundredths of a second at a time, when a slider
    comes to rest. What is too slow for the whole batch is timed on a part of it. Beside the times
    stands what im2col copies.

    Parameters
    ----------
    batch, channels, filters, size, kernel_size : int
        Images (1 to 64), input channels (1 to 16), filters (1 to 32), pixels on each side of an
        image (8 to 32) and of a kernel (1 to 7).
    memory : {"image by image", "batch last"}
        How the images lie in memory before the clock starts.
    others : dict of str to callable, optional
        Designs of your own, to be timed beside the course's. Each takes float32 images and kernels
        and returns the feature maps.
    predict : bool
        Hide what is asked for until the learner has answered.
    question : {"fastest", "copies"}
        Which design is the fastest, or how many times the images are im2col's rows.
    seconds : float
        How long one turn of a design takes, roughly.

    Attributes
    ----------
    work : ConvolutionWork
        Multiplications, bytes and copies, counted.
    seconds : dict of str to float or None
        For each design; None until it is known. :meth:`measure` waits for all.
    prediction : str, float or None
        The learner's answer; None as soon as anything else changes.
    verdict : str
        What is said about it.

    Examples
    --------
    >>> explorer = TimingExplorer(batch=2, channels=3, size=10)
    >>> explorer
    <TimingExplorer: 2 images of 3 × 10 × 10, 16 filters of 3 × 3: 55,296 multiply-adds; im2col \
copies each number 5.8 times: 14 kB.>
    >>> times = explorer.measure()
    >>> times["loops"] > 10 * times["batch last"]
    True
    """

    use = "change the sizes and measure"
    module = "timing_explorer.js"
    styles = ("widget.css", "timing_explorer.css")

    batch = Setting(32, bounded_int("batch", *LIMITS["batch"])).tag(sync=True)
    channels = Setting(8, bounded_int("channels", *LIMITS["channels"])).tag(sync=True)
    filters = Setting(16, bounded_int("filters", *LIMITS["filters"])).tag(sync=True)
    size = Setting(28, bounded_int("size", *LIMITS["size"])).tag(sync=True)
    kernel_size = Setting(3, bounded_int("kernel_size", *LIMITS["kernel_size"])).tag(sync=True)
    memory = Setting("image by image", one_of("memory", ORDERS)).tag(sync=True)
    predict = Setting(False, flag("predict")).tag(sync=True)
    question = Setting("fastest", one_of("question", tuple(QUESTIONS))).tag(sync=True)
    prediction = Setting(None, as_prediction).tag(sync=True)
    verdict = traitlets.Unicode("", read_only=True).tag(sync=True)
    measured = traitlets.Dict(read_only=True).tag(sync=True)
    about = traitlets.Dict(read_only=True).tag(sync=True)

    def __init__(
        self, batch=32, channels=8, *, filters=16, size=28, kernel_size=3, memory="image by image",
        others=None, predict=False, question="fastest", seconds=0.015,
    ):  # fmt: skip
        own = {**_own_designs(), "conv2d": conv2d}
        self._designs = {**own, **_check_others(others or {}, own)}
        self._turn, self._stopwatch = float(seconds), None
        sizes = {"batch": batch, "channels": channels, "filters": filters, "size": size}
        sizes |= {"kernel_size": kernel_size, "memory": memory}
        super().__init__(
            **self.checked({**sizes, "predict": predict, "question": question}),
        )
        about = {"designs": list(self._designs), "limits": LIMITS, "questions": QUESTIONS}
        self.set_trait("about", {**about, "orders": ORDERS})
        self._start()

    @traitlets.observe(*_SETTINGS)
    def _start(self, _=None):
        """Forget the times: they were for other settings."""
        self._stopwatch = None
        self.prediction = None
        self._publish()

    @traitlets.observe("predict", "question")
    def _forget_prediction(self, _):
        self.prediction = None

    @traitlets.validate("prediction")
    def _check_prediction(self, proposal):
        said = proposal["value"]
        if said is None:
            return None
        if self.question == "fastest" and said not in self._designs:
            raise SettingError(
                f"prediction must be one of {', '.join(self._designs)}, but is {said!r}"
            )
        if self.question == "copies" and isinstance(said, str):
            raise SettingError(f"prediction must be a number, but is {said!r}")
        return said

    @property
    def work(self):
        """What is counted rather than timed: see ``ConvolutionWork``."""
        return work_of(self.batch, self.channels, self.filters, self.size, self.kernel_size)

    @property
    def seconds(self):
        """The time of each design, in seconds; None until it is known."""
        if self._stopwatch is None:
            return dict.fromkeys(self._designs)
        return self._stopwatch.seconds

    def _step(self):
        """Measure for one turn."""
        if self._stopwatch is None:
            images = (self.batch, self.channels, self.size, self.size)
            kernels = (self.filters, self.channels, self.kernel_size, self.kernel_size)
            self._stopwatch = Stopwatch(
                self._designs, images, kernels, memory=self.memory, seconds=self._turn
            )
        self._stopwatch.step()

    def measure(self):
        """Measure until every design is timed, and return their seconds by name.

        It takes about a second; the kernel's interrupt ends it.
        """
        while self._stopwatch is None or not self._stopwatch.done:
            self._step()
        self._publish()
        return self.seconds

    def _publish(self):
        stopwatch = self._stopwatch
        measured = {
            "settings": [getattr(self, name) for name in _SETTINGS],
            "seconds": list(self.seconds.values()),
            "words": [None if time is None else time_words(time) for time in self.seconds.values()],
            "shares": [] if stopwatch is None else list(stopwatch.shares.values()),
            "done": stopwatch is not None and stopwatch.done,
            "turn": self.measured.get("turn", 0) + 1,
        }
        self.set_trait("measured", measured)
        if measured["done"]:
            self._judge()

    @traitlets.observe("prediction")
    def _judge(self, _=None):
        judged = self._judged()
        self.set_trait("verdict", "" if judged is None else judged[1])

    def _judged(self):
        if self.prediction is None:
            return None
        if self.question == "copies":
            return copies_verdict(self.prediction, self.work, self.kernel_size)
        if None in self.seconds.values():
            return None  # as soon as all are timed
        return fastest_verdict(self.prediction, self.seconds)

    @property
    def prediction_is_right(self):
        """Whether the prediction is right; None before it can be said."""
        judged = self._judged()
        return None if judged is None else judged[0]

    @property
    def _asking(self):
        return self.question if self.predict and self.prediction is None else None

    def answer(self):
        """Return what the page compares with its preview: what is counted."""
        return {"work": np.array(self.work, dtype=np.float64)}

    def _receive(self, widget, content, buffers):
        if content.get("command") != "measure":
            super()._receive(widget, content, buffers)
            return
        try:  # no wish of the learner's: an error that is shown stays
            if self._stopwatch is None or not self._stopwatch.done:
                self._step()
            self._publish()
        except Exception as error:
            self._show_error(error)
            raise

    def handle(self, command, content, buffers):
        """Refuse every command but those that ``_receive`` knows."""
        raise ValueError(f"command must be measure, but is {command!r}")

    def sentence(self):
        """Return the present state in a sentence, without times: the same in every run."""
        work = self.work
        images = f"{self.batch} {'image' if self.batch == 1 else 'images'}"
        filters = f"{self.filters} {'filter' if self.filters == 1 else 'filters'}"
        start = (
            f"TimingExplorer: {images} of {self.channels} × {self.size} × {self.size}, "
            f"{filters} of {self.kernel_size} × {self.kernel_size}: "
            f"{work.multiply_adds:,} multiply-adds; "
        )
        if self._asking == "copies":
            return f"{start}how many times does im2col copy each number?"
        copied = (
            f"im2col copies each number {work.copies:.1f} times: {size_words(work.column_bytes)}"
        )
        return f"{start}{copied}{'; which design is the fastest?' if self._asking else '.'}"

    def figure(self):
        """Return a matplotlib figure of the times, which are measured if they aren't known."""
        from cnn_helpers.figures.timing_scene import timing_picture

        seconds = self.seconds if self._asking == "fastest" else self.measure()
        return timing_picture(
            seconds, self.work._asdict(), settings=self.sentence().partition(": ")[2],
            secret=self._asking,
        )  # fmt: skip
