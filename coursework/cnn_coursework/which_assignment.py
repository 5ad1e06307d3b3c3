"""Find out which assignment is meant, if need be from what was handed in."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

from cnn_coursework.assignment import Assignment
from cnn_coursework.errors import CourseworkError
from cnn_helpers import exercises

__all__ = ["catalogue_assignment", "find_assignment", "recognise"]

READ_BYTES = 2_000_000
LOOK_AT = 50


def catalogue_assignment(name):
    """Return all exercises of a notebook of the course as an assignment, or None.

    Examples
    --------
    >>> catalogue_assignment("06_channels_bias_relu").exercises
    ('bias_relu', 'count_parameters', 'conv2d')
    """
    ids = tuple(id for id in exercises.ids() if exercises.get(id).notebook == name)
    return Assignment(name, ids) if ids else None


def find_assignment(wanted, *near):
    """Return the assignment that ``--assignment`` names.

    Parameters
    ----------
    wanted : str
        A release folder, its ``assignment.json``, a name in the class folder's ``release/``, or
        the name of a notebook of the course.
    *near : pathlib.Path or None
        Class folders to look in.

    Raises
    ------
    CourseworkError
        If there is none.
    """
    path = Path(wanted)
    places = [path, path / "assignment.json"]
    for folder in near:
        if folder:
            places.append(Path(folder) / "release" / wanted / "assignment.json")
    for place in places:
        if place.is_file() and place.suffix == ".json":
            try:
                return Assignment.load(place)
            except (ValueError, KeyError, TypeError) as error:
                raise CourseworkError(f"{place} is no assignment: {error}") from None
    known = catalogue_assignment(path.name.removesuffix(".ipynb"))
    if known is None:
        names = sorted({exercises.get(id).notebook for id in exercises.ids()})
        raise CourseworkError(
            f"no assignment {wanted!r}: give a release folder, or one of {', '.join(names)}"
        )
    return known


def recognise(paths, *near):
    """Return the assignment whose exercises most of the files hold.

    Only the ids of cells are looked at, in the first megabytes of the first files.

    Raises
    ------
    CourseworkError
        If no file holds an exercise of the course.
    """
    votes = Counter()
    for path in list(paths)[:LOOK_AT]:
        try:
            with open(path, "rb") as file:
                text = file.read(READ_BYTES).decode("utf-8", "replace")
        except OSError:
            continue
        found = set(re.findall(r'"grade_id"\s*:\s*"([A-Za-z0-9_]+)"', text)) & set(exercises.ids())
        votes.update({exercises.get(id).notebook for id in found})
    if not votes:
        raise CourseworkError(
            "none of the files holds an exercise of the course, so say which assignment it is: "
            "--assignment 04_filters, or the folder that 'coursework release' made"
        )
    return find_assignment(votes.most_common(1)[0][0], *near)
