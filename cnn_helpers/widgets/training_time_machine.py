"""Trains a model while you watch, and lets you scrub through its training afterwards."""

from __future__ import annotations

import threading

from cnn_helpers.validation import check_positive_int
from cnn_helpers.widgets.base import CourseWidget
from cnn_helpers.widgets.model_views import ModelViews, to_packet
from cnn_helpers.widgets.settings import Setting, SettingError, bounded_int, bounded_number
from cnn_helpers.widgets.training_bet import QUESTION, TrainingBet
from cnn_helpers.widgets.training_runs import TrainingRuns
from cnn_helpers.widgets.training_setup import set_up
from cnn_helpers.widgets.training_show import TrainingShow
from cnn_helpers.widgets.training_words import memory_words, picture_of

__all__ = ["TrainingTimeMachine"]


def _as_rate(lr):
    lr = bounded_number("lr", 100)(lr)
    if lr <= 0:
        raise ValueError(f"lr must be above 0, but is {lr:g}")
    return lr


class TrainingTimeMachine(TrainingBet, TrainingShow, CourseWidget):
    """Trains a classifier in the background and shows how it learns; then play it all again.

    While it trains other cells stay usable. Loss, accuracy, filters, feature maps, answers and
    mistakes follow live. Afterwards, or in a pause, a slider goes through the kept moments, and all
    views go with it. A second run with another learning rate is drawn over the first.

    Parameters
    ----------
    model : Layer, optional
        Trained in place. None means ``mnist_lenet(seed=0)``.
    images, labels : array_like, optional
        To learn from; as ``fit`` takes them. None means 5000 digits of MNIST.
    optimizer : SGD or Adam, optional
        Made for this model. None means ``SGD(model, lr)``.
    lr : float, optional
        Learning rate; 0.1 if neither it nor an optimizer is given.
    epochs : int
        How often a run goes through all images, 1 to 100.
    batch_size : int
        Images for one step.
    validation : (images, labels), optional
        Measured after each epoch. With the default images 500 others.
    prepare_batch, augment, schedule : callable, optional
        As for ``fit``. ``prepare_batch`` is ``data.as_batch`` for uint8 pictures (N, H, W).
    seed : int
        For the order of the images; each new run has the same.
    digits : array_like, optional
        The images whose answers and maps are shown, ten at most; None means one of each class.
    names : sequence of str, optional
        Of the classes; None means their numbers.
    memory : float
        Megabytes that the kept moments may take, all runs together.
    predict : bool
        Ask for the accuracy after the first epoch before it is told.

    Attributes
    ----------
    moment : int or None
        Which kept moment is shown; None is the present.
    digit : int
        Which of the digits has its maps shown.
    compare : int or None
        Which of the earlier runs is drawn over the present one, 1 being the first.

    Examples
    --------
    >>> import numpy as np
    >>> from cnn_helpers.layers import Linear
    >>> images, labels = np.eye(4), np.array([0, 1, 0, 1])
    >>> machine = TrainingTimeMachine(Linear(4, 2, seed=0), images, labels, lr=1.0, epochs=5)
    >>> machine.start()
    >>> machine.wait()
    True
    >>> machine
    <TrainingTimeMachine: 4 images, learning rate 1; run 1 is finished, 5 epochs.>
    >>> history = machine.fit(lr=0.5)  # in this cell, from the same start
    >>> machine.compare
    1
    """

    use = "start training"
    module = "training_time_machine.js"
    styles = ("widget.css", "chart.css", "training_time_machine.css")

    lr = Setting(0.1, _as_rate).tag(sync=True)
    epochs = Setting(4, bounded_int("epochs", 1, 100)).tag(sync=True)

    def __init__(
        self,
        model=None,
        images=None,
        labels=None,
        *,
        optimizer=None,
        lr=None,
        epochs=4,
        batch_size=32,
        validation=None,
        prepare_batch=None,
        augment=None,
        schedule=None,
        seed=0,
        digits=None,
        names=None,
        memory=64,
        predict=False,
    ):
        self._lock = threading.RLock()  # one thread at a time speaks to the page
        setup = set_up(
            *(model, images, labels),
            **{"optimizer": optimizer, "lr": lr, "validation": validation},
            **{"prepare_batch": prepare_batch, "digits": digits},
        )
        self._runs = TrainingRuns(
            *(setup, self._watch),
            **{"memory": memory, "batch_size": check_positive_int(batch_size, "batch_size")},
            **{"seed": seed, "augment": augment, "schedule": schedule},
        )
        self._views = ModelViews(setup.model, setup.digits, setup.prepare, setup.watched)
        self._known = {}  # what was measured at moments that were looked at
        self._bet_from = 0
        first = {"lr": float(setup.optimizer.lr), "epochs": epochs, "predict": predict}
        super().__init__(**self.checked(first))
        classes = self._views.look(0)["probabilities"]["shape"][1]
        pictures = self._views.pictures
        about = {
            "names": [str(name) for name in (range(classes) if names is None else names)],
            "labels": setup.digit_labels.tolist(),
            "pictures": None if pictures is None else to_packet(pictures),
            "memory": memory_words(self._runs),
            "question": QUESTION,
            "measures": "training" if setup.validation is None else "validation",
        }
        self.set_trait("about", about)
        self._watch(True)

    # Training ----------------------------------------------------------------------------------

    def start(self, *, lr=None, epochs=None):
        """Begin a run in the background, from the weights that the model had at first.

        Parameters
        ----------
        lr : float, optional
        epochs : int, optional
            None leaves them as they are.

        Raises
        ------
        RuntimeError
            If training is running already.
        """
        self._begin(lr, epochs, new=True, background=True)

    def train_on(self, *, epochs=None):
        """Train so many epochs more in the background, from where the model is."""
        self._begin(None, epochs, new=False, background=True)

    def fit(self, *, lr=None, epochs=None):
        """Do the same as :meth:`start` in the cell that calls it, and return the History.

        The kernel's interrupt ends it; what was learned stays.
        """
        self._begin(lr, epochs, new=True, background=False)
        return self.history

    def _begin(self, lr, epochs, *, new, background):
        if self._runs.thread.is_running:
            raise RuntimeError("training is running already: pause or stop it first")
        given = {"lr": lr, "epochs": epochs}
        self.set(**{name: value for name, value in given.items() if value is not None})
        self.moment = None
        if new:
            self._known.clear()
            self.compare = self._runs.number or None
            if self.verdict:  # what was predicted of an earlier run says nothing of this one
                self.prediction = None
        self._runs.begin(self.lr, self.epochs, new=new, background=background)

    def pause(self):
        """Let training wait after its present step."""
        self._runs.thread.pause()

    def resume(self):
        """Let paused training go on."""
        self._runs.thread.resume()

    def stop(self):
        """End training after its present step; what was learned stays."""
        self._runs.thread.stop()

    def wait(self, timeout=None):
        """Wait until training in the background has ended; return whether it has."""
        return self._runs.thread.wait(timeout)

    @property
    def state(self):
        """What is going on: "ready", "training", "paused", "stopped", "finished" or "failed"."""
        return self._runs.state

    @property
    def failure(self):
        """The exception that ended the last run, or None."""
        return self._runs.failure

    @property
    def runs(self):
        """The runs as TrainingRecord objects, the newest last; each has its ``histories``."""
        return list(self._runs.records)

    @property
    def model(self):
        """The model that is trained."""
        return self._runs.setup.model

    @property
    def history(self):
        """The History of the present or last call of ``fit``, or None."""
        record = self._runs.record
        return record.histories[-1] if record and record.histories else None

    # For the page, and for readers without one -------------------------------------------------

    def set_state(self, sync_data):
        """Take what the page set; not while training speaks to the page."""
        with self._lock:
            super().set_state(sync_data)

    def _receive(self, widget, content, buffers):
        if content.get("command") == "seen":  # an error that is shown stays
            self._runs.thread.seen = int(content["number"])
        else:
            super()._receive(widget, content, buffers)

    def handle(self, command, content, buffers):
        """Do what a button asks for: start, train_on, pause, resume, stop."""
        try:
            if command == "start":
                self.start(lr=content["lr"], epochs=content["epochs"])
            elif command == "train_on":
                self.train_on(epochs=content["epochs"])
            elif command in ("pause", "resume", "stop"):
                getattr(self, command)()
            else:
                raise ValueError(
                    f"command must be start, train_on, pause, resume or stop, but is {command!r}"
                )
        except RuntimeError as error:
            raise SettingError(str(error)) from None

    def sentence(self):
        """Return the present state in a sentence, the same in every run."""
        runs, record = self._runs, self._runs.record
        start = f"TrainingTimeMachine: {len(runs.setup.images)} images, learning rate {self.lr:g}; "
        if record is None:
            return f"{start}not trained yet."
        done = len(record.epoch_boundaries)
        return f"{start}{record.name} is {runs.state}, {done} {'epoch' if done == 1 else 'epochs'}."

    def figure(self):
        """Return a static picture: the curves, and the filters of the moment that is shown."""
        from cnn_helpers.figures.time_machine_scene import time_machine_picture

        return time_machine_picture(**picture_of(self))
