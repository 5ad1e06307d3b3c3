"""Put layers together to a model, and let it learn from examples.

:class:`Sequential` chains layers, :class:`SGD` and :class:`Adam` say how gradients change
parameters, and :func:`fit` goes through the examples again and again and tells in a
:class:`History` how it went.
"""

from cnn_helpers.training.history import History
from cnn_helpers.training.loop import TrainingDivergedError, fit
from cnn_helpers.training.measuring import evaluate, predict
from cnn_helpers.training.model import Sequential
from cnn_helpers.training.optimizers import SGD, Adam
from cnn_helpers.training.schedules import cosine_decay, one_cycle

__all__ = [
    "SGD",
    "Adam",
    "History",
    "Sequential",
    "TrainingDivergedError",
    "cosine_decay",
    "evaluate",
    "fit",
    "one_cycle",
    "predict",
]
