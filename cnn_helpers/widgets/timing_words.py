"""What the timing explorer says: times and sizes in words, and what it thinks of a prediction."""

from __future__ import annotations

from cnn_helpers.widgets.settings import bounded_number

__all__ = [
    "QUESTIONS",
    "as_prediction",
    "copies_verdict",
    "fastest_verdict",
    "size_words",
    "time_words",
]

QUESTIONS = {
    "fastest": "Which design is the fastest?",
    "copies": "How often does im2col copy each number?",
}
AS_GOOD = 1.1
"""A design whose time is at most so many times the fastest counts as right."""
CLOSE = 0.05
"""A number of copies that is off by this share, or less, counts as right."""


def time_words(seconds):
    """Return a time with two or three digits that mean something.

    Examples
    --------
    >>> [time_words(seconds) for seconds in (0.0000123, 0.00234, 0.5, 31.7, 1027)]
    ['12.3 µs', '2.34 ms', '500 ms', '31.7 s', '17 min']
    """
    if seconds >= 120:
        return f"{seconds / 60:,.0f} min"
    for unit, name in ((1, "s"), (1e-3, "ms"), (1e-6, "µs")):
        if seconds >= unit or name == "µs":
            value = seconds / unit
            decimals = 2 if value < 9.995 else 1 if value < 99.95 else 0
            return f"{value:.{decimals}f} {name}"


def size_words(count):
    """Return a number of bytes in kB or MB (of 1000).

    Examples
    --------
    >>> size_words(802_816), size_words(6_230_016)
    ('803 kB', '6.2 MB')
    """
    return f"{count / 1e6:.1f} MB" if count >= 1e6 else f"{count / 1e3:.0f} kB"


def as_prediction(prediction):
    """Return None, a design's name, or a number from 0 to 1000.

    Examples
    --------
    >>> as_prediction(9), as_prediction("im2col")
    (9.0, 'im2col')
    """
    if isinstance(prediction, str):
        return prediction
    prediction = bounded_number("prediction", 1000, optional=True)(prediction)
    if prediction is not None and prediction < 0:
        raise ValueError(f"prediction must be a number from 0 to 1000, but is {prediction:g}")
    return prediction


def fastest_verdict(said, seconds):
    """Return whether a design is as good as the fastest, and a sentence.

    Examples
    --------
    >>> fastest_verdict("im2col", {"loops": 9.0, "im2col": 0.004, "batch last": 0.001})
    (False, 'Not quite: im2col takes 4.00 ms, batch last 1.00 ms.')
    >>> fastest_verdict("batch last", {"loops": 9.0, "batch last": 0.001})
    (True, 'Right: batch last takes 1.00 ms. Change a setting: does it stay so?')
    """
    best = min(seconds, key=seconds.get)
    if seconds[said] <= AS_GOOD * seconds[best]:
        words = f"{said} takes {time_words(seconds[said])}"
        if said != best:
            words += f", as good as {best}"
        return True, f"Right: {words}. Change a setting: does it stay so?"
    return False, (
        f"Not quite: {said} takes {time_words(seconds[said])}, {best} {time_words(seconds[best])}."
    )


def copies_verdict(said, work, kernel_size):
    """Return whether the number of copies is right, and a sentence.

    Examples
    --------
    >>> from cnn_helpers.widgets.convolution_work import work_of
    >>> work = work_of(batch=1, channels=1, filters=1, size=8, kernel_size=3)
    >>> copies_verdict(9, work, 3)
    (False, 'Not quite: 5.06. 9 is for a pixel in the middle; those near the border lie under \
fewer windows.')
    >>> copies_verdict(5, work, 3)[0]
    True
    """
    truth = work.copies
    area = kernel_size**2
    if abs(said - truth) <= CLOSE * truth:
        return True, (
            f"Right: {truth:.2f}. {work.side} × {work.side} windows of {area} pixels, "
            "from each image and channel."
        )
    hint = f"There are {work.side} × {work.side} windows, each a copy of {area} pixels."
    if said == area:
        hint = (
            f"{area} is for a pixel in the middle; those near the border lie under fewer windows."
        )
    elif said == kernel_size:
        hint = f"A window has {area} pixels, not {kernel_size}."
    return False, f"Not quite: {truth:.2f}. {hint}"
