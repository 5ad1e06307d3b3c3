"""How the learning rate changes while training goes on."""

from __future__ import annotations

import math

__all__ = ["cosine_decay"]


def cosine_decay(progress):
    """Return a factor for the learning rate that falls from 1 to 0 along half a cosine wave.

    Big steps at first, and ever smaller ones towards the end, so that the last steps settle.

    Parameters
    ----------
    progress : float
        How much of the training is done, 0 to 1.

    Returns
    -------
    float
        1 to 0.

    References
    ----------
    I. Loshchilov and F. Hutter, *SGDR: Stochastic Gradient Descent with Warm Restarts*, ICLR 2017,
    without the restarts.

    Examples
    --------
    >>> [round(cosine_decay(progress), 2) for progress in (0, 0.25, 0.5, 0.75, 1)]
    [1.0, 0.85, 0.5, 0.15, 0.0]
    """
    return (1 + math.cos(math.pi * progress)) / 2
