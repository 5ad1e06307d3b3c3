"""Which exercises are passed, remembered in a small file on this machine and nowhere else.

=====================  ============================================================================
``overview()``         which exercises of which notebook are passed, in words
``passed()``           the same as a dict from id to the day of the first pass
``location()``         where the file lies
``export(path)``       a copy of it, to keep or to take to another machine
``restore(path)``      add what such a copy holds
``reset()``            forget all passed exercises
``turn_off()``         remember no more; ``turn_on()`` does so again
=====================  ============================================================================

``exercises.check`` records a pass; it records nothing else: no tries, no code, no name. The
environment variable ``CNN_COURSE_PROGRESS`` turns everything off (``off``) or names another file.
In the browser edition there is no such file: the page keeps it.

Examples
--------
>>> from cnn_helpers.exercises import progress
>>> progress.Overview.of({"flatten": "2026-11-24"}).counts["03"]
(1, 2)
"""

from __future__ import annotations

import datetime
import warnings
from dataclasses import dataclass
from pathlib import Path

from cnn_helpers.contents import CHAPTERS
from cnn_helpers.exercises.catalogue import get, ids
from cnn_helpers.exercises.progress_browser import progress_at
from cnn_helpers.exercises.progress_file import (
    VARIABLE,
    ProgressError,
    ProgressFile,
    parse,
    place,
    write_whole,
)

__all__ = [
    "Overview",
    "ProgressError",
    "export",
    "location",
    "overview",
    "passed",
    "record",
    "reset",
    "restore",
    "turn_off",
    "turn_on",
]

OFF = f"Progress is turned off by the environment variable {VARIABLE}."
PAUSED = "Nothing new is remembered, since progress.turn_off() was called."


@dataclass(frozen=True)
class Overview:
    """Which exercises of which notebook are passed; printing it shows a table.

    Attributes
    ----------
    chapters : tuple
        For each notebook with exercises ``(number, short title, passed ids, open ids)``, in course
        order. Notebooks that are not there yet are left out.
    note : str
        What else there is to say, for example that nothing is remembered; mostly empty.
    """

    chapters: tuple
    note: str = ""

    @classmethod
    def of(cls, passed_ids, note=""):
        """Return the overview for some passed exercises.

        Examples
        --------
        >>> Overview.of(["warm_up"]).counts["00"]
        (1, 1)
        """
        rows = []
        for chapter in CHAPTERS:
            own = [id for id in ids() if f"{get(id).notebook}.ipynb" == chapter.file]
            done = tuple(id for id in own if id in passed_ids)
            left = tuple(id for id in own if id not in passed_ids)
            if own and (chapter.written or done):
                rows.append((chapter.number, chapter.short_title, done, left))
        return cls(tuple(rows), note)

    @property
    def counts(self):
        """How many exercises are passed and how many there are, by the notebook's number."""
        return {
            number: (len(done), len(done) + len(left)) for number, _, done, left in self.chapters
        }

    @property
    def sentence(self):
        """All of it in two sentences, for readers who can't see the map."""
        done = [id for _, _, ids, _ in self.chapters for id in ids]
        left = [id for _, _, _, ids in self.chapters for id in ids]
        if not left:
            return f"All {len(done)} exercises are passed: {', '.join(done)}."
        words = f"Passed: {', '.join(done)}." if done else "No exercise is passed yet."
        return f"{words} Still open: {', '.join(left)}."

    def __repr__(self):
        done = sum(count for count, _ in self.counts.values())
        every = sum(count for _, count in self.counts.values())
        wide = max((len(title) for _, title, _, _ in self.chapters), default=0)
        lines = [f"{done} of {every} exercises passed"]
        for number, title, passed_ids, open_ids in self.chapters:
            names = [f"✓ {id}" for id in passed_ids] + [f"· {id}" for id in open_ids]
            of = f"{len(passed_ids)} of {len(names)}"
            lines.append(f"{number}  {title:<{wide}}  {of}  {'  '.join(names)}")
        lines.append("✓ passed   · still open")
        return "\n".join([*lines, self.note] if self.note else lines)


