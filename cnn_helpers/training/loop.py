"""The training loop."""

from __future__ import annotations

import math
import time

import numpy as np
from tqdm.auto import tqdm

from cnn_helpers.losses import cross_entropy, cross_entropy_backward
from cnn_helpers.training.history import History
from cnn_helpers.training.measuring import evaluate
from cnn_helpers.validation import (
    check_array,
    check_finite,
    check_labels,
    check_not_empty,
    check_positive_int,
)

__all__ = ["TrainingDivergedError", "fit"]

_SECONDS_BETWEEN_UPDATES = 0.25


class TrainingDivergedError(ArithmeticError):
    """The loss was no finite number any more; ``history`` holds what happened until then."""

    def __init__(self, message, history):
        super().__init__(message)
        self.history = history


def fit(
    model,
    images,
    labels,
    *,
    optimizer,
    epochs,
    batch_size=64,
    validation=None,
    prepare_batch=None,
    schedule=None,
    seed=0,
    progress=True,
    on_update=None,
):
    """Train a classifier: for each batch forward, loss, backward, and one step of the optimizer.

    The stop button of the notebook (KeyboardInterrupt) ends training early and keeps what was
    learned. The same seed, data and machine give the same parameters to the last bit.

    Parameters
    ----------
    model : Layer
        Gives logits (N, K).
    images : array_like
        One image for each position of the first axis; for example uint8 (N, H, W) with
        ``prepare_batch=data.as_batch``, or float (N, C, H, W). Not changed.
    labels : array_like of int, shape (N,)
        The right classes, 0 to K - 1.
    optimizer : SGD or Adam
        Made for this model.
    epochs : int
        How often to go through all images, in a new random order each time.
    batch_size : int
        Images for one step. The last batch of an epoch may be smaller.
    validation : (images, labels), optional
        Measured after each epoch; never learned from.
    prepare_batch : callable, optional
        Turns a batch of images into what the model takes.
    schedule : callable, optional
        Says for the progress made (0 to 1) the factor on the learning rate, for example
        :func:`~cnn_helpers.training.cosine_decay`.
    seed : int
        For the random order.
    progress : bool
        Whether to show a progress bar.
    on_update : callable, optional
        Called with the history after each epoch, and at most every 0.25 seconds between.

    Returns
    -------
    History

    Raises
    ------
    TypeError, ValueError
        If something doesn't fit before the first step: lengths that differ, labels out of range,
        NaN in the images, images that the model can't take.
    TrainingDivergedError
        If the loss becomes NaN or infinite.

    Examples
    --------
    >>> from cnn_helpers.layers import Linear
    >>> from cnn_helpers.training import SGD
    >>> images, labels = np.array([[1.0, 0.0], [0.0, 1.0]]), np.array([0, 1])
    >>> model = Linear(2, 2, seed=0)
    >>> history = fit(
    ...     model, images, labels, optimizer=SGD(model, lr=1.0), epochs=20, progress=False
    ... )
    >>> history.train_accuracy[-1]
    1.0
    """
    epochs = check_positive_int(epochs, "epochs")
    batch_size = check_positive_int(batch_size, "batch_size")
    if optimizer.model is not model:
        raise ValueError("the optimizer was made for another model: make one for this model")
    prepare = prepare_batch if prepare_batch is not None else lambda batch: batch
    images, labels = _check_examples(model, images, labels, prepare)
    if validation is not None:
        validation = _check_validation(model, validation, prepare)

    generator = np.random.default_rng(seed)
    history = History()
    started = shown = time.perf_counter()
    total = epochs * math.ceil(len(images) / batch_size)
    bar = tqdm(total=total, unit=" batches", disable=not progress)
    try:
        for epoch in range(1, epochs + 1):
            bar.set_description(f"epoch {epoch} of {epochs}", refresh=False)
            order = generator.permutation(len(images))
            loss_sum = right = 0
            for first in range(0, len(images), batch_size):
                chosen = order[first : first + batch_size]
                scale = 1.0 if schedule is None else schedule(len(history.step_losses) / total)
                loss, logits = _step(
                    model, optimizer, prepare(images[chosen]), labels[chosen], scale, history
                )
                loss_sum += loss * len(chosen)
                right += int((logits.argmax(axis=1) == labels[chosen]).sum())
                bar.update()
                now = time.perf_counter()
                if on_update is not None and now - shown > _SECONDS_BETWEEN_UPDATES:
                    history.seconds = now - started
                    on_update(history)
                    shown = time.perf_counter()
            measured = None
            if validation is not None:
                measured = evaluate(
                    model, *validation, prepare_batch=prepare, batch_size=batch_size
                )
            _close_epoch(history, loss_sum / len(images), right / len(images), measured)
            bar.set_postfix_str(_postfix(history))
            history.seconds = time.perf_counter() - started
            if on_update is not None:
                on_update(history)
    except KeyboardInterrupt:
        history.interrupted = True
    finally:
        history.seconds = time.perf_counter() - started
        bar.close()
    return history


def _check_examples(model, images, labels, prepare):
    images = check_not_empty(check_array(images, "images", floating=False), "images")
    check_finite(images, "images")
    logits = model(prepare(images[:1]))
    if logits.ndim != 2:
        raise ValueError(f"the model must give logits (N, K), but gives shape {logits.shape}")
    return images, check_labels(labels, logits.shape[1], count=len(images))


def _check_validation(model, validation, prepare):
    if not isinstance(validation, tuple | list) or len(validation) != 2:
        raise TypeError("validation must be a pair (images, labels)")
    try:
        return _check_examples(model, *validation, prepare)
    except (TypeError, ValueError) as error:
        kind = TypeError if isinstance(error, TypeError) else ValueError
        raise kind(f"validation: {error}") from None


# A diverging run overflows before its loss is NaN. One sentence says so, instead of many warnings.
@np.errstate(over="ignore", invalid="ignore")
def _step(model, optimizer, batch, labels, scale, history):
    """Learn from one batch; return its loss and logits from before the step."""
    logits = model(batch)
    loss = cross_entropy(logits, labels)
    if not math.isfinite(loss):
        raise TrainingDivergedError(
            f"the loss became {loss} at step {len(history.step_losses) + 1} (epoch "
            f"{len(history.epoch_boundaries) + 1}): try a learning rate below {optimizer.lr}",
            history,
        )
    model.backward(cross_entropy_backward(logits, labels), input_gradient=False)
    optimizer.step(scale)
    history.step_losses.append(loss)
    return loss, logits


def _close_epoch(history, loss, accuracy, measured):
    history.epoch_boundaries.append(len(history.step_losses))
    history.train_loss.append(loss)
    history.train_accuracy.append(accuracy)
    if measured is not None:
        history.validation_loss.append(measured[0])
        history.validation_accuracy.append(measured[1])


def _postfix(history):
    text = f"training loss {history.train_loss[-1]:.4f}"
    if history.validation_accuracy:
        text += f", validation accuracy {history.validation_accuracy[-1]:.2%}"
    return text
