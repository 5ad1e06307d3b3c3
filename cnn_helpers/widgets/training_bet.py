"""The predict mode of the training time machine: how good will it be after one epoch."""

from __future__ import annotations

import traitlets

from cnn_helpers.widgets.settings import Setting, flag

__all__ = ["QUESTION", "TrainingBet", "judge"]

QUESTION = "What accuracy, in per cent, will the model have after its first epoch?"
_CLOSE = 5.0  # percentage points


def judge(said, accuracy):
    """Return whether a prediction was close, and the sentence that is shown.

    Parameters
    ----------
    said : float
        In per cent.
    accuracy : float
        0 to 1.

    Examples
    --------
    >>> judge(60, 0.925)
    (False, 'You said 60 %, and it is 92.5 %: 32.5 points better than you thought.')
    """
    percent = 100 * accuracy
    off = percent - said
    if abs(off) <= _CLOSE:
        return True, f"Well predicted: you said {said:g} %, and it is {percent:.1f} %."
    way = "better" if off > 0 else "worse"
    start = f"You said {said:g} %, and it is {percent:.1f} %"
    return False, f"{start}: {abs(off):.1f} points {way} than you thought."


def _as_percent(value):
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 <= value <= 100:
        raise ValueError(f"prediction must be a number from 0 to 100, but is {value!r}")
    return float(value)


class TrainingBet(traitlets.HasTraits):
    """What was predicted, and what came of it."""

    predict = Setting(False, flag("predict")).tag(sync=True)
    prediction = Setting(None, _as_percent).tag(sync=True)
    verdict = traitlets.Unicode("", read_only=True).tag(sync=True)
    prediction_is_right = traitlets.Bool(None, allow_none=True, read_only=True).tag(sync=True)

    @property
    def asking(self):
        """Whether the question waits for its answer."""
        return self.predict and self.prediction is None

    @traitlets.observe("predict")
    def _start_or_stop_asking(self, _):
        self.prediction = None

    @traitlets.observe("prediction")
    def _forget_verdict(self, _):
        self.set_trait("prediction_is_right", None)
        self.set_trait("verdict", "")
        # A run that is past its first epoch tells too much: the question is about the next one.
        record = self._runs.record
        self._bet_from = 0 if record is None else self._runs.number + bool(record.accuracy)

    def _judge(self):
        """Compare, once, as soon as the run that was meant has ended its first epoch."""
        record = self._runs.record
        if self.prediction is None or self.verdict or record is None or not record.accuracy:
            return
        if self._runs.number >= self._bet_from:
            right, verdict = judge(self.prediction, record.accuracy[0])
            self.set_trait("prediction_is_right", right)
            self.set_trait("verdict", verdict)
