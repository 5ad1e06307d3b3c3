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
    seconds : float
        How long training has taken, validation included.
    interrupted : bool
        Whether the stop button ended it.
    """

    step_losses: list[float] = field(default_factory=list)
    epoch_boundaries: list[int] = field(default_factory=list)
    train_loss: list[float] = field(default_factory=list)
    train_accuracy: list[float] = field(default_factory=list)
    validation_loss: list[float] = field(default_factory=list)
    validation_accuracy: list[float] = field(default_factory=list)
    seconds: float = 0.0
    interrupted: bool = False

    def __repr__(self):
        parts = [f"{len(self.epoch_boundaries)} epochs", f"{len(self.step_losses)} steps"]
        if self.train_loss:
            parts.append(f"training loss {self.train_loss[-1]:.4f}")
        if self.validation_accuracy:
            parts.append(f"validation accuracy {self.validation_accuracy[-1]:.2%}")
        parts.append(f"{self.seconds:.1f} seconds")
        if self.interrupted:
            parts.append("interrupted")
        return f"History({', '.join(parts)})"
