"""The network explorer: every layer of a trained CNN, and every unit of it written out."""

from __future__ import annotations

import numpy as np
import traitlets

from cnn_helpers.losses import softmax
from cnn_helpers.widgets import network_words
from cnn_helpers.widgets.arrays import ArraySetting, array_from_page
from cnn_helpers.widgets.base import CourseWidget
from cnn_helpers.widgets.inspected_networks import (
    COURSE_NETWORKS,
    course_network,
    own_network,
)
from cnn_helpers.widgets.network_settings import OVERLAYS, QUESTIONS, TOOLS, prepare
from cnn_helpers.widgets.network_units import as_address, told
from cnn_helpers.widgets.settings import (
    Setting,
    SettingError,
    bounded_int,
    bounded_number,
    flag,
    list_to_page,
    one_of,
)

__all__ = ["NetworkExplorer"]

TOLERANCE = 0.01


class NetworkExplorer(CourseWidget):
    """Draw a picture and see every layer of a trained network answer; click a unit to see its sum.

    Parameters
    ----------
    network : {"digits", "marks", "story"} or Sequential
        The CNN for handwritten digits, that for the marks of an order card, or the story's small
        one; or a model of your own, images (N, C, H, W) to logits, which needs ``images``.
    image : str or array_like, shape (C, H, W) or (H, W), optional
        An example's name (``"digit 7"``, ``"X 1"``, ``"image 0"``, ...) or pixels from 0 (paper) to
        1 (ink), uint8 from 0 to 255; None takes the first example.
    images : array_like, shape (N, C, H, W) or (N, H, W), optional
        Examples for a model of your own.
    names : sequence of str, optional
        Of that model's classes.
    unit : tuple, optional
        The chosen unit: ``("conv2", channel, row, column)`` or ``("linear1", number)``, with the
        layers' names of ``model.trace``; None chooses the strongest of the first layer.
    overlay : {"none", "occlusion", "saliency"}
        What is laid over the image, for the class ``label``.
    label : int, optional
        The class that the overlay asks about; None means the most probable one.
    patch_size, fill : int, float
        Occlusion's patch, and what it covers the pixels with (0 paper, 1 ink).
    predict : bool
        Ask before telling.
    question : {"value", "class"}
        In predict mode: the chosen unit's value, or the most probable class.

    Attributes
    ----------
    image : numpy.ndarray of float64, shape (C, H, W), read-only
    activations : dict of str to numpy.ndarray
        ``model.trace(image)``: every array between the layers, with a batch axis of 1.
    probabilities : numpy.ndarray of float64, shape (K,), read-only
        What softmax makes of the logits. It is not calibrated: 0.9 need not be right 9 times in 10.
    explained : dict
        The chosen unit in numbers: window, weights, products, bias, value, receptive field.
    path : tuple of tuple
        The units that were followed back to get here, the oldest first.

    Examples
    --------
    >>> explorer = NetworkExplorer("story", "X")
    >>> explorer.unit, explorer.explained["value"]
    (('conv1', 0, 0, 0), 3.0)
    >>> explorer.set(unit=("pool1", 0, 0, 1))
    >>> explorer.explained["source"]
    ['relu1', 0, 1, 1]
    >>> explorer.set(image="O")
    >>> explorer
    <NetworkExplorer: O in the network "story"; most probable: not X (0.73). pool1, map 0, row 0, \
column 1 = the largest of 0, 0, 0, 0 = 0.>
    """

    use = "draw, and click units"
    module = "network_explorer.js"
    styles = ("widget.css", "network_explorer.css")

    network = Setting("digits", one_of("network", (*COURSE_NETWORKS, "own"))).tag(sync=True)
    image = ArraySetting(np.zeros((1, 28, 28)), "image", ("channels", "rows", "columns")).tag(
        from_json=lambda packet, self: self._or_present("image", array_from_page(packet))
    )
    image_name = traitlets.Unicode().tag(sync=True)
    tool = Setting("pen", one_of("tool", TOOLS)).tag(sync=True)
    unit = Setting(("conv1", 0, 0, 0), as_address).tag(
        sync=True, to_json=list_to_page, from_json=lambda unit, self: self._or_present("unit", unit)
    )
    path = Setting((), lambda path: tuple(map(as_address, path))).tag(
        sync=True, to_json=lambda path, _: [list(unit) for unit in path]
    )
    overlay = Setting("none", one_of("overlay", OVERLAYS)).tag(sync=True)
    label = Setting(None, lambda value: value).tag(
        sync=True, from_json=lambda label, self: self._or_present("label", label)
    )
    patch_size = Setting(7, bounded_int("patch_size", 1, 64)).tag(
        sync=True, from_json=lambda size, self: self._or_present("patch_size", size)
    )
    fill = Setting(0.0, bounded_number("fill", 1000)).tag(sync=True)
    predict = Setting(False, flag("predict")).tag(sync=True)
    question = Setting("value", one_of("question", QUESTIONS)).tag(sync=True)
    prediction = Setting(None, bounded_number("prediction", 1e9, optional=True)).tag(sync=True)

    probabilities = ArraySetting(np.ones(10), "probabilities", ("K",), read_only=True)
    explained = traitlets.Dict(read_only=True).tag(sync=True)
    _stack = traitlets.Dict(read_only=True).tag(sync=True)
    _plan = traitlets.Dict(read_only=True).tag(sync=True)

    def __init__(
        self,
        network="digits",
        image=None,
        *,
        images=None,
        names=None,
        unit=None,
        overlay="none",
        label=None,
        patch_size=None,
        fill=0.0,
        predict=False,
        question="value",
    ):
        self._own = None
        self._computed = ()
        self._late = []  # settings of the page for a network that has gone
        if not isinstance(network, str):
            try:
                self._own = own_network(network, images, names)
            except (TypeError, ValueError) as error:
                raise SettingError(str(error)) from None
            network = "own"
        settings = {
            "network": network,
            "overlay": overlay,
            "label": label,
            "fill": fill,
            "predict": predict,
            "question": question,
        }
        optional = {"image": image, "unit": unit, "patch_size": patch_size}
        settings.update((name, value) for name, value in optional.items() if value is not None)
        super().__init__(**self.checked(settings))
        self._compute()

    def _network_of(self, name):
        """Return a network by its name, with what is needed to look into it."""
        if name == "own":
            if self._own is None:
                raise SettingError(
                    "network 'own' needs a model: NetworkExplorer(model, images=...)"
                )
            return self._own
        return course_network(name)

    def checked(self, settings):
        """Return the settings in the form that is kept; another network starts anew."""
        name = super().checked({"network": settings.get("network", self.network)})["network"]
        prepared, image_name = prepare(self._network_of(name), settings)
        checked = super().checked(prepared)
        if image_name is not None:
            checked["image_name"] = image_name
        return checked

    def _or_present(self, name, value):
        """Return what the page sets, or the present value if it is meant for another network."""
        try:
            return self.checked({name: value})[name]
        except SettingError:
            self._late.append(name)
            return getattr(self, name)

    def set_state(self, sync_data):
        """Take what the page set; what came too late is put right there."""
        super().set_state(sync_data)
        late, self._late = self._late, []
        if late:
            self.send_state(late)

    @traitlets.validate("unit", "label", "patch_size", "image")
    def _fits(self, proposal):
        """Check alone what is set alone; ``set`` and the page may set several together."""
        name = proposal["trait"].name
        if not self._computed or self._network_of(self.network) is not self._computed[0]:
            return proposal["value"]  # the network changes too: checked() has seen to it
        checked = self.checked({name: proposal["value"]})
        return checked[name]

    @property
    def inspected(self):
        """The network with its model, classes and examples."""
        return self._network_of(self.network)

    @property
    def model(self):
        """The model that is looked into."""
        return self.inspected.model

    @traitlets.observe("network", "image")
    def _compute(self, _=None):
        network = self.inspected
        if len(self._computed) == 2 and all(
            old is new for old, new in zip(self._computed, (network, self.image), strict=True)
        ):
            return  # the second notification of one change
        if self.image.shape != network.input_shape:
            return  # a network and its image arrive one after the other
        is_new = not self._computed or self._computed[0] is not network
        self._computed = network, self.image
        self.activations = network.trace(self.image)
        logits = list(self.activations.values())[-1]
        with self.hold_trait_notifications(), self.hold_sync():
            if is_new:
                self.set_trait("_plan", network_words.plan(self, network))
            numbers = [array[0].ravel() for array in self.activations.values()]
            packed = np.concatenate(numbers).astype("<f4").tobytes()
            self.set_trait("_stack", {"network": self.network, "data": packed})
            self.set_trait("probabilities", softmax(logits.astype(np.float64))[0])
            self.set_trait("explained", told(network, self.activations, self.unit))
            self.prediction = None

    @traitlets.observe("unit")
    def _explain(self, _):
        if self._computed and self._computed[0] is self.inspected:
            self.set_trait("explained", told(self.inspected, self.activations, self.unit))
        self.prediction = None

    @traitlets.observe("predict", "question")
    def _forget_prediction(self, _):
        self.prediction = None

    @property
    def winner(self):
        """The most probable class, as a number."""
        return int(self.probabilities.argmax())

    @property
    def watched(self):
        """The class that the overlay asks about."""
        return self.winner if self.label is None else self.label

    @property
    def overlay_map(self):
        """What is laid over the image: occlusion's or saliency's map; None without overlay."""
        patch = {"patch_size": self.patch_size, "fill": self.fill}
        return self.inspected.overlay(self.overlay, self.image, self.watched, patch)

    @property
    def is_open(self):
        """Whether a question waits for its answer."""
        return self.predict and self.prediction is None

    @property
    def prediction_is_right(self):
        """Whether the answer is right (values within 0.01); None before there is one."""
        if not self.predict or self.prediction is None:
            return None
        if self.question == "class":
            return self.prediction == self.winner
        return abs(self.prediction - self.explained["value"]) <= TOLERANCE

    def sentence(self):
        """Return the present state in a sentence, the same in every run."""
        return network_words.sentence(self)

    def figure(self):
        """Return a matplotlib figure of the present state; what is asked for stays secret."""
        from cnn_helpers.figures.network_scene import network_picture

        return network_picture(**network_words.scene(self))

    def answer(self):
        """Return the overlay's map, which the page asks for when the drawing stands still."""
        found = self.overlay_map
        return {} if found is None else {"overlay": found}

    def handle(self, command, content, buffers):
        """Take another ``network`` or ``example`` by its name, as the page asks."""
        if command == "network":
            self.set(network=str(content["name"]))
        elif command == "example":
            self.set(image=str(content["name"]))
        else:
            raise ValueError(f"command must be network or example, but is {command!r}")
