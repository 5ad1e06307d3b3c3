"""Compare results with the reference's, or with a known mistake's."""

from __future__ import annotations

import re

import numpy as np

__all__ = ["close", "differences", "differing", "same_outcome", "verdict"]


def close(got, expected, tolerance):
    """Return which numbers agree, an array of bool; shapes must be equal.

    Parameters
    ----------
    got, expected : numpy.ndarray
        Of one shape.
    tolerance : float
        Relative to the largest finite size in ``expected``, or to 1 if that is larger. NaN agrees
        with NaN, infinity with the same infinity.
    """
    got, expected = got.astype(float), expected.astype(float)
    finite = np.abs(expected[np.isfinite(expected)])
    allowed = tolerance * max(1.0, float(finite.max(initial=0.0)))
    with np.errstate(all="ignore"):
        near = np.abs(got - expected) <= allowed
    return near | (got == expected) | (np.isnan(got) & np.isnan(expected))


def _tolerance(result):
    return 0.0 if result.whole else result.tolerance


def verdict(outcome, expected, results):
    """Return ``"right"`` or what is wrong with an outcome, in one word.

    Parameters
    ----------
    outcome : Outcome
        Of the student's function.
    expected : tuple of numpy.ndarray
        The right results.
    results : tuple of Result
        What the exercise declares.

    Returns
    -------
    str
        ``"right"``, ``"count"``, ``"shape"``, ``"nan"``, ``"value"``, ``"changed"``, or the
        outcome's own kind where it has no values.
    """
    if outcome.kind != "value":
        return outcome.kind
    if any(value is None for value in outcome.values):
        return "none"
    if len(outcome.values) != len(expected):
        return "count"
    pairs = list(zip(outcome.values, expected, results, strict=True))
    if any(got.shape != right.shape for got, right, _ in pairs):
        return "shape"
    if any((np.isnan(got.astype(float)) & ~np.isnan(right)).any() for got, right, _ in pairs):
        return "nan"
    if not all(close(got, right, _tolerance(result)).all() for got, right, result in pairs):
        return "value"
    return "changed" if outcome.changed else "right"


def differing(got, expected, result):
    """Return an array of bool that marks the wrong numbers; all of them where shapes differ."""
    if got.shape != expected.shape:
        return np.ones(got.shape, bool)
    return ~close(got, expected, _tolerance(result))


def differences(results, expected, got):
    """Return (result, how far each number is off) for the wrong ones among several numbers.

    Right numbers are off by exactly 0; results of another shape, and those with infinite numbers or
    nan, are left out.
    """
    found = []
    for result, right, yours in zip(results, expected, got, strict=False):
        if right.shape == yours.shape and right.size > 1:
            off = yours.astype(float) - right
            off[~differing(yours, right, result)] = 0
            if off.any() and np.isfinite(off).all():
                found.append((result, off))
    return found


def same_outcome(outcome, known, results):
    """Return True, False, or None where the two can't be compared: not both gave numbers.

    Two errors count as the same if they are of one type and name the same numbers (sizes, as a
    rule), however the sentence around them goes.

    Parameters
    ----------
    outcome, known : Outcome
        Of the student's function, and of a known mistake.
    results : tuple of Result
        What the exercise declares.
    """
    if outcome.kind != "value" or known.kind != "value":
        same = outcome.kind == known.kind and _error(outcome.detail) == _error(known.detail)
        return True if same else None
    if len(outcome.values) != len(known.values) or any(v is None for v in outcome.values):
        return False
    # A known mistake may return fewer or more results than are asked for.
    tolerances = [result.tolerance for result in results] + [1e-5] * len(known.values)
    return all(
        _same_array(*pair) for pair in zip(outcome.values, known.values, tolerances, strict=False)
    )


def _error(detail):
    return detail.split(":")[0], sorted(re.findall(r"\d+", detail))


def _same_array(got, expected, tolerance):
    if got.shape != expected.shape:
        return got.size == expected.size == 0
    return bool(close(got, expected, tolerance).all())
