"""The pooling explorer with its shift lab: what pooling keeps, and what a moved image changes."""

from __future__ import annotations

import operator

import numpy as np
import traitlets

from cnn_helpers.kernels import PRESETS
from cnn_helpers.widgets import pooling_questions, pooling_words
from cnn_helpers.widgets.arrays import array_to_page
from cnn_helpers.widgets.base import CourseWidget
from cnn_helpers.widgets.papers import as_paper, named_papers, on_paper
from cnn_helpers.widgets.pictures import frozen
from cnn_helpers.widgets.pooling_layers import Operation, layers, winners
from cnn_helpers.widgets.pooling_settings import (
    LARGEST_PADDING,
    LARGEST_WINDOW,
    QUESTIONS,
    as_optional_kernel,
    as_prediction,
    as_shift,
    pooled_shape,
)
from cnn_helpers.widgets.settings import (
    Setting,
    SettingError,
    as_cell,
    bounded_int,
    flag,
    list_to_page,
    one_of,
)
from cnn_helpers.widgets.shift_lab import measure, measures_table, moved

__all__ = ["PoolingExplorer"]

_MADE_BY = ("image", "shift", "kernel", "padding", "relu", "pooling", "kernel_size", "stride")


class PoolingExplorer(CourseWidget):
    """Image, feature map and pooled map in a row; move the image and see what follows.

    Choose a cell of the pooled map to see its window and its arithmetic. Drag the image, or move it
    with the arrow keys, to see what each layer makes of the move: a feature map moves along
    (equivariance), a pooled map stays partly the same (some invariance). ``explorer.measures``
    holds what is counted.

    Parameters
    ----------
    image : str or array_like
        ``"X"``, ``"O"``, ``"tick"``, ``"scribble"``, ``"V"``, ``"digit 0"`` to ``"digit 9"``, or
        numbers (H, W) from 0 to 1 (uint8: 0 to 255) with 3 to 32 rows and columns.
    kernel : str, array_like of shape (3, 3), or None
        A preset's name or nine numbers. None pools the image itself.
    padding : int
        Rings of zeros before the convolution, 0 to 2.
    relu : bool
        Whether negative results become 0 before pooling.
    pooling : {"max", "average"}
    kernel_size : int
        Side of the pooling's window, 1 to 4.
    stride : int, optional
        Step between windows, 1 to 4; None means ``kernel_size``. Smaller steps overlap.
    shift : (int, int)
        How far the image is moved: rows down, columns to the right; negative ones go back. Ink that
        leaves the paper is lost.
    paper : int, optional
        Lay a smaller image in the middle of empty paper of so many pixels on a side, up to 32. None
        means 12, which leaves a mark room to move.
    cell : (int, int), optional
        The chosen cell of the pooled map; None chooses the first of its largest ones.
    predict : bool
        Ask before telling.
    question : {"value", "winner", "changes"}
        In predict mode: the chosen cell's value; which cell of its window wins (max pooling only);
        or how many pooled cells change when the image moves one pixel further: to the right.

    Attributes
    ----------
    feature_map, pooled : numpy.ndarray of float64, read-only
        What the moved image gives; the map before ReLU.
    winners : numpy.ndarray of int, shape (OH, OW, 2)
        The cell of the feature map that each maximum came from, the first of several equal ones.
    measures : dict of dict
        For ``"image"``, ``"feature_map"``, ``"relu"`` and ``"pooled"``: how many ``cells``, of
        these ``unchanged`` in place; how many are ``holding`` something other than 0 before or
        after the move, of these ``holding_unchanged``; the ``similarity`` in place, from 0 (nothing
        in common) to 1; and where the layer ``moves_along``: how many cells lie ``inside`` and at
        the ``border``, and how many of each differ from the first map moved the same way
        (``inside_differing``, ``border_differing``).
    prediction : float, (int, int) or None
        The learner's answer.

    Examples
    --------
    >>> explorer = PoolingExplorer("X", "diagonal")
    >>> explorer.feature_map.shape, explorer.pooled.shape
    ((10, 10), (5, 5))
    >>> explorer.shift = (0, 1)
    >>> found = explorer.measures
    >>> found["feature_map"]["inside_differing"], found["pooled"]["unchanged"]
    (0, 10)
    >>> explorer.set(kernel=None, pooling="average", shift=(0, 2))
    >>> explorer.measures["pooled"]["moves_along"]
    True
    """

    use = "move the image"
    module = "pooling_explorer.js"
    styles = ("widget.css", "pooling_explorer.css")

    image = Setting(np.zeros((12, 12)), as_paper).tag(sync=True, to_json=array_to_page)
    image_name = traitlets.Unicode().tag(sync=True)
    shift = Setting((0, 0), as_shift).tag(sync=True, to_json=list_to_page)
    kernel = Setting(None, as_optional_kernel).tag(sync=True, to_json=list_to_page)
    padding = Setting(0, bounded_int("padding", 0, LARGEST_PADDING)).tag(sync=True)
    relu = Setting(True, flag("relu")).tag(sync=True)
    pooling = Setting("max", one_of("pooling", ("max", "average"))).tag(sync=True)
    kernel_size = Setting(2, bounded_int("kernel_size", 1, LARGEST_WINDOW)).tag(sync=True)
    stride = Setting(2, bounded_int("stride", 1, LARGEST_WINDOW)).tag(sync=True)
    cell = Setting((0, 0), as_cell).tag(
        sync=True, to_json=list_to_page, from_json=lambda value, self: self._inside(value)
    )
    predict = Setting(False, flag("predict")).tag(sync=True)
    question = Setting("value", one_of("question", QUESTIONS)).tag(sync=True)
    prediction = Setting(None, as_prediction).tag(sync=True, to_json=list_to_page)

    feature_map = Setting(np.zeros((10, 10)), frozen, read_only=True)
    pooled = Setting(np.zeros((5, 5)), frozen, read_only=True)
    measures = traitlets.Dict(read_only=True)

    papers = traitlets.List().tag(sync=True)
    presets = traitlets.Dict().tag(sync=True)
    limits = traitlets.Dict().tag(sync=True)

    def __init__(
        self,
        image="X",
        kernel="diagonal",
        *,
        padding=0,
        relu=True,
        pooling="max",
        kernel_size=2,
        stride=None,
        shift=(0, 0),
        paper=None,
        cell=None,
        predict=False,
        question="value",
    ):
        self._computed = ()
        settings = {
            "image": image,
            "paper": paper,
            "kernel": kernel,
            "padding": padding,
            "relu": relu,
            "pooling": pooling,
            "kernel_size": kernel_size,
            "stride": stride,
            "shift": shift,
            "predict": predict,
            "question": question,
        }
        if cell is not None:
            settings["cell"] = cell
        super().__init__(
            papers=named_papers(),
            presets={name: values.tolist() for name, values in PRESETS.items()},
            limits={"window": LARGEST_WINDOW, "padding": LARGEST_PADDING},
            **self.checked(settings),
        )
        self._compute()
        if cell is None:
            self.cell = tuple(np.argwhere(self.pooled == self.pooled.max())[0].tolist())

    def checked(self, settings):
        """Check the settings, alone and together; ``paper`` and a stride of None are resolved."""
        settings = dict(settings)
        paper = settings.pop("paper", None)
        name = None
        if "image" in settings:
            name, settings["image"] = on_paper(settings["image"], paper)
        elif paper is not None:
            raise SettingError("paper can be set only together with image")
        if settings.get("stride", "") is None:
            settings["stride"] = settings.get("kernel_size", self.kernel_size)
        checked = super().checked(settings)
        if name is not None:
            checked["image_name"] = name
        together = {trait: checked.get(trait, getattr(self, trait)) for trait in _MADE_BY}
        shape = pooled_shape(together)
        if "cell" in checked and not all(map(operator.lt, checked["cell"], shape)):
            raise SettingError(
                f"cell must lie inside the pooled map of {shape[0]} x {shape[1]}, "
                f"but is {checked['cell']}"
            )
        pooling = together["pooling"]
        if checked.get("question", self.question) == "winner" and pooling == "average":
            if "question" in checked:
                raise SettingError("question 'winner' needs max pooling, but pooling is 'average'")
            checked["question"] = "value"
        return checked

    def _inside(self, cell):
        """Return the cell that the page asks for, moved inside the pooled map as it is here."""
        return [
            min(max(index, 0), size - 1)
            for index, size in zip(cell, self.pooled.shape, strict=True)
        ]

    @traitlets.observe(*_MADE_BY)
    def _compute(self, _=None):
        made_by = tuple(getattr(self, name) for name in _MADE_BY)
        if len(self._computed) == len(made_by) and all(map(operator.is_, made_by, self._computed)):
            return  # the second notification of one change
        pooled_shape(dict(zip(_MADE_BY, made_by, strict=True)))
        self._computed = made_by
        operation = self.operation
        self.before = layers(self.image, operation)
        self.after = layers(moved(self.image, self.shift), operation)
        with self.hold_trait_notifications():
            self.set_trait("measures", measure(self.before, self.after, self.shift, operation))
            self.set_trait("feature_map", self.after.feature_map)
            self.set_trait("pooled", self.after.pooled)
            self.prediction = None
            self.cell = self._inside(self.cell)
            if self.pooling == "average" and self.question == "winner":
                self.question = "value"

    @traitlets.observe("cell", "predict", "question")
    def _forget_prediction(self, _):
        self.prediction = None

    @property
    def operation(self):
        """What is done to the image, as one value."""
        return Operation(
            self.kernel, self.padding, self.relu, self.pooling, self.kernel_size, self.stride
        )

    @property
    def winners(self):
        """Row and column of the cell that each maximum comes from, int (OH, OW, 2)."""
        return winners(self.after.activated, self.operation)

    @property
    def window(self):
        """The cells under the chosen window, (kernel_size, kernel_size) float64."""
        row, column = (index * self.stride for index in self.cell)
        size = self.kernel_size
        return self.after.activated[row : row + size, column : column + size]

    @property
    def kernel_name(self):
        """The preset's name, ``"own kernel"`` or ``"none"``."""
        if self.kernel is None:
            return "none"
        names = [name for name, values in PRESETS.items() if np.array_equal(values, self.kernel)]
        return names[0] if names else "own kernel"

    @property
    def changes(self):
        """How many pooled cells change when the image moves one pixel to the right."""
        return pooling_questions.changes(self)

    @property
    def prediction_is_right(self):
        """Whether the answer is right (values within 0.01); None before there is one."""
        return pooling_questions.is_right(self)

    def sentence(self):
        """Return the present state in a sentence, the same in every run."""
        return pooling_words.sentence(self)

    def figure(self):
        """Return a matplotlib figure of the present state; what is asked for stays secret."""
        from cnn_helpers.figures.pooling_scene import pooling_picture

        return pooling_picture(**pooling_words.scene(self))

    def answer(self):
        """Return what the page holds its preview against."""
        return {
            "feature_map": self.feature_map,
            "pooled": self.pooled,
            "measures": measures_table(self.measures),
        }

    def handle(self, command, content, buffers):
        """Take another image by its name, as the page asks with ``choose``."""
        if command != "choose":
            raise ValueError(f"command must be choose, but is {command!r}")
        self.set(image=str(content["name"]))
