"""The kernel explorer: move nine numbers and watch the feature map follow."""

from __future__ import annotations

import operator

import numpy as np
import traitlets

from cnn_helpers import figures
from cnn_helpers.convolution import conv2d, output_size
from cnn_helpers.kernels import PRESETS
from cnn_helpers.neurons import relu as apply_relu
from cnn_helpers.widgets.arrays import array_to_page
from cnn_helpers.widgets.base import CourseWidget
from cnn_helpers.widgets.pictures import Picture, as_picture, frozen, picture_groups
from cnn_helpers.widgets.settings import (
    LARGEST_PADDING,
    LARGEST_STRIDE,
    LARGEST_WEIGHT,
    ImageSetting,
    Setting,
    as_cell,
    as_kernel,
    as_limits,
    bounded_int,
    bounded_number,
    check_inside,
    flag,
    list_to_page,
    one_of,
)
from cnn_helpers.widgets.uploads import decode_picture

__all__ = ["KernelExplorer"]

TOLERANCE = 0.01
"""A prediction this close counts as right, so that 0.33 is right for a third."""

_GEOMETRY = ("image", "stride", "padding")


def _map_shape(image, stride, padding):
    return tuple(output_size(size, 3, stride, padding) for size in image.shape)


class KernelExplorer(CourseWidget):
    """Nine kernel weights as sliders; image, kernel and feature map side by side.

    Point at a cell of the feature map, by mouse, finger or arrow keys, to see its window on the
    image, the nine products and their sum. Python's values are the truth: ``explorer.feature_map``
    is what ``conv2d`` computes; the page only draws ahead of it while a slider moves.

    Parameters
    ----------
    image : str or array_like
        ``"X"`` and other names in the widget's list, or grey values (H, W) from 0 to 1 (uint8: 0 to
        255), or RGB (H, W, 3), which becomes grey: 0.299 R + 0.587 G + 0.114 B.
    kernel : str or array_like, shape (3, 3)
        A preset's name (a part that fits only one is enough, as ``"vertical edges"``) or nine
        numbers.
    stride : int
        1 to 8.
    padding : int
        Rings of zeros around the image, 0 to 8.
    bias : float
        Added to every sum.
    relu : bool
        Whether negative results become 0.
    predict : bool
        Hide the chosen cell's value until the learner has typed a number.
    cell : (int, int)
        Row and column of the chosen cell of the feature map, from 0.
    look : {"ink", "photo"}, optional
        ``"ink"``: 0 is white paper, 1 dark ink. ``"photo"``: 0 is black, 1 white. None lets the
        image decide: photographs, uploads and RGB arrays are photos, all else is ink.
    map_look : {"signed", "grey"}
        Feature map in colours centred on 0, or as a grey picture.
    map_limits : (float, float), optional
        Values at the ends of the colours; None fits them to the map.

    Attributes
    ----------
    feature_map : numpy.ndarray, shape (rows, columns), float64, read-only
        The result; ``observe`` it to react.
    image_name, kernel_name : str
        What is shown, in words.
    prediction : float or None
        What the learner has typed in predict mode; None as soon as anything else changes.

    Examples
    --------
    >>> explorer = KernelExplorer(image="X", kernel="diagonal")
    >>> explorer.feature_map.astype(int).tolist()
    [[3, -3, -1], [-3, 1, -3], [-1, -3, 3]]
    >>> explorer.set(kernel=[[0, 0, 0], [0, 2, 0], [0, 0, 0]], padding=1)
    >>> explorer.feature_map.shape
    (5, 5)
    >>> explorer.set(stride=0)
    Traceback (most recent call last):
        ...
    cnn_helpers.widgets.settings.SettingError: stride must be a whole number from 1 to 8, but is 0
    """

    module = "kernel_explorer.js"
    styles = ("widget.css", "kernel_editor.css", "kernel_explorer.css")

    image = ImageSetting().tag(sync=True, to_json=array_to_page)
    image_name = traitlets.Unicode().tag(sync=True)
    look = Setting("ink", one_of("look", ("ink", "photo"))).tag(sync=True)
    kernel = Setting(np.zeros((3, 3)), as_kernel).tag(sync=True, to_json=list_to_page)
    stride = Setting(1, bounded_int("stride", 1, LARGEST_STRIDE)).tag(sync=True)
    padding = Setting(0, bounded_int("padding", 0, LARGEST_PADDING)).tag(sync=True)
    bias = Setting(0.0, bounded_number("bias", LARGEST_WEIGHT)).tag(sync=True)
    relu = Setting(False, flag("relu")).tag(sync=True)
    cell = Setting((0, 0), as_cell).tag(
        sync=True, to_json=list_to_page, from_json=lambda value, self: self._inside(value)
    )
    predict = Setting(False, flag("predict")).tag(sync=True)
    prediction = Setting(None, bounded_number("prediction", 1e9, optional=True)).tag(sync=True)
    map_look = Setting("signed", one_of("map_look", ("signed", "grey"))).tag(sync=True)
    map_limits = Setting(None, as_limits).tag(sync=True, to_json=list_to_page)
    feature_map = Setting(np.zeros((3, 3)), frozen, read_only=True)

    picture_groups = traitlets.List().tag(sync=True)
    presets = traitlets.Dict().tag(sync=True)
    limits = traitlets.Dict().tag(sync=True)

    def __init__(
        self,
        image="X",
        kernel="identity",
        *,
        stride=1,
        padding=0,
        bias=0.0,
        relu=False,
        predict=False,
        cell=(0, 0),
        look=None,
        map_look="signed",
        map_limits=None,
    ):
        self._computed = ()
        super().__init__(
            picture_groups=picture_groups(),
            presets={name: values.tolist() for name, values in PRESETS.items()},
            limits={"weight": LARGEST_WEIGHT, "stride": LARGEST_STRIDE, "padding": LARGEST_PADDING},
            **self.checked(
                {
                    "image": image,
                    "kernel": kernel,
                    "stride": stride,
                    "padding": padding,
                    "bias": bias,
                    "relu": relu,
                    "predict": predict,
                    "cell": cell,
                    "look": look,
                    "map_look": map_look,
                    "map_limits": map_limits,
                }
            ),
        )
        self._compute()

    def checked(self, settings):
        """Check the settings, alone and together: the cell must lie in the map that they make."""
        if settings.get("look", "") is None:
            settings = {name: value for name, value in settings.items() if name != "look"}
        checked = super().checked(settings)
        if "cell" in checked:
            geometry = {name: checked.get(name, getattr(self, name)) for name in _GEOMETRY}
            check_inside(checked["cell"], _map_shape(**geometry))
        if "image" in checked:
            picture = as_picture(settings["image"])
            look = checked.setdefault("look", picture.look)
            checked["image"] = picture._replace(look=look)
        return checked

    @traitlets.validate("cell")
    def _check_cell(self, proposal):
        geometry = {name: getattr(self, name) for name in _GEOMETRY}
        return check_inside(proposal["value"], _map_shape(**geometry))

    def _inside(self, cell):
        """Return the cell that the page asks for, moved inside the map as it is here."""
        shape = self.feature_map.shape
        return [min(max(index, 0), size - 1) for index, size in zip(cell, shape, strict=True)]

    @traitlets.observe("image")
    def _name_image(self, _):
        self.image_name = self._picture.name
        self.look = self._picture.look

    @traitlets.observe("image", "kernel", "stride", "padding", "bias", "relu")
    def _compute(self, _=None):
        settings = (self.image, self.kernel, self.stride, self.padding, self.bias, self.relu)
        if len(self._computed) == 6 and all(map(operator.is_, settings, self._computed)):
            return  # the second notification of one change
        self._computed = settings
        result = conv2d(
            self.image[None, None],
            self.kernel[None, None],
            np.array([self.bias]),
            stride=self.stride,
            padding=self.padding,
        )[0, 0]
        self.set_trait("feature_map", apply_relu(result) if self.relu else result)
        self.prediction = None
        self.cell = self._inside(self.cell)

    @traitlets.observe("cell", "predict")
    def _forget_prediction(self, _):
        self.prediction = None

    @property
    def kernel_name(self):
        """The preset's name, or ``"own kernel"``."""
        for name, values in PRESETS.items():
            if np.array_equal(values, self.kernel):
                return name
        return "own kernel"

    @property
    def prediction_is_right(self):
        """Whether the prediction lies within 0.01 of the chosen cell; None before there is one."""
        if self.prediction is None:
            return None
        return bool(abs(self.prediction - self.feature_map[self.cell]) <= TOLERANCE)

    def sentence(self):
        """Return the present state in a sentence, the same in every run."""
        low, high = self.feature_map.min(), self.feature_map.max()
        height, width = self.image.shape
        rows, columns = self.feature_map.shape
        return (
            f"KernelExplorer: image {self.image_name} ({height} x {width}), "
            f"kernel {self.kernel_name}, stride {self.stride}, padding {self.padding}, "
            f"bias {self.bias:g}, {'ReLU' if self.relu else 'no ReLU'}; "
            f"feature map {rows} x {columns} with values from {low:.4g} to {high:.4g}."
        )

    @property
    def window(self):
        """The pixels under the kernel at the chosen cell, (3, 3) float64; padding counts as 0."""
        row, column = (index * self.stride for index in self.cell)
        return np.pad(self.image, self.padding)[row : row + 3, column : column + 3]

    def figure(self):
        """Return a matplotlib figure of the present state; a secret cell stays secret."""
        products = self.window * self.kernel
        asking = self.predict and self.prediction is None
        return figures.explorer_picture(
            self.image,
            self.kernel,
            self.feature_map,
            image_name=self.image_name,
            kernel_name=self.kernel_name,
            look=self.look,
            cell=None if asking else self.cell,
            products=products,
            total=float(products.sum()),
            bias=self.bias,
            relu=self.relu,
            stride=self.stride,
            padding=self.padding,
        )

    def answer(self):
        """Return the map, which the page draws where it differs from its preview."""
        return {"feature_map": self.feature_map}

    def handle(self, command, content, buffers):
        """Take the page's ``choose`` (a picture by its name) and ``upload`` (one of one's own)."""
        if command == "choose":
            self.set(image=str(content["name"]))
        elif command == "upload":
            name = str(content["name"])
            values = decode_picture(b"".join(bytes(buffer) for buffer in buffers), name)
            self.set(image=Picture(name, frozen(values), "photo"))
        else:
            raise ValueError(f"command must be choose or upload, but is {command!r}")
