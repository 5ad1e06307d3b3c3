"""The training loop as learners call it."""

from __future__ import annotations

from contextlib import suppress

from cnn_helpers.training.steps import fit_in_steps

__all__ = ["fit"]


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
    """Train a classifier: for each batch forward, loss, backward, and one step of the optimizer.

    The stop button of the notebook (KeyboardInterrupt) ends training early and keeps what was
    learned. The same seed, data and machine give the same parameters to the last bit, also for a
    run that was killed and went on from its checkpoint.

    Parameters
    ----------
    model : Layer
        Gives logits (N, K). Left in evaluation mode.
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
    augment : callable, optional
        ``augment(batch, generator)`` returns the prepared training batch changed at random, for
        example :func:`~cnn_helpers.training.random_shifts`. Validation stays as it is.
    schedule : callable, optional
        Says for the progress made (0 to 1) the factor on the learning rate, for example
        :func:`~cnn_helpers.training.cosine_decay`.
    seed : int
        For the random order and ``augment``.
    progress : bool
        Whether to show a progress bar.
    on_update : callable, optional
        Called with the history after each epoch, and at most every 0.25 seconds between.
    on_step : callable, optional
        Called with the history after each step of the optimizer. Training goes on when it returns,
        so it can also pause; if it raises :class:`~cnn_helpers.training.StopTraining`, training
        ends as with the stop button.
    snapshots : SnapshotPlan, optional
        What to keep of the model on the way, in ``history.snapshots``. Costs memory: see there.
    checkpoint : path-like, optional
        A file that holds the whole state of the run at the end of the last complete epoch.
    resume : path-like, optional
        A checkpoint to go on from, and to go on writing to unless ``checkpoint`` names another
        file. If it doesn't exist yet, training starts from the beginning: so the same command
        starts a run and continues it. Everything else must be given as before.

    Returns
    -------
    History
        Of the whole run, what came before the checkpoint included.

    Raises
    ------
    TypeError, ValueError
        If something doesn't fit before the first step: lengths that differ, labels out of range,
        NaN in the images, images that the model can't take, a file that is no checkpoint of this
        run.
    TrainingDivergedError
        If the loss becomes NaN or infinite, or more than 1000 times as large as at the start.

    Examples
    --------
    >>> from cnn_helpers.layers import Linear
    >>> from cnn_helpers.training import SGD
    >>> import numpy as np
    >>> images, labels = np.array([[1.0, 0.0], [0.0, 1.0]]), np.array([0, 1])
    >>> model = Linear(2, 2, seed=0)
    >>> history = fit(
    ...     model, images, labels, optimizer=SGD(model, lr=1.0), epochs=20, progress=False
    ... )
    >>> history.train_accuracy[-1]
    1.0
    """
    steps = fit_in_steps(
        model,
        images,
        labels,
        optimizer=optimizer,
        epochs=epochs,
        batch_size=batch_size,
        validation=validation,
        prepare_batch=prepare_batch,
        augment=augment,
        schedule=schedule,
        seed=seed,
        progress=progress,
        on_update=on_update,
        on_step=on_step,
        snapshots=snapshots,
        checkpoint=checkpoint,
        resume=resume,
    )
    history = next(steps)
    try:
        for _ in steps:
            pass
    except KeyboardInterrupt:  # between two steps; inside of one it is caught there
        with suppress(StopIteration):
            steps.throw(KeyboardInterrupt)
    return history
