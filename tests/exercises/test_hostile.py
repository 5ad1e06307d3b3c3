"""Whatever a function does, check answers, and says which of it was wrong."""

import asyncio
import signal
import sys
import time
import warnings

import numpy as np
import pytest

from cnn_helpers import exercises
from cnn_helpers.exercises import time_limit
from cnn_helpers.exercises.running import PRINT_LIMIT


class EqualsEverything:
    def __eq__(self, other):
        return True

    __hash__ = None


class StrangeArray:
    def __array__(self, dtype=None, copy=None):
        raise RuntimeError("no array for you")


class StrangeWordsError(Exception):
    def __str__(self):
        raise RuntimeError("no words either")


class ArrayOfItsOwn(np.ndarray):
    def __eq__(self, other):
        return np.ones(self.shape, bool)

    def __sub__(self, other):
        return np.zeros(self.shape)

    __hash__ = None


def reference(image, kernel):
    return exercises.get("correlate").reference(image, kernel)


def raises(image, kernel):
    return image[99, 99]


def exits(image, kernel):
    sys.exit("bye")


def generates(image, kernel):
    yield from reference(image, kernel)


async def waits(image, kernel):
    await asyncio.sleep(1)


def recurses(image, kernel):
    return recurses(image, kernel)


def prints_a_lot(image, kernel):
    for _ in range(2000):
        print("spam " * 100)


def raises_strangely(image, kernel):
    raise StrangeWordsError


def nan_somewhere(image, kernel):
    result = reference(image, kernel)
    result[0, 0] = np.nan
    return result


def is_infinite(image, kernel):
    return reference(image, kernel) + np.inf


def hides_in_a_subclass(image, kernel):
    return np.zeros((2, 2)).view(ArrayOfItsOwn)


def unfinished(image, kernel):
    height = image.shape[0]
    return height and ...


KINDS = [
    (raises, "raised", "IndexError"),
    (exits, "raised", "SystemExit: bye"),
    (recurses, "raised", "RecursionError"),
    (raises_strangely, "raised", "StrangeWordsError"),
    (lambda image, kernel: 1 / 0, "raised", "ZeroDivisionError"),
    (lambda image, kernel: StrangeArray(), "raised", "no array for you"),
    (generates, "generator", "generator"),
    (lambda image, kernel: (row for row in image), "generator", "generator"),
    (lambda image, kernel: map(abs, image), "generator", "map"),
    (waits, "type", "coroutine"),
    (lambda image, kernel: image.sum, "function", "round brackets"),
    (lambda image, kernel: "0 1 2", "type", "str"),
    (lambda image, kernel: {"map": image}, "type", "dict"),
    (lambda image, kernel: EqualsEverything(), "type", "EqualsEverything"),
    (lambda image, kernel: np.array(["a"]), "type", "ndarray of str"),
    (lambda image, kernel: [[None]], "type", "holds NoneType"),
    (lambda image, kernel: [[EqualsEverything()]], "type", "EqualsEverything"),
    (lambda image, kernel: [[1, 2], [3]], "ragged", "different lengths"),
    (lambda image, kernel: reference(image, kernel) + 1j, "complex", "imaginary"),
    (lambda image, kernel: np.broadcast_to(0.0, (10**6, 10**6)), "huge", "1000000"),
    (hides_in_a_subclass, "shape", "shape"),
    (nan_somewhere, "nan", "nan"),
    (is_infinite, "value", "inf"),
    (lambda image, kernel: None if image.size > 12 else reference(image, kernel), "none", "None"),
    (lambda image: image, "signature", "image and kernel"),
    (lambda image, kernel, bias: image, "signature", "image and kernel"),
    (unfinished, "not_written", "Not written yet"),
    ("correlate", "not_callable", "the function itself"),
    (None, "not_callable", "the function itself"),
    (..., "not_callable", "the function itself"),
]


