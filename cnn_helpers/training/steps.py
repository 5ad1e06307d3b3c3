"""The training loop itself, one step at a time: whoever asks for the steps decides when they go on.

``fit`` asks for all of them at once. Where Python has no threads, in a browser, a widget asks for a
few, hears what the page has to say, and asks for more.
"""

from __future__ import annotations

import math
import time
from pathlib import Path

import numpy as np

from cnn_helpers.browser import in_browser
from cnn_helpers.losses import cross_entropy, cross_entropy_backward
from cnn_helpers.training import checkpoints
from cnn_helpers.training.checking import check_examples, check_validation
from cnn_helpers.training.divergence import (
    TrainingDivergedError,
    dead_units,
    explain_divergence,
    loss_limit,
)
from cnn_helpers.training.history import History
from cnn_helpers.training.measuring import evaluate
from cnn_helpers.validation import check_positive_int

__all__ = ["StopTraining", "fit_in_steps"]

_SECONDS_BETWEEN_UPDATES = 0.25
_IMAGES_TO_LOOK_FOR_DEAD_UNITS = 64


class StopTraining(Exception):  # noqa: N818 (as StopIteration: no error, a wish)
    """Raised in ``on_step`` or ``on_update``: end training now, as the stop button does."""


def fit_in_steps(
    model,
    images,
    labels,
    *,
    optimizer,
    epochs,
    batch_size=64,
    validation=None,
    prepare_batch=None,
    augment=None,
    schedule=None,
    seed=0,
    progress=True,
    on_update=None,
    on_step=None,
    snapshots=None,
    checkpoint=None,
    resume=None,
):
    """Train as ``fit`` does, with the same parameters, but only as far as the steps are asked for.

    Yields
    ------
    History
        The same one before the first step and after each; complete when there is none more.

    Raises
    ------
    TypeError, ValueError, TrainingDivergedError
        As ``fit``, when the step is asked for.

    Examples
    --------
    >>> from cnn_helpers.layers import Linear
    >>> from cnn_helpers.training import SGD
    >>> model, how = Linear(2, 2, seed=0), {"epochs": 3, "progress": False}
    >>> steps = fit_in_steps(model, np.eye(2), [0, 1], optimizer=SGD(model, lr=1.0), **how)
    >>> [len(history.step_losses) for history in steps]
    [0, 1, 2, 3]
    """
    epochs = check_positive_int(epochs, "epochs")
    batch_size = check_positive_int(batch_size, "batch_size")
    if optimizer.model is not model:
        raise ValueError("the optimizer was made for another model: make one for this model")
    prepare = prepare_batch if prepare_batch is not None else lambda batch: batch
    images, labels = check_examples(model, images, labels, prepare)
    if validation is not None:
        validation = check_validation(model, validation, prepare)
    sample = prepare(images[:_IMAGES_TO_LOOK_FOR_DEAD_UNITS])

    history = History()
    order_generator = np.random.default_rng(seed)
    generators = [order_generator, *order_generator.spawn(1)]
    state = model, optimizer, history, generators
    checkpoint = resume if checkpoint is None else checkpoint
    if checkpoint is not None:
        checkpoints.check_target(checkpoint)
        settings = checkpoints.settings_of(
            *(model, optimizer, (images, labels), validation, schedule),
            epochs=epochs,
            batch_size=batch_size,
            seed=str(seed),
        )
    if resume is not None and Path(resume).exists():
        checkpoints.load_checkpoint(resume, settings, *state)

    from tqdm.auto import tqdm  # loads IPython's part too, which takes as long as all of ours

    if in_browser():
        tqdm.monitor_interval = 0  # its watching thread can't start there

    shown = time.perf_counter()
    started = shown - history.seconds
    total = epochs * math.ceil(len(images) / batch_size)
    bar = tqdm(total=total, initial=len(history.step_losses), unit=" batches", disable=not progress)
    model.train()
    try:
        yield history
        if snapshots is not None and not history.snapshots:
            history.snapshots.append(snapshots.take(model, len(history.step_losses)))
        for epoch in range(len(history.epoch_boundaries) + 1, epochs + 1):
            bar.set_description(f"epoch {epoch} of {epochs}", refresh=False)
            order = order_generator.permutation(len(images))
            loss_sum = right = 0
            for first in range(0, len(images), batch_size):
                chosen = order[first : first + batch_size]
                batch = prepare(images[chosen])
                if augment is not None:
                    batch = augment(batch, generators[1])
                scale = 1.0 if schedule is None else schedule(len(history.step_losses) / total)
                loss, logits = _step(model, optimizer, batch, labels[chosen], scale, history)
                loss_sum += loss * len(chosen)
                right += int((logits.argmax(axis=1) == labels[chosen]).sum())
                steps = len(history.step_losses)
                if snapshots is not None and snapshots.due(steps, total):
                    history.snapshots.append(snapshots.take(model, steps))
                bar.update()
                if on_step is not None:
                    on_step(history)
                now = time.perf_counter()
                if on_update is not None and now - shown > _SECONDS_BETWEEN_UPDATES:
                    history.seconds = now - started
                    on_update(history)
                    shown = time.perf_counter()
                yield history
            measured = None
            if validation is not None:
                measured = evaluate(
                    model, *validation, prepare_batch=prepare, batch_size=batch_size
                )
            dead = dead_units(model, sample)
            history.close_epoch(loss_sum / len(images), right / len(images), measured, dead)
            bar.set_postfix_str(_postfix(history))
            history.seconds = time.perf_counter() - started
            if checkpoint is not None:
                checkpoints.save_checkpoint(checkpoint, settings, *state)
            if on_update is not None:
                on_update(history)
    except (KeyboardInterrupt, StopTraining):
        history.interrupted = True
    finally:
        history.seconds = time.perf_counter() - started
        bar.close()
        model.eval()


# A diverging run overflows before its loss is NaN. One sentence says so, instead of many warnings.
@np.errstate(over="ignore", invalid="ignore")
def _step(model, optimizer, batch, labels, scale, history):
    """Learn from one batch; return its loss and logits from before the step."""
    logits = model(batch)
    loss = cross_entropy(logits, labels)
    first_loss = history.step_losses[0] if history.step_losses else loss
    if not loss <= loss_limit(first_loss, logits.shape[1]) or math.isinf(loss):
        raise TrainingDivergedError(
            f"the loss became {loss:.4g} at step {len(history.step_losses) + 1} (epoch "
            f"{len(history.epoch_boundaries) + 1}): "
            f"{explain_divergence(model, batch, loss, optimizer.lr * scale)}",
            history,
        )
    model.backward(cross_entropy_backward(logits, labels), input_gradient=False)
    optimizer.step(scale)
    history.step_losses.append(loss)
    return loss, logits


def _postfix(history):
    text = f"training loss {history.train_loss[-1]:.4f}"
    if history.validation_accuracy:
        text += f", validation accuracy {history.validation_accuracy[-1]:.2%}"
    if history.warnings:
        text += f", {len(history.warnings)} warning(s)"
    return text
