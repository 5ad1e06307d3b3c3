"""What the training time machine shows: the present while it trains, kept moments afterwards."""

from __future__ import annotations

import traitlets

from cnn_helpers.training import SnapshotPlan
from cnn_helpers.widgets.settings import Setting, bounded_int
from cnn_helpers.widgets.training_words import curves_to_page, status_words

__all__ = ["TrainingShow"]


def _none_or(check):
    return lambda value: None if value is None else check(value)


class TrainingShow(traitlets.HasTraits):
    """The traits that the page reads, and how they follow training and the slider.

    The widget has ``_runs`` (TrainingRuns), ``_views`` (ModelViews of its model), ``_known`` (what
    was measured at moments, by step) and ``_lock``: one thread at a time speaks to the page.
    """

    moment = Setting(None, _none_or(bounded_int("moment", 0, 100_000))).tag(sync=True)
    digit = Setting(0, bounded_int("digit", 0, 9)).tag(sync=True)
    compare = Setting(None, _none_or(bounded_int("compare", 1, 100_000))).tag(sync=True)
    about = traitlets.Dict(read_only=True).tag(sync=True)
    status = traitlets.Dict(read_only=True).tag(sync=True)
    curves = traitlets.List(read_only=True).tag(sync=True)
    frame = traitlets.Dict(read_only=True).tag(sync=True)
    measured = traitlets.Dict(default_value=None, allow_none=True, read_only=True).tag(sync=True)

    def _watch(self, measure):
        """Show the model as it is; training calls this, in its own thread."""
        record = self._runs.record
        step = 0 if record is None else record.steps
        look = self._views.look(self._chosen_digit())
        measured = self._views.measure() if measure else None
        with self._lock, self.hold_sync():
            self._judge()
            self._runs.thread.sent += 1
            self.set_trait("frame", {"step": step, "number": self._runs.thread.sent, **look})
            if measured is not None:
                self.set_trait("measured", {"step": step, **measured})
            self._show_numbers()

    def _show_numbers(self):
        runs, record = self._runs, self._runs.record
        hide = self.hides_accuracy
        failure = runs.failure
        kind = "" if isinstance(failure, ArithmeticError) else f"{type(failure).__name__}: "
        status = {
            "state": runs.state,
            "step": 0 if record is None else record.steps,
            "total": runs.total,
            "words": status_words(runs, hide_accuracy=hide),
            "failure": "" if failure is None else f"{kind}{failure}",
            "moments": [] if record is None else [one.step for one in record.snapshots],
            "runs": [one.name for one in runs.records],
            "hides": hide,
            "in_cell": runs.thread.is_running and not runs.thread.in_background,
        }
        self.set_trait("status", status)
        shown = [one for one in runs.records[:-1] if one.name == f"run {self.compare}"]
        shown += [] if record is None else [record]
        self.set_trait("curves", [curves_to_page(one, hide_accuracy=hide) for one in shown])

    @property
    def hides_accuracy(self):
        """Whether a question is open that the present run's accuracy would answer."""
        return self.asking and self._runs.thread.is_running

    def _chosen_digit(self):
        return min(self.digit, len(self._views.inputs) - 1)

    @traitlets.observe("moment", "digit")
    def _show_moment(self, _):
        """Show a kept moment, or the present in a pause; while training runs it shows itself."""
        runs, record = self._runs, self._runs.record
        if runs.state == "training" or not self.about:
            return
        with self._lock, self.hold_sync():
            moments = [] if record is None else record.snapshots
            if self.moment is None or not moments:
                # A copy: training may go on before the views are drawn.
                snapshot = SnapshotPlan(1).take(
                    runs.setup.model, 0 if record is None else record.steps
                )
            else:
                snapshot = moments[min(self.moment, len(moments) - 1)]
            views = self._views.at(snapshot)
            step = snapshot.step
            if step not in self._known:
                self._known[step] = views.measure()
            runs.thread.sent += 1
            look = views.look(self._chosen_digit())
            self.set_trait("frame", {"step": step, "number": runs.thread.sent, **look})
            self.set_trait("measured", {"step": step, **self._known[step]})

    @traitlets.observe("compare", "predict", "prediction")
    def _show_others(self, _):
        if self.about:
            with self._lock, self.hold_sync():
                self._judge()
                self._show_numbers()