# By name, not by address: the processes that share the tests out must agree on what each is called.
@pytest.mark.parametrize(
    ("function", "kind", "words"),
    KINDS,
    ids=lambda value: getattr(value, "__name__", str(value)[:40]),
)
def test_says_what_happened(function, kind, words):
    feedback = exercises.check("correlate", function)
    assert feedback.kind == kind
    assert not feedback.passed
    assert words in str(feedback)
    assert words.replace("'", "&#x27;") in feedback._repr_mimebundle_()["text/html"]


def test_not_implemented_counts_as_not_written():
    def correlate(image, kernel):
        raise NotImplementedError("YOUR CODE HERE")

    assert exercises.check("correlate", correlate).kind == "not_written"


def test_printing_a_lot_is_cut(capsys):
    feedback = exercises.check("correlate", prints_a_lot)
    assert feedback.misconception == "printed"
    assert len(feedback.printed) <= PRINT_LIMIT + 4
    assert feedback.printed.endswith(" ...")
    assert capsys.readouterr().out == ""


def test_printing_and_returning_nothing_is_not_the_same_as_a_stub():
    def stub(image, kernel): ...

    def prints(image, kernel):
        print(reference(image, kernel))

    def computes(image, kernel):
        reference(image, kernel)

    assert exercises.check("correlate", stub).kind == "not_written"
    assert exercises.check("correlate", prints).misconception == "printed"
    assert exercises.check("correlate", computes).misconception == "no_return"


def test_a_stub_with_lines_of_its_own_is_told_from_a_stub_that_was_worked_on():
    def worked_on(image, kernel):
        """Return the feature map (H-KH+1, W-KW+1) of a kernel on an image."""
        return image

    assert exercises.check("correlate", worked_on).kind != "not_written"


@pytest.mark.parametrize("argument", ["image", "kernel"])
def test_changed_input_is_named(argument):
    def changes(image, kernel):
        result = reference(image, kernel)
        {"image": image, "kernel": kernel}[argument][0, 0] += 1
        return result

    feedback = exercises.check("correlate", changes)
    assert feedback.misconception == "changed_input"
    assert np.array_equal(feedback.expected, feedback.got)


def test_changing_and_restoring_an_input_is_allowed():
    def restores(image, kernel):
        image += 1
        image -= 1
        kernel *= 3
        kernel /= 3
        return reference(image, kernel)

    assert exercises.check("sgd_momentum_step", _restoring_step).passed
    # Bytes wrap around and come back; a kernel of integers can't be divided in place.
    assert exercises.check("correlate", restores).kind == "raised"


def _restoring_step(parameter, gradient, velocity, *, lr, momentum):
    velocity *= 3
    velocity /= 3
    new = momentum * velocity + gradient
    return parameter - lr * new, new


def test_in_place_step_is_named():
    def in_place(parameter, gradient, velocity, *, lr, momentum):
        velocity *= momentum
        velocity += gradient
        parameter -= lr * velocity
        return parameter, velocity

    assert exercises.check("sgd_momentum_step", in_place).misconception == "changed_input"


def test_numbers_that_suffer_from_a_change_are_put_down_to_it():
    def spoils(labels, predictions, num_classes):
        labels[:] = 0
        matrix = np.zeros((num_classes, num_classes), int)
        np.add.at(matrix, (labels, predictions), 1)
        return matrix

    feedback = exercises.check("confusion_matrix", spoils)
    assert feedback.misconception == "changed_input"
    assert not np.array_equal(feedback.expected, feedback.got)


def test_wrong_and_changing_says_both():
    def both(labels, predictions, num_classes):
        matrix = np.zeros((num_classes, num_classes), int)
        np.add.at(matrix, (predictions, labels), 1)
        labels[0] += 1
        return matrix

    feedback = exercises.check("confusion_matrix", both)
    assert feedback.misconception == "transposed"
    assert "changes an array" in feedback.message


@pytest.mark.parametrize(
    ("function", "passes"),
    [
        (lambda scoops, prices: np.float32((scoops * prices).sum()), True),
        (lambda scoops, prices: np.array((scoops * prices).sum()), True),
        (lambda scoops, prices: float((scoops * prices).sum()), True),
        (lambda scoops, prices: np.array([(scoops * prices).sum()]), False),
        (lambda scoops, prices: [(scoops * prices).sum()], False),
        (lambda scoops, prices: str((scoops * prices).sum()), False),
    ],
)
def test_numbers(function, passes):
    feedback = exercises.check("warm_up", function)
    assert feedback.passed == passes
    if not passes and feedback.kind == "shape":
        assert "one number in it" in feedback.message


