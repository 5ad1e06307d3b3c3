"""Numbers to colours and to words: one rule for images, kernels, feature maps and gradients.

Only numpy is needed, so that a widget can colour its cells as the figures do.
"""

from __future__ import annotations

import numpy as np

from cnn_helpers.figures import palette
from cnn_helpers.validation import check_array

__all__ = ["LOOKS", "common_decimals", "format_number", "largest_size", "shade"]

LOOKS = ("ink", "photo", *palette.ROLES)


def _rgb(color):
    return np.array([int(color[start : start + 2], 16) for start in (1, 3, 5)]) / 255


def largest_size(array):
    """Return the largest absolute finite value of ``array``, or 1.0 where all is zero.

    Examples
    --------
    >>> largest_size([[1, -3]]), largest_size([0, 0])
    (3.0, 1.0)
    """
    sizes = np.abs(check_array(array, "array"))
    sizes = sizes[np.isfinite(sizes)]
    largest = float(sizes.max(initial=0.0))
    return largest if largest > 0 else 1.0


def shade(array, look, *, limit=None, strength=1.0):
    """Return the colour of every number.

    Parameters
    ----------
    array : array_like, shape (...,)
        ``"ink"`` and ``"photo"`` expect 0 to 1 and clip what lies outside.
    look : {"ink", "photo", "input", "kernel", "output", "gradient"}
        ``"ink"``: grey, 0 is white paper and 1 is dark ink (marks, digits). ``"photo"``: grey, 0
        is black and 1 is white. A role: white at 0, the role's colour at ``limit``, purple at
        ``-limit``.
    limit : float, optional
        The size that gets the full colour. None means the largest absolute value of ``array``.
    strength : float
        How much of the full colour is used, 0 to 1; paler cells leave numbers readable.

    Returns
    -------
    numpy.ndarray, shape (..., 3)
        Red, green, blue from 0 to 1; NaN becomes a warm grey.

    Raises
    ------
    ValueError
        If ``look`` is unknown.

    Examples
    --------
    >>> shade([[0.0, 1.0]], "photo").tolist()
    [[[0.0, 0.0, 0.0], [1.0, 1.0, 1.0]]]
    """
    array = check_array(array, "array")
    if look not in LOOKS:
        raise ValueError(f"look must be one of {', '.join(LOOKS)}, but is {look!r}")
    missing = ~np.isfinite(array)
    values = np.where(missing, 0.0, array)[..., None]
    if look in ("ink", "photo"):
        levels = np.clip(values, 0, 1)
        if look == "ink":
            levels = 1 - strength * levels * (1 - _rgb(palette.INK))
        colors = np.broadcast_to(levels, (*array.shape, 3)).copy()
    else:
        limit = largest_size(array) if limit is None else limit
        amount = np.clip(values / limit, -1, 1) * strength
        end = np.where(amount >= 0, _rgb(palette.FILL[look]), _rgb(palette.FILL["negative"]))
        colors = 1 - np.abs(amount) * (1 - end)
    colors[missing] = _rgb(palette.RULE)
    return colors


def common_decimals(array, most=2):
    """Return how many decimals, at most ``most``, show every number of ``array`` alike.

    Examples
    --------
    >>> common_decimals([1, -1]), common_decimals([0.5, 1]), common_decimals([1 / 3])
    (0, 1, 2)
    """
    array = check_array(array, "array")
    array = array[np.isfinite(array)]
    for decimals in range(most):
        if np.allclose(array, np.round(array, decimals), rtol=0, atol=1e-9):
            return decimals
    return most


def format_number(value, decimals=0):
    """Return ``value`` as the figures write it: a true minus sign, no negative zero.

    Examples
    --------
    >>> format_number(-1), format_number(-0.001, 2), format_number(0.5, 1)
    ('−1', '0.00', '0.5')
    """
    if not np.isfinite(value):
        return "?"
    text = f"{float(value):.{decimals}f}"
    if float(text) == 0:
        text = text.lstrip("-")
    return text.replace("-", "−")
