"""How the learning rate changes while training goes on."""

from __future__ import annotations

import math

__all__ = ["cosine_decay", "one_cycle"]


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


def one_cycle(progress, *, warm_up=0.2):
    """Return a factor for the learning rate that climbs to 1 first, then falls as a cosine wave.

    The first steps, taken while everything is still random, are small; so the largest rate can be
    higher than one that training would survive from the start.

    Parameters
    ----------
    progress : float
        How much of the training is done, 0 to 1.
    warm_up : float
        Which part of it the climb takes, above 0 and below 1.

    Returns
    -------
    float
        0.05, up to 1, down to 0.

    References
    ----------
    L. Smith and N. Topin, *Super-Convergence: Very Fast Training of Neural Networks Using Large
    Learning Rates*, 2018. The climb is a straight line here, and momentum stays as it is.

    Examples
    --------
    >>> [round(one_cycle(progress), 2) for progress in (0, 0.1, 0.2, 0.6, 1)]
    [0.05, 0.53, 1.0, 0.5, 0.0]
    """
    if progress < warm_up:
        return 0.05 + 0.95 * progress / warm_up
    return cosine_decay((progress - warm_up) / (1 - warm_up))
