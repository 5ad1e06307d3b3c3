"""Put layers together to a model, and let it learn from examples.

:class:`Sequential` chains layers, :class:`SGD` and :class:`Adam` say how gradients change
parameters, and :func:`fit` goes through the examples again and again and tells in a
:class:`History` how it went. :func:`save_weights` and :func:`load_weights` keep what was learned.
"""

from cnn_helpers.training.augmentation import random_shifts
from cnn_helpers.training.divergence import TrainingDivergedError
from cnn_helpers.training.history import History
from cnn_helpers.training.loop import fit
from cnn_helpers.training.measuring import evaluate, predict
from cnn_helpers.training.model import Sequential
from cnn_helpers.training.optimizers import SGD, Adam
from cnn_helpers.training.schedules import cosine_decay, one_cycle
from cnn_helpers.training.snapshots import Snapshot, SnapshotPlan
from cnn_helpers.training.steps import StopTraining, fit_in_steps
from cnn_helpers.training.storing import FileFormatError
from cnn_helpers.training.story import STORY_NAMES, story_network
from cnn_helpers.training.summary import ModelSummary
from cnn_helpers.training.trained import load_trained, marks_cnn, mnist_lenet
from cnn_helpers.training.weights import load_weights, save_weights

__all__ = [
    "SGD",
    "STORY_NAMES",
    "Adam",
    "FileFormatError",
    "History",
    "ModelSummary",
    "Sequential",
    "Snapshot",
    "SnapshotPlan",
    "StopTraining",
    "TrainingDivergedError",
    "cosine_decay",
    "evaluate",
    "fit",
    "fit_in_steps",
    "load_trained",
    "load_weights",
    "marks_cnn",
    "mnist_lenet",
    "one_cycle",
    "predict",
    "random_shifts",
    "save_weights",
    "story_network",
]
