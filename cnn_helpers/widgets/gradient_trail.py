"""The way that gradient descent took, with the losses on it; short enough to send at every step."""

from __future__ import annotations

import numpy as np

from cnn_helpers.widgets import tiny_network as tiny

__all__ = ["GradientTrail"]

_LONGEST = 240


class GradientTrail:
    """Places, one behind the other. When there are too many, every second one is left out.

    Attributes
    ----------
    steps : int
        How many gradient steps were made.
    points : numpy.ndarray of float64, shape (T, P)
        Places on the way; the first is the start, the last is the present one.
    losses : numpy.ndarray of float64, shape (T, 2)
        Training and validation loss at each.
    at_steps : list of int, length T
        After how many steps each was passed.

    Examples
    --------
    >>> trail = GradientTrail()
    >>> trail.begin("straight line", np.array([0.0, 0.0, 1.0]))
    >>> place, thrown = trail.descend("straight line", trail.points[-1], 0.05, 3, largest=10)
    >>> trail.steps, trail.points.shape, thrown
    (3, (4, 3), None)
    """

    def begin(self, network, parameters):
        """Forget the way so far; it begins here."""
        self.steps = 0
        self._every = 1
        self._points = [np.array(parameters)]
        self._losses = [_losses_at(network, parameters)]
        self.at_steps = [0]

    @property
    def points(self):
        """All places, the present one last."""
        return np.array(self._points)

    @property
    def losses(self):
        """Training and validation loss at all places."""
        return np.array(self._losses)

    def descend(self, network, start, lr, count, largest):
        """Make gradient steps and keep the way.

        Parameters
        ----------
        network : str
        start : numpy.ndarray, shape (P,)
        lr : float
        count : int
            How many steps.
        largest : float
            A step that would lead further than this from 0 isn't made.

        Returns
        -------
        place : numpy.ndarray, shape (P,)
            Where the steps led.
        thrown : numpy.ndarray or None
            Where the step that wasn't made would have led.
        """
        inputs, targets = tiny.revenue_days()[:2]
        place = np.array(start)
        for _ in range(count):
            _, slopes = tiny.loss_and_gradient(network, place, inputs, targets)
            following = place - lr * slopes
            if not np.abs(following).max() <= largest:
                return place, following
            place = following
            self._add(network, place)
        return place, None

    def _add(self, network, place):
        # The last place is the present one; it stays on the trail only if its turn has come.
        if self.at_steps[-1] % self._every:
            for kept in (self._points, self._losses, self.at_steps):
                del kept[-1]
        self.steps += 1
        self._points.append(place)
        self._losses.append(_losses_at(network, place))
        self.at_steps.append(self.steps)
        if len(self._points) > _LONGEST:
            self._every *= 2
            chosen = [
                at
                for at, step in enumerate(self.at_steps)
                if step % self._every == 0 or step == self.steps
            ]
            self._points = [self._points[at] for at in chosen]
            self._losses = [self._losses[at] for at in chosen]
            self.at_steps = [self.at_steps[at] for at in chosen]

    def to_page(self):
        """Return the way in the form that the page reads: float32 bytes."""
        return {
            "columns": len(self._points[0]),
            "steps": list(self.at_steps),
            "points": self.points.astype("<f4").tobytes(),
            "losses": self.losses.astype("<f4").tobytes(),
        }


def _losses_at(network, place):
    days = tiny.revenue_days()
    return [tiny.squared_error(network, place, *part) for part in (days[:2], days[2:])]
