"""Pairs of students whose code is nearly the same, by winnowing (copydetect).

Names, comments and layout don't matter: variables become one letter, functions another. What the
course itself shows is taken out first. A high number is a reason to read both, never a verdict.

Source: S. Schleimer, D. Wilkerson and A. Aiken, *Winnowing: Local Algorithms for Document
Fingerprinting*, SIGMOD 2003.
"""

from __future__ import annotations

import io
from collections import defaultdict
from dataclasses import dataclass
from itertools import combinations

from cnn_coursework.errors import CourseworkError
from cnn_coursework.submission_files import TooLargeError, sources_to_show
from cnn_helpers import exercises

__all__ = ["Pair", "find_pairs"]

# Shortest run of filtered characters that counts, and how densely runs are sampled.
RUN, WINDOW = 18, 4
# With fewer fingerprints than this nothing can be said: the answer is a line or two.
FEWEST = 12


@dataclass(frozen=True)
class Pair:
    """Two students whose code is nearly the same somewhere.

    Attributes
    ----------
    first, second : str
        Ids.
    same : tuple of (str, float, float)
        Exercise, and which share of the first's and of the second's code is in the other's.
    """

    first: str
    second: str
    same: tuple


def find_pairs(files, assignment, *, threshold=0.8, release=None):
    """Return the pairs of submissions with near-identical code, those with most of it first.

    Every exercise is compared by itself; what is too short to say anything is passed over, and
    so are files that ``submission_files.too_large_to_show``.

    Parameters
    ----------
    files : dict of str to path-like
        Notebook of each student.
    assignment : Assignment
        Only the cells of its exercises are compared.
    threshold : float
        Share of either's code that must be the same.
    release : path-like, optional
        The released notebook: what stands in it is everybody's.

    Raises
    ------
    CourseworkError
        If copydetect is not installed.
    """
    try:
        from copydetect import CodeFingerprint, compare_files
    except ImportError:
        raise CourseworkError(
            "the similarity report needs copydetect: pip install 'cnn-helpers[coursework]'"
        ) from None
    given = [exercises.get(id).stub for id in assignment.exercises]
    if release:
        given.append("\n".join(_code_cells(release).values()))
    shown = _fingerprint(CodeFingerprint, "shown", "\n".join(given))
    cells = {student: _code_cells(path) for student, path in files.items()}
    same = defaultdict(list)
    for id in assignment.exercises:
        prints = {}
        for student in sorted(cells):
            code = cells[student].get(id, "")
            fingerprint = _fingerprint(CodeFingerprint, student, code, shown.hashes)
            if len(fingerprint.hashes) >= FEWEST:
                prints[student] = fingerprint
        for (first, one), (second, other) in combinations(prints.items(), 2):
            # A cheap look first: most pairs share hardly anything.
            least = threshold * min(len(one.hashes), len(other.hashes)) / 2
            if len(set(one.hashes) & set(other.hashes)) < least:
                continue
            _, shares, _ = compare_files(one, other)
            if min(shares) >= threshold:
                same[first, second].append((id, float(shares[0]), float(shares[1])))
    pairs = [Pair(*names, tuple(found)) for names, found in same.items()]
    return sorted(pairs, key=lambda pair: (-len(pair.same), pair.first, pair.second))


def _fingerprint(kind, name, code, boilerplate=()):
    return kind(
        f"{name}.py", RUN, WINDOW, list(boilerplate), language="python", fp=io.StringIO(code)
    )


def _code_cells(path):
    """Return the code cells of a notebook by grade id (or number), read as data alone."""
    try:
        cells = sources_to_show(path)
    except TooLargeError:
        return {}
    return {
        str(about.get("grade_id", number)): source[:100_000]
        for number, (kind, about, source) in enumerate(cells)
        if kind == "code"
    }
