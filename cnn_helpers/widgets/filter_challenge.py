"""The filter challenge: design nine weights and a threshold that find a kind of mark."""

from __future__ import annotations

import operator

import numpy as np
import traitlets

from cnn_helpers.convolution import conv2d
from cnn_helpers.kernels import PRESETS
from cnn_helpers.widgets.arrays import ArraySetting
from cnn_helpers.widgets.base import CourseWidget
from cnn_helpers.widgets.filter_descent import descend, described
from cnn_helpers.widgets.filter_tasks import (
    COUNT,
    TASKS,
    TOLERANCE,
    as_prediction,
    largest_responses,
    load_task,
    score,
)
from cnn_helpers.widgets.settings import (
    LARGEST_WEIGHT,
    Setting,
    SettingError,
    as_kernel,
    bounded_int,
    bounded_number,
    flag,
    list_to_page,
    one_of,
)

__all__ = ["FilterChallenge"]

QUESTIONS = ("hits", "marks")


class FilterChallenge(CourseWidget):
    """Find all marks of a kind with one 3 x 3 kernel and one threshold.

    A mark counts as found if its largest response, over all positions of the kernel, is more than
    the threshold. The score is the share of targets found minus the share of other marks found,
    times 100: 100 is perfect, 0 is what guessing gives. Then see what gradient descent finds, and
    try both on marks that neither has seen.

    Parameters
    ----------
    task : {"X", "vertical strokes", "corners"}
        What is to be found. Changing it starts with an empty kernel again, unless one is set too.
    kernel : str or array_like, shape (3, 3)
        A preset's name or nine numbers.
    threshold : float
        What the largest response must pass.
    mark : int
        The chosen practice mark, 0 to 63; the first 32 are to be found.
    predict : bool
        Hide the outcome until the learner has answered.
    question : {"hits", "marks"}
        In predict mode: how many targets will be found, or which marks.

    Attributes
    ----------
    responses : numpy.ndarray of float64, shape (64,), read-only
        Each practice mark's largest response.
    result : Score
        ``hits``, ``false_alarms``, ``targets``, ``others`` and ``points`` on the practice marks.
    best : dict
        The best so far for this task: ``kernel``, ``threshold``, ``hits``, ``false_alarms``,
        ``points``; empty before any is better than guessing.
    held_out : dict
        After ``try_held_out()`` what the present kernel does on 200 other marks, and how many
        ``tries`` there were; empty as soon as anything changes.
    descent : dict
        After ``run_descent()`` what gradient descent has learned: ``steps``, ``losses``,
        ``kernels``, ``thresholds`` and ``points_by_step`` at each tenth step; of the last ``hits``,
        ``false_alarms``, ``points``, and the same on ``held_out`` marks.
    prediction : float, tuple of int or None
        The learner's answer.

    Examples
    --------
    >>> challenge = FilterChallenge("vertical strokes")
    >>> challenge.set(kernel=[[-1, 2, -1], [-1, 2, -1], [-1, 2, -1]], threshold=2.55)
    >>> challenge.result
    Score(hits=32, false_alarms=0, targets=32, others=32)
    >>> challenge.best["points"]
    100.0
    """

    use = "design a filter"
    module = "filter_challenge.js"
    styles = ("widget.css", "kernel_editor.css", "filter_challenge.css")

    task = Setting("X", one_of("task", TASKS)).tag(sync=True)
    kernel = Setting(np.zeros((3, 3)), as_kernel).tag(sync=True, to_json=list_to_page)
    threshold = Setting(1.0, bounded_number("threshold", 10 * LARGEST_WEIGHT)).tag(sync=True)
    mark = Setting(0, bounded_int("mark", 0, COUNT - 1)).tag(sync=True)
    predict = Setting(False, flag("predict")).tag(sync=True)
    question = Setting("hits", one_of("question", QUESTIONS)).tag(sync=True)
    prediction = Setting(None, as_prediction).tag(sync=True, to_json=list_to_page)

    marks = ArraySetting(np.zeros((COUNT, 12, 12)), "marks", (COUNT, 12, 12), read_only=True)
    responses = ArraySetting(np.zeros(COUNT), "responses", (COUNT,), read_only=True)
    task_words = traitlets.Dict(read_only=True).tag(sync=True)
    best = traitlets.Dict(read_only=True).tag(sync=True)
    held_out = traitlets.Dict(read_only=True).tag(sync=True)
    progress = traitlets.Dict(read_only=True).tag(sync=True)
    descent = traitlets.Dict(read_only=True).tag(sync=True)
    presets = traitlets.Dict().tag(sync=True)
    limits = traitlets.Dict().tag(sync=True)

    def __init__(
        self,
        task="X",
        kernel=((0, 0, 0), (0, 0, 0), (0, 0, 0)),
        threshold=1.0,
        *,
        mark=0,
        predict=False,
        question="hits",
    ):
        self._computed = ()
        self._kept = {}
        settings = {
            "task": task,
            "kernel": kernel,
            "threshold": threshold,
            "mark": mark,
            "predict": predict,
            "question": question,
        }
        super().__init__(
            presets={name: values.tolist() for name, values in PRESETS.items()},
            limits={"weight": LARGEST_WEIGHT, "threshold": 10 * LARGEST_WEIGHT, "tasks": TASKS},
            **self.checked(settings),
        )
        self._compute()

    def checked(self, settings):
        """Check the settings; a new task without a kernel starts with an empty one."""
        checked = super().checked(settings)
        if checked.get("task", self.task) != self.task:
            checked.setdefault("kernel", as_kernel(np.zeros((3, 3))))
            checked.setdefault("threshold", 1.0)
            checked.setdefault("mark", 0)
        return checked

    @traitlets.observe("task", "kernel", "threshold")
    def _compute(self, _=None):
        made_by = (self.task, self.kernel, self.threshold)
        if self._computed and all(map(operator.is_, made_by, self._computed)):
            return  # the second notification of one change
        is_new_task = not self._computed or self._computed[0] != self.task
        self._computed = made_by
        task = load_task(self.task)
        with self.hold_trait_notifications():
            if is_new_task:
                self.set_trait("marks", task.practice)
                words = {"one": task.one, "each": task.each, "kinds": list(task.kinds)}
                self.set_trait("task_words", words)
                self.set_trait("descent", self._kept.get((self.task, "descent"), {}))
            self.set_trait("responses", largest_responses(task.practice, self.kernel))
            self.set_trait("held_out", {})
            self.prediction = None
        self._keep_best()

    @traitlets.observe("predict", "question")
    def _forget_prediction(self, _):
        self.prediction = None

    @traitlets.observe("prediction", "predict")
    def _keep_best(self, _=None):
        """Keep this kernel if it is the best so far; an open question must not give it away."""
        if not self._is_asking:
            self._offer(self.kernel, self.threshold)
        self.set_trait("best", self._kept.get(self.task, {}))

    def _offer(self, kernel, threshold):
        found = score(load_task(self.task).practice, kernel, threshold)
        if found.points > self._kept.get(self.task, {"points": 0})["points"]:
            best = {"kernel": np.asarray(kernel).tolist(), "threshold": threshold}
            self._kept[self.task] = best | found.as_dict()

    @property
    def _is_asking(self):
        return self.predict and self.prediction is None

    @property
    def found(self):
        """Which practice marks count as found, bool (64,)."""
        return self.responses > self.threshold + TOLERANCE

    @property
    def result(self):
        """The ``Score`` on the practice marks."""
        return score(self.marks, self.kernel, self.threshold)

    @property
    def prediction_is_right(self):
        """Whether the answer is right; None before there is one."""
        if self.prediction is None:
            return None
        if self.question == "marks":
            return self.prediction == tuple(np.flatnonzero(self.found).tolist())
        return self.prediction == self.result.hits

    def response_map(self, mark):
        """Return the feature map (10, 10) that the kernel makes of a practice mark."""
        return conv2d(self.marks[mark][None, None], self.kernel[None, None])[0, 0]

    def restore_best(self):
        """Take the best kernel and threshold so far back."""
        if self.best:
            self.set(kernel=self.best["kernel"], threshold=self.best["threshold"])

    def try_held_out(self):
        """Score the present kernel on 200 marks that it was not designed on; return the ``Score``.

        Each look makes the next one worth less: choosing by it is designing on it. ``held_out``
        counts the ``tries``.
        """
        tries = self._kept.get((self.task, "tries"), 0) + 1
        self._kept[self.task, "tries"] = tries
        found = score(load_task(self.task).held_out, self.kernel, self.threshold)
        self.set_trait("held_out", {**found.as_dict(), "tries": tries})
        return found

    def run_descent(self):
        """Let gradient descent design a kernel and threshold on the practice marks, in a second.

        Returns
        -------
        Descent
            Also kept in ``descent``, scored on practice and held-out marks.
        """
        task = load_task(self.task)
        learned = descend(task.practice, on_frame=self._tell_progress)
        self._kept[self.task, "descent"] = described(learned, task)
        self.set_trait("descent", self._kept[self.task, "descent"])
        self.set_trait("progress", {})
        return learned

    def _tell_progress(self, step, loss):
        self.set_trait("progress", {"step": step, "loss": float(loss)})

    def sentence(self):
        """Return the present state in a sentence, the same in every run."""
        start = f"FilterChallenge: find {load_task(self.task).each} among {COUNT} marks"
        if self._is_asking:
            return f"{start}; how many will be found?"
        found = self.result
        return (
            f"{start}; with threshold {self.threshold:g} the kernel has {found.hits} of "
            f"{found.targets} hits and {found.false_alarms} of {found.others} false alarms, "
            f"score {found.points:.0f}."
        )

    def figure(self):
        """Return a matplotlib figure of the present state; what is asked for stays secret."""
        from cnn_helpers.figures.challenge_scene import challenge_picture

        task = load_task(self.task)
        return challenge_picture(
            self.marks,
            self.kernel,
            found=None if self._is_asking else self.found,
            threshold=self.threshold,
            title=f"Find {task.each}",
            points=None if self._is_asking else self.result.points,
        )

    def answer(self):
        """Return what the page holds its preview against."""
        found = self.result
        counts = np.array([found.hits, found.false_alarms, found.points])
        return {"responses": self.responses, "counts": counts}

    def handle(self, command, content, buffers):
        """Do what the page asks for: ``offer``, ``restore``, ``try``, ``descend``."""
        if command == "offer":  # the best of a drag, which Python may not have seen
            if content["task"] == self.task:
                kernel = as_kernel(content["kernel"])
                self._offer(kernel, bounded_number("threshold", 1e4)(content["threshold"]))
                self._keep_best()
        elif command == "restore":
            self.restore_best()
        elif command == "try":
            self.try_held_out()
        elif command == "descend":
            self.run_descent()
        else:
            raise SettingError(
                f"command must be offer, restore, try or descend, but is {command!r}"
            )
