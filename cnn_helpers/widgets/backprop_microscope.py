"""The backpropagation microscope: every number of one image's way through the story network."""

from __future__ import annotations

import numpy as np
import traitlets

from cnn_helpers.training import STORY_NAMES, story_network
from cnn_helpers.widgets.arrays import array_from_page, array_to_page
from cnn_helpers.widgets.base import CourseWidget
from cnn_helpers.widgets.drawings import MARKS, OWN, as_drawing, named_drawing
from cnn_helpers.widgets.microscope_scene import one_step, scene_of, slope_at
from cnn_helpers.widgets.microscope_settings import (
    as_chosen,
    as_epsilon,
    as_label,
    as_prediction,
    as_rate,
    parameter,
)
from cnn_helpers.widgets.settings import Setting, SettingError, bounded_int, flag, list_to_page
from cnn_helpers.widgets.story_arrays import INPUTS, PARAMETERS, STAGE, backward, forward
from cnn_helpers.widgets.story_paths import winner
from cnn_helpers.widgets.story_words import STEPS, cell_name, number

__all__ = ["BackpropMicroscope"]

TOLERANCE = 0.006  # two decimals are enough


class BackpropMicroscope(CourseWidget):
    """One image's way through the story network and back, number by number.

    Choose any cell: what its value is made of is drawn to its left, on which paths it acts on the
    loss to its right, and its gradient is written out as a sum over these paths. Step back layer
    by layer; change a pixel or a weight; compare with a finite difference; take a step of learning.

    Parameters
    ----------
    image : str or array_like, shape (5, 5)
        ``"X"``, ``"V"``, ``"O"``, ``"tick"``, ``"scribble"``, ``"empty"``; or numbers from 0
        (paper) to 1 (ink).
    label : {"X", "not X"} or {0, 1}, optional
        The right class. None means "X" for the X and "not X" for any other name.
    chosen : tuple
        A cell: the array's name and the index in it, ``("image", 2, 2)``, ``("loss",)``. The arrays
        and their shapes are those of ``values``.
    step : int
        How far the gradient has come back: 0 forward only, 1 logits, 2 linear layer, 3 pooling,
        4 ReLU, 5 convolution.
    predict : bool
        Ask for the chosen cell's gradient, or for a pooled cell which cell of the map gets it.
    epsilon : float
        Of the finite difference, above 0 to 1.
    learning_rate : float
        Of the update, 0 to 10.
    blocked : bool
        Whether ways that carry no gradient are drawn too.

    Attributes
    ----------
    kernels, conv_bias, weights, linear_bias : numpy.ndarray
        Parameters of shape (2, 1, 3, 3), (2,), (2, 8), (2,); at first those of ``story_network``.
    values, gradients : dict of str to numpy.ndarray
        All arrays from ``"image"`` to ``"loss"``, and the loss's derivative by each of them.
        ``observe`` them to react.
    prediction : float, (int, int) or None
        What was typed, or the (row, column) that was clicked, in predict mode.

    Examples
    --------
    >>> microscope = BackpropMicroscope("X", chosen=("rectified", 0, 1, 1))
    >>> microscope.values["pooled"][0].tolist()
    [[3.0, 1.0], [1.0, 3.0]]
    >>> microscope.gradients["pooled"][0].round(3).tolist()
    [[-0.091, 0.182], [-0.091, -0.091]]
    >>> round(float(microscope.gradients["rectified"][0, 1, 1]), 3)  # 0.182 - 0.091: it won twice
    0.091
    >>> microscope.set(chosen=("pooled", 0, 2, 2))
    Traceback (most recent call last):
        ...
    cnn_helpers.widgets.settings.SettingError: chosen must lie inside pooled (2, 2, 2), \
but is ('pooled', 0, 2, 2)
    """

    use = "follow the gradients"
    module = "backprop_microscope.js"
    styles = ("widget.css", "backprop_microscope.css")

    image = Setting(np.zeros((5, 5)), as_drawing).tag(
        sync=True, to_json=array_to_page, from_json=array_from_page
    )
    image_name = traitlets.Unicode("empty").tag(sync=True)
    label = Setting(0, as_label).tag(sync=True)
    chosen = Setting(("loss",), as_chosen).tag(sync=True, to_json=list_to_page)
    step = Setting(len(STEPS) - 1, bounded_int("step", 0, len(STEPS) - 1)).tag(sync=True)
    predict = Setting(False, flag("predict")).tag(sync=True)
    prediction = Setting(None, as_prediction).tag(
        sync=True, to_json=lambda guess, _: list(guess) if isinstance(guess, tuple) else guess
    )
    epsilon = Setting(1e-4, as_epsilon).tag(sync=True)
    learning_rate = Setting(0.5, as_rate).tag(sync=True)
    blocked = Setting(False, flag("blocked")).tag(sync=True)
    values = traitlets.Dict(read_only=True)
    gradients = traitlets.Dict(read_only=True)
    kernels, conv_bias = parameter("kernels"), parameter("conv_bias")
    weights, linear_bias = parameter("weights"), parameter("linear_bias")
    scene = traitlets.Dict(read_only=True).tag(sync=True)
    examples = traitlets.List(read_only=True).tag(sync=True)
    names = traitlets.List(read_only=True).tag(sync=True)

    def __init__(
        self,
        image="X",
        *,
        label=None,
        chosen=("image", 2, 2),
        step=5,
        predict=False,
        epsilon=1e-4,
        learning_rate=0.5,
        blocked=False,
    ):
        self._computed = ()
        settings = {
            "image": image,
            "label": label,
            "chosen": chosen,
            "step": step,
            "predict": predict,
            "epsilon": epsilon,
            "learning_rate": learning_rate,
            "blocked": blocked,
        }
        super().__init__(**_story_parameters(), **self.checked(settings))
        self.set_trait("examples", list(MARKS))
        self.set_trait("names", list(STORY_NAMES))
        self._compute()

    def checked(self, settings):
        """Return the settings in the form that is kept; a name becomes its drawing and label."""
        settings = dict(settings)
        image = settings.get("image")
        if isinstance(image, str):
            try:
                settings["image"] = named_drawing(image, 5)
            except ValueError as error:
                raise SettingError(str(error)) from None
            if settings.get("label") is None:
                settings["label"] = STORY_NAMES[image != "X"]
        elif image is not None and np.shape(image) != (5, 5):
            raise SettingError(f"image must have 5 x 5 pixels, but has {np.shape(image)}")
        if settings.get("label", 0) is None:
            settings["label"] = self.label
        return super().checked(settings)

    @property
    def inputs(self):
        """Image and parameters, by name."""
        return {name: getattr(self, name) for name in INPUTS}

    @traitlets.observe(*INPUTS, "label", "chosen", "epsilon", "learning_rate")
    def _compute(self, _=None):
        settings = (*self.inputs.values(), self.label, self.chosen)
        settings += (self.epsilon, self.learning_rate)
        if len(settings) == len(self._computed) and all(
            now is before for now, before in zip(settings, self._computed, strict=True)
        ):
            return  # a further notification of one change
        self._computed = settings
        values = forward(self.inputs, self.label)
        gradients = backward(values, self.label)
        for arrays in (values, gradients):
            for array in arrays.values():
                array.flags.writeable = False
        with self.hold_sync():
            self.image_name = _name_of(self.image)
            self.prediction = None
            self.set_trait("values", values)
            self.set_trait("gradients", gradients)
            self.set_trait("scene", scene_of(self))

    @traitlets.observe("predict")
    def _forget_prediction(self, _):
        self.prediction = None

    # Predicting ---------------------------------------------------------------------------------

    @property
    def asking(self):
        """Whether an answer is hidden until a prediction is made."""
        return self.predict and self.prediction is None

    @property
    def truth(self):
        """What predict mode asks for: the chosen gradient; of a pooled cell the (row, column)."""
        if self.chosen[0] == "pooled":
            return winner(self.values["rectified"], *self.chosen[1:])
        return float(self.gradients[self.chosen[0]][self.chosen[1:]])

    @property
    def prediction_is_right(self):
        """Whether the prediction is the truth, numbers to 0.006; None before there is one."""
        if self.prediction is None:
            return None
        if isinstance(self.truth, tuple) or isinstance(self.prediction, tuple):
            return self.prediction == self.truth
        return abs(self.prediction - self.truth) <= TOLERANCE

    def is_shown(self, name):
        """Return whether the gradients of an array are shown: reached, and no answer to a question.

        Parameters
        ----------
        name : str
            An array, as in ``gradients``.
        """
        asked = STAGE[self.chosen[0]] + (self.chosen[0] == "pooled")
        return STAGE[name] <= self.step and not (self.asking and STAGE[name] >= asked)

    # Learning -----------------------------------------------------------------------------------

    def take_step(self):
        """Change every parameter by minus ``learning_rate`` times its gradient, once."""
        self.set(**one_step(self.inputs, self.gradients, self.learning_rate))

    def restore(self):
        """Give the parameters the story network's values again."""
        self.set(**_story_parameters())

    def check(self):
        """Return the finite difference at the chosen cell: a ``slope_check.SlopeCheck``."""
        return slope_at(self)

    # For base -----------------------------------------------------------------------------------

    def sentence(self):
        """Return the present state in a sentence, the same in every run."""
        share = self.values["probabilities"][self.label]
        said = (
            f'BackpropMicroscope: {self.image_name}, probability of "{STORY_NAMES[self.label]}" '
            f"{share:.3f}, loss {float(self.values['loss']):.3f}; "
        )
        name = cell_name(self.chosen)
        if self.asking and self.chosen[0] == "pooled":
            return f"{said}which cell of the map gets the gradient of {name}?"
        if self.asking:
            return f"{said}what is the gradient of {name}?"
        if self.step == 0:
            return f"{said}{name} is {number(self.values[self.chosen[0]][self.chosen[1:]])}."
        value = self.gradients[self.chosen[0]][self.chosen[1:]]
        return f"{said}the gradient of {name} is {number(value)}."

    def figure(self):
        """Return a static picture of the present state; what is asked for stays hidden."""
        from cnn_helpers.figures.story_scenes import story_microscope

        shown = {name: array for name, array in self.gradients.items() if self.is_shown(name)}
        edges = [[(edge[0], edge[1], edge[3]) for edge in self.scene["live"]]]
        edges += [[(edge[0], edge[1], edge[3]) for edge in self.scene["into"]]]
        return story_microscope(
            self.values,
            shown,
            self.chosen,
            onward=[] if self.asking else edges[0],
            into=edges[1],
            names=STORY_NAMES,
            caption=_with_capital(self.sentence().split("; ")[1]),
        )

    def handle(self, command, content, buffers):
        """Answer the page: ``example`` lays a mark, ``update`` learns once, ``restore`` forgets."""
        if command == "example":
            self.set(image=str(content["name"]))
        elif command == "update":
            self.take_step()
        elif command == "restore":
            self.restore()
        else:
            raise ValueError(f"command must be example, update or restore, but is {command!r}")


def _with_capital(words):
    return words if "[" in words.split()[0] else words.capitalize()


def _name_of(image):
    names = [name for name in MARKS if np.array_equal(image, named_drawing(name, 5))]
    return (names or [OWN])[0]


def _story_parameters():
    return dict(zip(PARAMETERS, story_network().parameters(), strict=True))
