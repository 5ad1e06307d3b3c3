"""What the neuron tuner asks in predict mode, and what it says to an answer."""

from __future__ import annotations

import numpy as np
import traitlets

from cnn_helpers.widgets.settings import Setting, bounded_number, flag
from cnn_helpers.widgets.tiny_network import hidden_count

__all__ = ["WAYS", "AskingTuner", "TunerQuestions", "judge_move", "judge_neuron"]

WAYS = ("up", "down", "stays")
_TOLERANCE = 0.015  # of an answer with two decimals
_NO_STEP = 1e-9


class TunerQuestions:
    """Asks in turn which way a weight will move, and what a neuron answers; judges what is said.

    Parameters
    ----------
    seed : int
        Decides which weight, which neuron.
    """

    def __init__(self, seed=0):
        self._random = np.random.default_rng(seed)
        self._asked = 0

    def ask(self, names, hidden):
        """Return the next question.

        Parameters
        ----------
        names : list of str
            Of the parameters.
        hidden : int
            How many hidden neurons there are; without any, only moves are asked for.

        Returns
        -------
        dict
            ``kind`` ("move" or "neuron"), ``about`` (position of the parameter or neuron), and
            ``text``.
        """
        self._asked += 1
        if hidden and self._asked % 2 == 0:
            neuron = int(self._random.integers(hidden))
            text = f"What does neuron {neuron + 1} answer on this day?"
            return {"kind": "neuron", "about": neuron, "text": text}
        about = int(self._random.integers(len(names)))
        text = f"Which way will one gradient step move “{names[about]}”?"
        return {"kind": "move", "about": about, "text": text}


def judge_move(answer, slope):
    """Return whether the way is right, and the sentence that is shown.

    Examples
    --------
    >>> judge_move("down", 0.5)
    (True, 'Right: the slope is 0.50, above 0. A step goes against it, so the weight goes down.')
    """
    slope = float(slope)
    right = "stays" if abs(slope) < _NO_STEP else "down" if slope > 0 else "up"
    start = "Right" if answer == right else "Not this time"
    if right == "stays":
        return answer == right, (
            f"{start}: the slope is 0. The neuron behind it is silent on every day, so nothing "
            "that it does changes the loss, and the weight stays."
        )
    side = "above" if slope > 0 else "below"
    return answer == right, (
        f"{start}: the slope is {_short(slope)}, {side} 0. "
        f"A step goes against it, so the weight goes {right}."
    )


def judge_neuron(answer, total):
    """Return whether the number is right, and the sentence that is shown.

    Parameters
    ----------
    answer : float
        What was typed.
    total : float
        The neuron's weighted sum plus bias, before ReLU.

    Examples
    --------
    >>> judge_neuron(0.0, -1.5)
    (True, 'Right: the sum is −1.50, and ReLU makes 0 of what is negative.')
    """
    total = float(total)
    if isinstance(answer, str):
        return False, f"A number is asked for, but the answer is {answer!r}."
    right = abs(answer - max(total, 0.0)) <= _TOLERANCE
    start = "Right" if right else "Not this time"
    if total <= 0:
        end = f"the sum is {_short(total)}, and ReLU makes 0 of what is negative."
    else:
        end = f"the sum is {_short(total)}, and ReLU lets it pass."
    if not right and total <= 0 and abs(answer - total) <= _TOLERANCE:
        end = f"{end} Your sum is right; ReLU has the last word."
    return right, f"{start}: {end}"


def _short(value):
    size = abs(value)
    text = f"{size:.2f}" if size >= 0.005 or size == 0 else f"{size:.1g}"
    return f"−{text}" if value < 0 and float(text) != 0 else text


def _as_prediction(value):
    if value is None or value in WAYS:
        return value
    return bounded_number("prediction", 1e6)(value)


class AskingTuner(traitlets.HasTraits):
    """The predict mode of the tuner: what is asked, what was answered, what is said to it."""

    predict = Setting(False, flag("predict")).tag(sync=True)
    prediction = Setting(None, _as_prediction).tag(sync=True)
    question = traitlets.Dict(default_value=None, allow_none=True, read_only=True).tag(sync=True)
    verdict = traitlets.Unicode("", read_only=True).tag(sync=True)
    prediction_is_right = traitlets.Bool(None, allow_none=True, read_only=True).tag(sync=True)

    @property
    def asking(self):
        """Whether a question waits for its answer."""
        return self.question is not None and self.prediction is None

    @traitlets.observe("predict")
    def _start_or_stop_asking(self, _):
        if self.predict and self.names:
            self.next_question()
        elif not self.predict:
            self.prediction = None
            self.set_trait("question", None)

    def next_question(self):
        """Ask another question; predict mode does so by itself for the first one."""
        with self.hold_sync():  # the page must not see the old question open again
            self.prediction = None
            hidden = hidden_count(self.network)
            self.set_trait("question", self._questions.ask(self.names, hidden))

    @traitlets.observe("prediction")
    def _judge(self, _):
        right, verdict = None, ""
        if self.question and self.prediction is not None:
            about = self.question["about"]
            if self.question["kind"] == "move":
                right, verdict = judge_move(self.prediction, self.gradient[about])
            else:
                right, verdict = judge_neuron(self.prediction, self.state.neuron_sums[about])
        self.set_trait("prediction_is_right", right)
        self.set_trait("verdict", verdict)
