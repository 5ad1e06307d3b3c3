"""The softmax explorer: logits on sliders, their probabilities, and the surprise of the truth."""

from __future__ import annotations

import numpy as np
import traitlets

from cnn_helpers import figures
from cnn_helpers.losses import cross_entropy
from cnn_helpers.softmax import softmax
from cnn_helpers.validation import check_array, check_finite
from cnn_helpers.widgets.base import CourseWidget
from cnn_helpers.widgets.pictures import frozen
from cnn_helpers.widgets.settings import (
    Setting,
    SettingError,
    bounded_int,
    bounded_number,
    flag,
    list_to_page,
)

__all__ = ["SoftmaxExplorer"]

FEWEST, MOST = 2, 6
LARGEST_LOGIT = 1000
TOLERANCE = 0.01
"""A prediction this close counts as right."""


def as_logits(logits):
    """Return 2 to 6 finite numbers from -1000 to 1000, read-only float64.

    Examples
    --------
    >>> as_logits([1, 3]).tolist()
    [1.0, 3.0]
    >>> as_logits([1])
    Traceback (most recent call last):
        ...
    ValueError: logits must be 2 to 6 numbers, but has shape (1,)
    """
    array = check_finite(check_array(logits, "logits"), "logits")
    if array.ndim != 1 or not FEWEST <= len(array) <= MOST:
        raise ValueError(f"logits must be 2 to 6 numbers, but has shape {array.shape}")
    if np.abs(array).max() > LARGEST_LOGIT:
        raise ValueError(
            f"logits must lie between -{LARGEST_LOGIT} and {LARGEST_LOGIT}, "
            f"but reach from {array.min():g} to {array.max():g}"
        )
    return frozen(array.astype(np.float64))


def as_names(names):
    """Return the classes' names as a tuple of texts."""
    if isinstance(names, str) or not all(isinstance(name, str) and name for name in names):
        raise ValueError(f"names must be a sequence of words, but is {names!r}")
    return tuple(names)


class SoftmaxExplorer(CourseWidget):
    """Logits as sliders; exp, the sum, the shares, and what the right class costs.

    Python's values are the truth; the page draws ahead of them while a slider moves.

    Parameters
    ----------
    logits : array_like, shape (K,)
        One number a class, 2 to 6 of them, -1000 to 1000.
    names : sequence of str, optional
        The classes' names; None names them "class 0", "class 1", ...
    label : int
        Which class is the right one, from 0.
    predict : bool
        Hide the probability of the right class, and the surprise, until the learner has typed it.

    Attributes
    ----------
    probabilities : numpy.ndarray of float64, shape (K,), read-only
        Softmax of the logits: above 0 (or 0 where it is too small for a float), sum 1.
    loss : float
        Cross-entropy: minus the natural logarithm of the right class's probability.
    prediction : float or None
        What the learner has typed in predict mode; None as soon as anything else changes.

    Examples
    --------
    >>> explorer = SoftmaxExplorer([1, 3, 0], label=1)
    >>> explorer.probabilities.round(2).tolist(), round(explorer.loss, 2)
    ([0.11, 0.84, 0.04], 0.17)
    >>> explorer.set(logits=[101, 103, 100])
    >>> round(explorer.loss, 2)
    0.17
    >>> explorer.set(label=3)
    Traceback (most recent call last):
        ...
    cnn_helpers.widgets.settings.SettingError: label must be a class from 0 to 2, but is 3
    """

    module = "softmax_explorer.js"
    styles = ("widget.css", "softmax_explorer.css")
    use = "move the logits"

    logits = Setting(np.zeros(2), as_logits).tag(sync=True, to_json=list_to_page)
    names = Setting(("class 0", "class 1"), as_names).tag(sync=True, to_json=list_to_page)
    label = Setting(0, bounded_int("label", 0, MOST - 1)).tag(sync=True)
    predict = Setting(False, flag("predict")).tag(sync=True)
    prediction = Setting(None, bounded_number("prediction", 1e9, optional=True)).tag(sync=True)
    probabilities = Setting(np.full(2, 0.5), frozen, read_only=True)
    loss = traitlets.Float(read_only=True)

    def __init__(self, logits=(1.0, 3.0, 0.0), *, names=None, label=0, predict=False):
        count = len(as_logits(logits))
        names = [f"class {number}" for number in range(count)] if names is None else names
        settings = {"logits": logits, "names": names, "label": label, "predict": predict}
        super().__init__(**self.checked(settings))
        self._compute()

    def checked(self, settings):
        """Check the settings alone and together: as many names as logits, a label among them."""
        checked = super().checked(settings)
        count = len(checked.get("logits", self.logits))
        names = checked.get("names", self.names)
        if "names" not in checked and len(names) != count:
            names = checked["names"] = tuple(f"class {number}" for number in range(count))
        if len(names) != count:
            raise SettingError(f"names must be {count}, one for each logit, but are {len(names)}")
        label = checked.get("label", self.label)
        if label >= count:
            raise SettingError(f"label must be a class from 0 to {count - 1}, but is {label}")
        return checked

    @traitlets.validate("label")
    def _check_label(self, proposal):
        label, last = proposal["value"], len(self.logits) - 1
        if label > last:
            raise SettingError(f"label must be a class from 0 to {last}, but is {label}")
        return label

    @traitlets.observe("logits", "label")
    def _compute(self, _=None):
        if self.label >= len(self.logits):
            return  # the label of the same change follows
        row = self.logits[np.newaxis]
        self.set_trait("probabilities", softmax(row)[0])
        self.set_trait("loss", float(cross_entropy(row, [self.label])))
        self.prediction = None

    @traitlets.observe("predict")
    def _forget_prediction(self, _):
        self.prediction = None

    @property
    def prediction_is_right(self):
        """Whether the typed probability is within 0.01 of the truth; None before there is one."""
        if self.prediction is None:
            return None
        return bool(abs(self.prediction - self.probabilities[self.label]) <= TOLERANCE)

    def answer(self):
        """Return what the page compares with its preview."""
        return {"probabilities": self.probabilities, "loss": np.array([self.loss])}

    def sentence(self):
        """Return the present state in a sentence, the same in every run."""
        logits = ", ".join(
            f"{name} {logit:g}" for name, logit in zip(self.names, self.logits, strict=True)
        )
        right = self.names[self.label]
        if self.predict and self.prediction is None:
            return f"SoftmaxExplorer: logits {logits}; right class {right}; predict its share."
        share = self.probabilities[self.label]
        return (
            f"SoftmaxExplorer: logits {logits}; right class {right} "
            f"with probability {share:.4g}, surprise {self.loss:.4g}."
        )

    def figure(self):
        """Return a matplotlib figure of the three stages and the surprise."""
        exponentials = np.exp(self.logits - self.logits.max())
        return figures.softmax_picture(
            self.logits,
            exponentials,
            self.probabilities,
            self.names,
            label=self.label,
            loss=self.loss,
            hidden=self.predict and self.prediction is None,
        )

    def handle(self, command, content, buffers):
        """Refuse every command: this page changes traits only."""
        raise ValueError(f"command must be ask, but is {command!r}")