def test_wrong_number_of_results():
    def three(parameter, gradient, velocity, *, lr, momentum):
        return parameter, gradient, velocity

    feedback = exercises.check("sgd_momentum_step", three)
    assert feedback.kind == "count"
    assert "3 result" in feedback.message
    assert "parameter and velocity" in feedback.message


def test_a_function_that_remembers_is_found_out():
    matrix = np.zeros((20, 20), int)

    def remembers(labels, predictions, num_classes):
        np.add.at(matrix, (labels, predictions), 1)
        return matrix[:num_classes, :num_classes]

    assert not exercises.check("confusion_matrix", remembers).passed


def test_chance_is_found_out():
    calls = []

    def right_then_wrong(scoops, prices):
        calls.append(1)
        return (scoops * prices).sum() + (len(calls) > 6)

    feedback = exercises.check("warm_up", right_then_wrong)
    assert feedback.kind == "unsteady"
    assert "another time" in feedback.message


def test_keyboard_interrupt_comes_through():
    def interrupted(image, kernel):
        raise KeyboardInterrupt

    before = sys.stdout, signal.getsignal(signal.SIGINT)
    with pytest.raises(KeyboardInterrupt):
        exercises.check("correlate", interrupted)
    assert (sys.stdout, signal.getsignal(signal.SIGINT)) == before


def test_warnings_do_not_matter_and_the_callers_settings_stay():
    def warns(image, kernel):
        warnings.warn("careful", stacklevel=1)
        np.zeros(1) / np.zeros(1)
        return reference(image, kernel)

    settings = np.geterr()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert exercises.check("correlate", warns).passed
        assert warnings.filters[0][0] == "error"
    assert np.geterr() == settings


def test_global_random_state_stays():
    np.random.seed(1)
    before = np.random.get_state()[1].copy()
    exercises.check("correlate", reference)
    assert np.array_equal(np.random.get_state()[1], before)


# Endless loops -----------------------------------------------------------------------------------


def endless(image, kernel):
    while True:
        pass


def endless_and_swallowing(image, kernel):
    while True:
        try:  # noqa: SIM105
            image.sum()
        except:  # noqa: E722
            pass


@pytest.fixture
def short_limits(monkeypatch):
    monkeypatch.setattr("cnn_helpers.exercises.attempt.CALL_SECONDS", 0.2)


@pytest.mark.parametrize("function", [endless, endless_and_swallowing])
def test_endless_loop_is_stopped(function, short_limits):
    feedback = exercises.check("correlate", function)
    assert feedback.kind == "time"
    assert "still running" in feedback.message


def test_the_timer_is_put_back():
    rings = []
    before = signal.signal(signal.SIGALRM, lambda *_: rings.append(1))
    try:
        signal.setitimer(signal.ITIMER_REAL, 100)
        assert exercises.check("correlate", reference).passed
        assert 0 < signal.getitimer(signal.ITIMER_REAL)[0] <= 100
        signal.setitimer(signal.ITIMER_REAL, 0.01)
        time.sleep(0.05)
        assert rings
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def test_without_a_timer_a_trace_function_watches(short_limits, monkeypatch):
    # As on Windows and in the browser.
    monkeypatch.delattr(signal, "setitimer")
    before = sys.gettrace()
    sys.settrace(None)
    try:
        assert exercises.check("correlate", endless).kind == "time"
        assert exercises.check("correlate", reference).passed
        assert sys.gettrace() is None
    finally:
        sys.settrace(before)


def test_a_debugger_is_left_alone(monkeypatch):
    monkeypatch.delattr(signal, "setitimer")
    before = sys.gettrace()

    def debugger(frame, event, argument):
        return None

    sys.settrace(debugger)
    try:
        assert time_limit.call_within(1, lambda: sys.gettrace()) is debugger
    finally:
        sys.settrace(before)
