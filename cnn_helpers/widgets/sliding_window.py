"""A kernel at one place of a small picture: the state behind the convolution stepper."""

from __future__ import annotations

import operator

import numpy as np
import traitlets

from cnn_helpers.convolution import conv2d
from cnn_helpers.neurons import relu as apply_relu
from cnn_helpers.widgets.base import CourseWidget
from cnn_helpers.widgets.filter_sets import (
    as_kernels,
    default_filters,
    filter_set_names,
    filters_name,
    named_filters,
)
from cnn_helpers.widgets.pictures import frozen
from cnn_helpers.widgets.settings import (
    LARGEST_PADDING,
    LARGEST_STRIDE,
    ImageSetting,
    Setting,
    SettingError,
    as_cell,
    bounded_int,
    flag,
    list_to_page,
)
from cnn_helpers.widgets.small_pictures import as_small_picture
from cnn_helpers.widgets.stepper_settings import as_bias, check_fit, window_from

__all__ = ["LARGEST_DILATION", "SlidingWindow"]

LARGEST_DILATION = 4
_COMPUTED_FROM = ("image", "kernels", "bias", "stride", "padding", "dilation", "relu")
_CHOSEN_INSIDE = ("position", "filter", "channel")


class SlidingWindow(CourseWidget):
    """Picture, filters, geometry, and the place of the window; ``ConvolutionStepper`` has more."""

    image = ImageSetting(as_small_picture, np.zeros((1, 3, 3)))
    kernels = Setting(np.zeros((1, 1, 3, 3)), as_kernels)
    bias = Setting(np.zeros(1), as_bias).tag(sync=True, to_json=list_to_page)
    stride = Setting(1, bounded_int("stride", 1, LARGEST_STRIDE)).tag(sync=True)
    padding = Setting(0, bounded_int("padding", 0, LARGEST_PADDING)).tag(sync=True)
    dilation = Setting(1, bounded_int("dilation", 1, LARGEST_DILATION)).tag(sync=True)
    relu = Setting(False, flag("relu")).tag(sync=True)
    position = Setting((0, 0), as_cell).tag(
        sync=True, to_json=list_to_page, from_json=lambda value, self: self._inside(value)
    )
    filter = Setting(0, bounded_int("filter", 0, 1000)).tag(sync=True)
    channel = Setting(0, bounded_int("channel", 0, 1000)).tag(sync=True)
    feature_maps = Setting(np.zeros((1, 1, 1)), frozen, read_only=True)

    def __init__(self, **settings):
        self._computed = ()
        self._picture = as_small_picture("X")
        super().__init__(**self.checked(settings))
        self._compute()

    def checked(self, settings):
        """Check the settings, alone and together; names become arrays."""
        settings = dict(settings)
        try:
            if "image" in settings:
                settings["image"] = as_small_picture(settings["image"])
            channels = len(settings["image"].values if "image" in settings else self.image)
            kernels = settings.get("kernels", self._filters_for(channels))
            if kernels is None or isinstance(kernels, str):
                name = default_filters(channels) if kernels is None else kernels
                settings["kernels"] = named_filters(name, channels)
        except (TypeError, ValueError) as error:
            raise SettingError(str(error)) from None
        checked = super().checked(settings)
        count = len(checked.get("kernels", self.kernels))
        if "bias" in checked and len(checked["bias"]) == 1:
            checked["bias"] = frozen(np.repeat(checked["bias"], count))
        elif "bias" not in checked and len(self.bias) != count:
            checked["bias"] = frozen(np.zeros(count))
        self._check_together(checked)
        if "image" in checked:
            checked["image"] = settings["image"]
        return checked

    def _filters_for(self, channels):
        """Return the present filters, or by name those that take their place for other channels."""
        if self.kernels.shape[1] == channels:
            return self.kernels
        if self.kernels_name in filter_set_names(channels):
            return self.kernels_name
        own = self.kernels_name == "own filters"
        return self.kernels if own else None

    def _check_together(self, changed):
        """Raise unless the settings, those that change and those that stay, fit each other."""
        check_fit(
            *(changed.get(name, getattr(self, name)) for name in _COMPUTED_FROM[:-1]),
            **{name: changed[name] for name in _CHOSEN_INSIDE if name in changed},
        )

    @traitlets.validate(*_COMPUTED_FROM, *_CHOSEN_INSIDE)
    def _check_with_others(self, proposal):
        name, value = proposal["trait"].name, proposal["value"]
        if name == "bias" and len(value) == 1:
            value = frozen(np.repeat(value, len(self.kernels)))
        self._check_together({name: value})
        return value

    def _inside(self, position):
        """Return the position that the page asks for, moved inside the map as it is here."""
        shape = self.feature_maps.shape[1:]
        return [min(max(index, 0), size - 1) for index, size in zip(position, shape, strict=True)]

    @traitlets.observe(*_COMPUTED_FROM)
    def _compute(self, _=None):
        settings = [getattr(self, name) for name in _COMPUTED_FROM]
        if self._computed and all(map(operator.is_, settings, self._computed)):
            return  # the second notification of one change
        self._computed = settings
        maps = conv2d(
            self.image[np.newaxis],
            self.kernels,
            self.bias,
            stride=self.stride,
            padding=self.padding,
            dilation=self.dilation,
        )[0]
        with self.hold_sync():
            self.set_trait("feature_maps", apply_relu(maps) if self.relu else maps)
            self.position = tuple(self._inside(self.position))
            self.filter = min(self.filter, len(self.kernels) - 1)
            self.channel = min(self.channel, len(self.image) - 1)
            self._tell()

    def _tell(self):
        """Tell the page what has been computed; a subclass knows what it draws."""

    @property
    def image_name(self):
        """The picture's name, or ``"own array"``."""
        return self._picture.name

    @property
    def kernels_name(self):
        """The filters' name, or ``"own filters"``."""
        return filters_name(self.kernels)

    @property
    def step(self):
        """The position as a number: row by row, from 0."""
        return self.position[0] * self.feature_maps.shape[2] + self.position[1]

    @property
    def corner(self):
        """The image's row and column under the kernel's top left weight; negative on padding."""
        return tuple(index * self.stride - self.padding for index in self.position)

    @property
    def window(self):
        """The numbers under the kernel, (C, KH, KW) float64; padding counts as 0."""
        return window_from(self.image, self.corner, self.kernels.shape[2:], self.dilation)

    @property
    def products(self):
        """The window times the chosen filter, (C, KH, KW) float64."""
        return self.window * self.kernels[self.filter]
