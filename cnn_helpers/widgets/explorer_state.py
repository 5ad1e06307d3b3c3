"""The kernel explorer's state: its traits, what they allow, and the maps that follow from them."""

from __future__ import annotations

import operator

import numpy as np
import traitlets

from cnn_helpers.widgets import filtering
from cnn_helpers.widgets.arrays import array_to_page
from cnn_helpers.widgets.base import CourseWidget
from cnn_helpers.widgets.map_questions import ASKS, as_prediction
from cnn_helpers.widgets.pictures import as_picture, frozen
from cnn_helpers.widgets.settings import (
    LARGEST_PADDING,
    LARGEST_STRIDE,
    LARGEST_WEIGHT,
    ImageSetting,
    Setting,
    as_cell,
    as_limits,
    bounded_int,
    bounded_number,
    check_inside,
    flag,
    list_to_page,
    one_of,
)

__all__ = ["LIMITS", "ExplorerState"]

LIMITS = {
    "weight": LARGEST_WEIGHT,
    "stride": LARGEST_STRIDE,
    "padding": LARGEST_PADDING,
    "dilation": filtering.LARGEST_DILATION,
    "zoom": 64,
}

_GEOMETRY = ("stride", "padding", "dilation")
_OPERATION = ("image", "kernel", "second_kernel", "bias", "relu", *_GEOMETRY)


def _or_none(check):
    return lambda value: None if value is None else check(value)


class ExplorerState(CourseWidget):
    """What ``KernelExplorer`` shows, in traits that check each other."""

    channels = Setting("grey", one_of("channels", ("grey", "rgb"))).tag(sync=True)
    image = ImageSetting().tag(sync=True, to_json=array_to_page)
    image_name = traitlets.Unicode().tag(sync=True)
    look = Setting("ink", one_of("look", ("ink", "photo"))).tag(sync=True)
    kernel = Setting(np.zeros((3, 3)), filtering.as_filter).tag(sync=True, to_json=list_to_page)
    second_kernel = Setting(None, _or_none(filtering.as_filter)).tag(
        sync=True, to_json=list_to_page
    )
    stride = Setting(1, bounded_int("stride", 1, LARGEST_STRIDE)).tag(sync=True)
    padding = Setting(0, bounded_int("padding", 0, LARGEST_PADDING)).tag(sync=True)
    dilation = Setting(1, bounded_int("dilation", 1, filtering.LARGEST_DILATION)).tag(sync=True)
    bias = Setting(0.0, bounded_number("bias", LARGEST_WEIGHT)).tag(sync=True)
    relu = Setting(False, flag("relu")).tag(sync=True)
    cell = Setting((0, 0), as_cell).tag(
        sync=True, to_json=list_to_page, from_json=lambda value, self: self._inside(value)
    )
    zoom = Setting(1, bounded_int("zoom", 1, LIMITS["zoom"])).tag(sync=True)
    predict = Setting(False, flag("predict")).tag(sync=True)
    ask = Setting("number", one_of("ask", ASKS)).tag(sync=True)
    prediction = Setting(None, as_prediction).tag(sync=True, to_json=lambda value, _: value)
    map_look = Setting("signed", one_of("map_look", ("signed", "grey"))).tag(sync=True)
    map_limits = Setting(None, as_limits).tag(sync=True, to_json=list_to_page)
    feature_map = Setting(np.zeros((3, 3)), frozen, read_only=True)
    second_map = Setting(None, _or_none(frozen), read_only=True)

    picture_groups = traitlets.List().tag(sync=True)
    presets = traitlets.Dict().tag(sync=True)
    limits = traitlets.Dict().tag(sync=True)

    def checked(self, settings):
        """Check the settings, alone and together: the cell must lie in the map that they make."""
        if settings.get("look", "") is None:
            settings = {name: value for name, value in settings.items() if name != "look"}
        checked = super().checked(settings)
        channels = checked.get("channels", self.channels)
        for name in ("kernel", "second_kernel"):
            if name in checked:
                checked[name] = filtering.for_channels(checked[name], channels)
        shape = self._map_shape(checked)
        if "cell" in checked:
            check_inside(checked["cell"], shape)
        if "image" in checked:
            picture = as_picture(settings["image"])
            look = checked.setdefault("look", picture.look)
            checked["image"] = picture._replace(look=look)
        # First what decides which form the others have.
        first = {"channels": channels} if "channels" in checked else {}
        return {**first, **checked}

    def _map_shape(self, settings=()):
        """Return the map's shape under the settings as they are, but for those that are given."""
        now = {name: getattr(self, name) for name in ("image", *_GEOMETRY)} | dict(settings)
        return filtering.map_shape(now["image"].shape, *(now[name] for name in _GEOMETRY))

    @property
    def _geometry(self):
        return {name: getattr(self, name) for name in _GEOMETRY}

    @traitlets.validate("cell")
    def _check_cell(self, proposal):
        return check_inside(proposal["value"], self._map_shape())

    @traitlets.validate("image", *_GEOMETRY)
    def _check_room(self, proposal):
        name, value = proposal["trait"].name, proposal["value"]
        self._map_shape({} if name == "image" and not hasattr(value, "shape") else {name: value})
        return value

    @traitlets.validate("kernel", "second_kernel")
    def _check_planes(self, proposal):
        return filtering.for_channels(proposal["value"], self.channels)

    def _inside(self, cell):
        """Return the cell that the page asks for, moved inside the map as it is here."""
        shape = self.feature_map.shape
        return [min(max(index, 0), size - 1) for index, size in zip(cell, shape, strict=True)]

    @traitlets.observe("image")
    def _name_image(self, _):
        self.image_name = self._picture.name
        self.look = self._picture.look

    @traitlets.observe("channels")
    def _change_channels(self, _):
        """Bring the image and the kernels into the form that the channels ask for."""
        planes = 3 if self.channels == "rgb" else 2
        with self.hold_trait_notifications():
            if self.image.ndim != planes:
                self.image = self._picture
            for name in ("kernel", "second_kernel"):
                kernel = getattr(self, name)
                if kernel is not None and kernel.ndim > planes:
                    setattr(self, name, kernel.mean(axis=0))
                elif kernel is not None:
                    setattr(self, name, filtering.for_channels(kernel, self.channels))

    @traitlets.observe("channels", *_OPERATION)
    def _compute(self, _=None):
        now = tuple(getattr(self, name) for name in _OPERATION)
        if len(self._computed) == len(now) and all(map(operator.is_, now, self._computed)):
            return  # the second notification of one change
        if (self.image.ndim == 3) != (self.channels == "rgb"):
            return  # the image is about to follow its channels
        self._computed = now
        second = self.second_kernel
        how = {"bias": self.bias, "relu": self.relu, **self._geometry}
        self.set_trait("feature_map", filtering.feature_map(self.image, self.kernel, **how))
        self.set_trait(
            "second_map",
            None if second is None else filtering.feature_map(self.image, second, **how),
        )
        self.prediction = None
        self.cell = self._inside(self.cell)

    @traitlets.observe("cell", "predict", "ask")
    def _forget_prediction(self, change):
        if change.name != "cell" or self.ask == "number":
            self.prediction = None