def overview():
    """Return which exercises of which notebook are passed.

    Returns
    -------
    Overview
        Prints as a table; ``sentence`` says it in words, ``counts`` is for the map.
    """
    path = place()
    if path is None:
        return Overview.of({}, OFF)
    try:
        content = progress_at(path).read()
    except ProgressError as error:
        return Overview.of({}, str(error))
    return Overview.of(content["passed"], "" if content["recording"] else PAUSED)


def passed():
    """Return the passed exercises: a dict from id to the day of the first pass, ``2026-11-24``.

    Raises
    ------
    ProgressError
        If the file can't be read.
    """
    path = place()
    return {} if path is None else progress_at(path).read()["passed"]


def record(id):
    """Remember that an exercise is passed; ``check`` calls this, and nothing that it does raises.

    Parameters
    ----------
    id : str
        One of ``exercises.ids()``.
    """
    try:
        path = place()
        if path is None:
            return
        file = progress_at(path)
        known = file.read()
        if id in known["passed"] or not known["recording"]:
            return
        with file.changing() as content:
            content["passed"].setdefault(id, datetime.date.today().isoformat())
    except Exception as error:  # a full disk must not spoil a right answer
        warnings.warn(f"Your pass is not remembered: {error}", stacklevel=3)


def location():
    """Return the path of the progress file, or None: turned off, or kept by the browser's page."""
    path = place()
    return path if path is not None and isinstance(progress_at(path), ProgressFile) else None


def export(path):
    """Write a copy of what is remembered.

    Parameters
    ----------
    path : str or pathlib.Path
        The new file, for example ``"my_progress.json"``.

    Returns
    -------
    pathlib.Path
        The same path.

    Raises
    ------
    ProgressError
        If progress is off, if another file lies there, or if it can't be written.
    """
    path = Path(path)
    content = progress_at(_place_or_complain()).read()
    try:
        if path.exists():
            parse(path.read_text(encoding="utf-8"))
        write_whole(path, content)
    except ValueError:
        raise ProgressError(f"{path} is another file, which stays; choose a new name") from None
    except OSError as error:
        raise ProgressError(f"{path} can't be written: {error.strerror or error}") from error
    return path


def restore(path):
    """Add the passed exercises of an exported copy; of two days the earlier one stays.

    Parameters
    ----------
    path : str or pathlib.Path
        What ``export`` wrote.

    Raises
    ------
    ProgressError
        If progress is off, or the copy can't be read or is damaged; nothing has changed then.
    """
    try:
        more = parse(Path(path).read_text(encoding="utf-8"))["passed"]
    except (OSError, ValueError) as error:
        raise ProgressError(f"{path} is no copy of your progress: {error}") from error
    with progress_at(_place_or_complain()).changing() as content:
        for id, date in more.items():
            content["passed"][id] = min(date, content["passed"].get(id, date))


def reset():
    """Forget all passed exercises.

    Raises
    ------
    ProgressError
        If progress is off, or the file can't be written.
    """
    with progress_at(_place_or_complain()).changing() as content:
        content["passed"].clear()


def turn_off():
    """Remember no more passes, in this and in later sessions; what is remembered stays.

    Raises
    ------
    ProgressError
        If progress is off already by the environment variable, or the file can't be written.
    """
    with progress_at(_place_or_complain()).changing() as content:
        content["recording"] = False


def turn_on():
    """Remember passes again.

    Raises
    ------
    ProgressError
        If progress is off by the environment variable, or the file can't be written.
    """
    with progress_at(_place_or_complain()).changing() as content:
        content["recording"] = True


def _place_or_complain():
    path = place()
    if path is None:
        raise ProgressError(OFF)
    return path
