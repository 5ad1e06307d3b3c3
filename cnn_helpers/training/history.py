"""What happened during training."""

from __future__ import annotations

from dataclasses import dataclass, field

__all__ = ["History"]


@dataclass
class History:
    """How a training run went. The lists grow while :func:`~cnn_helpers.training.fit` runs.

    Attributes
    ----------
    step_losses : list of float
        Loss of each batch, before the step that it led to.
    epoch_boundaries : list of int
        Steps done at the end of each complete epoch.
    train_loss, train_accuracy : list of float
        Of each complete epoch: means over its batches, each measured with the parameters of its
        time. So they lag behind what the model can do at the end of the epoch. Accuracies are 0
        to 1.
    validation_loss, validation_accuracy : list of float
        Measured at the end of each complete epoch; empty without validation data.
    dead_units : dict of str to list of float
        For each ReLU layer, by the names of ``model.trace``, and each complete epoch: the share of
        its channels or neurons that gave 0 for every one of the first 64 training images.
    warnings : list of str
        Sentences on what went wrong without stopping training: a ReLU layer that is dead.
    snapshots : list of Snapshot
        States of the model on the way, if a :class:`~cnn_helpers.training.SnapshotPlan` was given.
    seconds : float
        How long training has taken, validation included.
    interrupted : bool
        Whether the stop button, or :class:`~cnn_helpers.training.StopTraining`, ended it.
    """

    step_losses: list[float] = field(default_factory=list)
    epoch_boundaries: list[int] = field(default_factory=list)
    train_loss: list[float] = field(default_factory=list)
    train_accuracy: list[float] = field(default_factory=list)
    validation_loss: list[float] = field(default_factory=list)
    validation_accuracy: list[float] = field(default_factory=list)
    dead_units: dict[str, list[float]] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)
    snapshots: list = field(default_factory=list)
    seconds: float = 0.0
    interrupted: bool = False

    def close_epoch(self, loss, accuracy, validation, dead_units):
        """Write down what a complete epoch brought; ``fit`` calls this.

        Parameters
        ----------
        loss, accuracy : float
            Of the training batches.
        validation : (float, float) or None
            Loss and accuracy of the validation data.
        dead_units : dict of str to float
            Share of dead units of each ReLU layer.
        """
        self.epoch_boundaries.append(len(self.step_losses))
        self.train_loss.append(loss)
        self.train_accuracy.append(accuracy)
        if validation is not None:
            self.validation_loss.append(validation[0])
            self.validation_accuracy.append(validation[1])
        for name, share in dead_units.items():
            shares = self.dead_units.setdefault(name, [])
            if share == 1 and 1 not in shares:
                self.warnings.append(
                    f"{name} is dead after epoch {len(self.epoch_boundaries)}: it gives 0 for each "
                    "of the images looked at, so no gradient passes it, and the layers before it "
                    "can't learn; try a smaller learning rate or another seed"
                )
            shares.append(share)

    def __repr__(self):
        parts = [f"{len(self.epoch_boundaries)} epochs", f"{len(self.step_losses)} steps"]
        if self.train_loss:
            parts.append(f"training loss {self.train_loss[-1]:.4f}")
        if self.validation_accuracy:
            parts.append(f"validation accuracy {self.validation_accuracy[-1]:.2%}")
        parts.append(f"{self.seconds:.1f} seconds")
        if self.interrupted:
            parts.append("interrupted")
        parts.extend(f"warning: {sentence}" for sentence in self.warnings)
        return f"History({', '.join(parts)})"
