"""The convolution stepper: one window at a time, its arithmetic written out."""

from __future__ import annotations

import traitlets

from cnn_helpers.widgets.filter_sets import default_filters, filter_set_names
from cnn_helpers.widgets.settings import (
    LARGEST_PADDING,
    LARGEST_STRIDE,
    LARGEST_WEIGHT,
    Setting,
    SettingError,
    flag,
    list_to_page,
    one_of,
)
from cnn_helpers.widgets.sliding_window import LARGEST_DILATION, SlidingWindow
from cnn_helpers.widgets.small_pictures import as_small_picture, small_picture_groups
from cnn_helpers.widgets.stepper_hints import TOLERANCE, value_hint, window_hint
from cnn_helpers.widgets.stepper_settings import as_prediction, window_from

__all__ = ["ConvolutionStepper"]


class ConvolutionStepper(SlidingWindow):
    """A kernel that slides over a small picture; the feature map fills in as it goes.

    Step, play, scrub, or click a cell of the feature map. Each stop is written out: every product,
    the sum of each channel, the bias, and ReLU if it is on. Several channels are drawn as planes,
    one behind the other, and several filters give several maps.

    Parameters
    ----------
    image : str or array_like, shape (H, W) or (C, H, W)
        ``"X"`` and other names in the widget's list, or numbers: at most 28 rows and columns and 8
        channels (uint8: 0 to 255, scaled to 0 to 1).
    kernels : str or array_like, shape (KH, KW), (C, KH, KW) or (F, C, KH, KW), optional
        A name in the widget's list, or weights: at most 8 filters, 7 rows and columns. None means
        the first filters of the list, which depends on the number of channels.
    bias : float or array_like, shape (F,)
        Added to every sum of a filter.
    stride, padding, dilation : int
        1 to 8; rings of zeros, 0 to 8; pixels from weight to weight, 1 to 4.
    relu : bool
        Whether negative results become 0.
    position : (int, int)
        The cell of the feature map, (row, column) from 0, that the window stands for.
    filter, channel : int
        The filter whose map is shown, and the channel that lies in front.
    predict : bool
        Hide the answer at each stop until the learner has given one.
    ask : {"value", "window"}
        What predict mode asks: the number in the cell, or the window's top left pixel.

    Attributes
    ----------
    image : numpy.ndarray, shape (C, H, W), float64, read-only
    kernels : numpy.ndarray, shape (F, C, KH, KW), float64, read-only
    bias : numpy.ndarray, shape (F,), float64, read-only
    feature_maps : numpy.ndarray, shape (F, OH, OW), float64, read-only
        All cells, also those that the window has not reached yet.
    step : int
        The position as a number, row by row from 0.
    window, products : numpy.ndarray, shape (C, KH, KW), float64
        The numbers under the kernel at this position (0 on the padding), and times the weights.
    image_name, kernels_name : str
        What is shown, in words.
    prediction : float, (int, int) or None
        The learner's answer: a number, or the image's row and column (-1 is the first ring of
        padding). None as soon as anything else changes.

    Examples
    --------
    >>> stepper = ConvolutionStepper("X", position=(0, 2))
    >>> stepper.feature_maps[:, 0].astype(int).tolist()
    [[3, -3, -1], [-1, -3, 3]]
    >>> stepper.products[0].astype(int).tolist()
    [[0, 0, -1], [0, 1, 0], [-1, 0, 0]]
    >>> stepper.set(filter=1, relu=True)
    >>> stepper
    <ConvolutionStepper: X with filter 1 of two diagonals; feature_maps[1, 0, 2] is 3.>
    >>> stepper.set(padding=0, dilation=4)  # doctest: +ELLIPSIS
    Traceback (most recent call last):
        ...
    cnn_helpers.widgets.settings.SettingError: kernels of 9x9 are larger than the padded images ...
    """

    use = "step through the windows"
    module = "convolution_stepper.js"
    styles = ("widget.css", "convolution_stepper.css")

    predict = Setting(False, flag("predict")).tag(sync=True)
    ask = Setting("value", one_of("ask", ("value", "window"))).tag(sync=True)
    prediction = Setting(None, as_prediction).tag(sync=True, to_json=list_to_page)
    # What the page draws: everything of one moment together, so that no frame mixes two settings.
    result = traitlets.Dict(read_only=True).tag(sync=True)
    hint = traitlets.Unicode("", read_only=True).tag(sync=True)
    picture_groups = traitlets.List(read_only=True).tag(sync=True)
    limits = traitlets.Dict(read_only=True).tag(sync=True)

    def __init__(
        self,
        image="X",
        kernels=None,
        *,
        bias=0.0,
        stride=1,
        padding=0,
        dilation=1,
        relu=False,
        position=(0, 0),
        filter=0,
        channel=0,
        predict=False,
        ask="value",
    ):
        super().__init__(
            image=image,
            kernels=kernels,
            bias=bias,
            stride=stride,
            padding=padding,
            dilation=dilation,
            relu=relu,
            position=position,
            filter=filter,
            channel=channel,
            predict=predict,
            ask=ask,
        )
        self.set_trait("picture_groups", small_picture_groups())
        limits = {
            "weight": LARGEST_WEIGHT,
            "stride": LARGEST_STRIDE,
            "padding": LARGEST_PADDING,
            "dilation": LARGEST_DILATION,
        }
        self.set_trait("limits", limits)

    def _tell(self):
        self.prediction = None
        self.set_trait("result", self._packet())

    def _packet(self):
        arrays = {"image": self.image, "kernels": self.kernels, "maps": self.feature_maps}
        channels = len(self.image)
        return {
            **{
                name: {"shape": list(array.shape), "data": array.tobytes()}
                for name, array in arrays.items()
            },
            "image_name": self.image_name,
            "look": self._picture.look,
            "kernels_name": self.kernels_name,
            "kernel_names": filter_set_names(channels),
            "bias": self.bias.tolist(),
            "stride": self.stride,
            "padding": self.padding,
            "dilation": self.dilation,
            "relu": self.relu,
        }

    @traitlets.observe("position", "filter", "predict", "ask")
    def _forget_prediction(self, _):
        self.prediction = None

    @traitlets.observe("prediction")
    def _help(self, _):
        hint = ""
        if self.prediction is not None and not self.prediction_is_right:
            hint = self._hint()
        self.set_trait("hint", hint)

    def _hint(self):
        if isinstance(self.prediction, tuple):
            reach = [(size - 1) * self.dilation + 1 for size in self.kernels.shape[2:]]
            return window_hint(self.prediction, self.position, self.stride, self.padding, reach)
        kernel, bias = self.kernels[self.filter], float(self.bias[self.filter])
        unstrided = None
        if self.stride > 1:
            corner = tuple(index - self.padding for index in self.position)
            window = window_from(self.image, corner, kernel.shape[1:], self.dilation)
            total = float((window * kernel).sum()) + bias
            unstrided = max(total, 0.0) if self.relu else total
        return value_hint(self.prediction, self.window, kernel, bias, self.relu, unstrided)

    @property
    def prediction_is_right(self):
        """Whether the answer is right (a number: within 0.01); None before there is one."""
        if self.prediction is None:
            return None
        if isinstance(self.prediction, tuple):
            return self.prediction == self.corner
        value = self.feature_maps[(self.filter, *self.position)]
        return bool(abs(self.prediction - value) <= TOLERANCE)

    @property
    def _asking(self):
        return self.predict and self.prediction is None

    def sentence(self):
        """Return the present state in a sentence, the same in every run."""
        name = f"feature_maps[{self.filter}, {self.position[0]}, {self.position[1]}]"
        start = f"ConvolutionStepper: {self.image_name} with filter {self.filter} of "
        start += f"{self.kernels_name}; "
        if self._asking:
            asked = "which number is" if self.ask == "value" else "where is the window of"
            return f"{start}{asked} {name}?"
        return f"{start}{name} is {self.feature_maps[(self.filter, *self.position)]:.4g}."

    def figure(self):
        """Return a matplotlib figure of the present state; an asked answer stays secret."""
        from cnn_helpers.figures.stepper_scene import stepper_picture

        return stepper_picture(
            self.image,
            self.kernels[self.filter],
            self.feature_maps[self.filter],
            window=self.window,
            products=self.products,
            position=self.position,
            bias=float(self.bias[self.filter]),
            relu=self.relu,
            stride=self.stride,
            padding=self.padding,
            dilation=self.dilation,
            look=self._picture.look,
            channel=self.channel,
            image_name=self.image_name,
            secret=self.ask if self._asking else None,
        )

    def handle(self, command, content, buffers):
        """Answer the page: ``choose`` takes a picture, ``filters`` takes filters, by name."""
        if command == "choose":
            picture = as_small_picture(str(content["name"]))
            try:
                self.set(image=picture, position=(0, 0))
            except SettingError:  # own filters, for another number of channels
                name = default_filters(len(picture.values))
                self.set(image=picture, kernels=name, position=(0, 0))
        elif command == "filters":
            self.set(kernels=str(content["name"]))
        else:
            raise ValueError(f"command must be choose or filters, but is {command!r}")
