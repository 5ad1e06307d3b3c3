"""Checks are strict: wrong variants of right answers fail, every one of them.

Variants that give the same numbers as the right answer on many random calls aren't wrong, and are
left out. The environment variable ``MOST_MUTANTS`` lets more of them take part.
"""

import inspect
import itertools
import os
import sys
import warnings
from functools import partial
from pathlib import Path

import numpy as np
import parts
import pytest
from listed import COURSE
from mutants import compile_mutant, mutants

from cnn_helpers import exercises
from cnn_helpers.exercises.attempt import Attempt
from cnn_helpers.exercises.probes import probes_for
from cnn_helpers.exercises.time_limit import TimeLimitError, call_within

RANDOM_CALLS = 150
# All mutants of the reference, and so many of the other right answers, keep the time in bounds.
MOST_MUTANTS = int(os.environ.get("MOST_MUTANTS", "1000"))
MOST_MEMORY = 1_000_000_000
MAKERS = parts.functions("random_calls")
RIGHT_ANSWERS = parts.functions("right_answers")


def plain(result, count):
    parts = result if count > 1 else (result,)
    return [np.asarray(part, dtype=float) for part in parts]


def same(one, two):
    return len(one) == len(two) and all(
        first.shape == second.shape
        and np.allclose(
            first, second, rtol=0, atol=1e-5 * max(1, np.abs(second).max()), equal_nan=True
        )
        for first, second in zip(one, two, strict=True)
    )


def is_wrong(mutant, calls, right, count):
    """Whether a mutant gives other results than the reference, or changes its inputs."""
    for (arguments, keywords), expected in zip(calls, right, strict=True):
        given = [np.copy(value) if isinstance(value, np.ndarray) else value for value in arguments]
        try:
            with warnings.catch_warnings(), np.errstate(all="ignore"):
                warnings.simplefilter("ignore")
                result = plain(call_within(2, partial(mutant, *given, **keywords)), count)
        except (Exception, TimeLimitError):
            return True
        if not same(result, expected):
            return True
        if not all(map(np.array_equal, given, arguments)):
            return True
    return False


def belongs(name, id):
    """Whether a right answer is one of this exercise, and not of one whose id is longer."""
    return name.startswith(id) and not any(
        other.startswith(id) and name.startswith(other) for other in COURSE if other != id
    )


def sources(id):
    """Return the right answers of an exercise that are plain numpy.

    Without those that look at memory as they please: their mutants read beyond its end.
    """
    others = [
        function
        for name, function in RIGHT_ANSWERS.items()
        if belongs(name, id)
        and not any(word in name for word in ("torch", "scipy", "prints"))
        and "as_strided" not in inspect.getsource(function)
    ]
    return [exercises.get(id).reference, *others]


def chosen(id):
    """Return (function, description, source) of the mutants: all, or a large random part."""
    first, *others = (
        [(function, *mutant) for mutant in mutants(function)] for function in sources(id)
    )
    others = list(itertools.chain(*others))
    if len(others) > MOST_MUTANTS:
        random = np.random.default_rng(7)
        others = [others[i] for i in random.choice(len(others), MOST_MUTANTS, replace=False)]
    return first + others


def is_found(id, mutant, *, thorough):
    """Whether a check rejects a mutant; unless thorough, its first wrong answer settles that."""
    attempt = Attempt(mutant, probes_for(exercises.get(id), 0))
    calls = zip(attempt.probes.calls, attempt.probes.expected, strict=True)
    if not thorough and any(
        attempt.judge(attempt.run(call), right) != "right" for call, right in calls
    ):
        return True
    return not exercises.check(id, mutant).passed


@pytest.fixture
def little_memory():
    """Let a variant that asks for gigabytes fail by itself, where the platform can do that."""
    if not sys.platform.startswith("linux"):
        yield
        return
    import resource

    before = resource.getrlimit(resource.RLIMIT_AS)
    words = Path("/proc/self/statm").read_text().split()
    used = int(words[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (used + MOST_MEMORY, before[1]))
    yield
    resource.setrlimit(resource.RLIMIT_AS, before)


@pytest.mark.parametrize("id", exercises.ids())
@pytest.mark.usefixtures("little_memory")
def test_every_wrong_variant_fails(id, record_property):
    random = np.random.default_rng(2024)
    calls = [MAKERS[id](random) for _ in range(RANDOM_CALLS)]
    reference = exercises.get(id).reference
    count = len(exercises.get(id).results)
    right = [plain(reference(*arguments, **keywords), count) for arguments, keywords in calls]
    wrong, harmless, survivors = 0, 0, []
    for function, description, source in chosen(id):
        mutant = compile_mutant(source, function)
        if not is_wrong(mutant, calls, right, count):
            harmless += 1
            continue
        wrong += 1
        if not is_found(id, mutant, thorough=wrong % 10 == 0):
            survivors.append(f"{function.__name__}, {description}\n{source}")
    found = wrong - len(survivors)
    record_property(
        "kill rate",
        f"{id}: {wrong} wrong variants, {found} found ({found / wrong:.1%}); "
        f"{harmless} harmless ones left out",
    )
    assert wrong >= 20
    assert not survivors, "\n\n".join(survivors)
