"""The study as it was stored: read it, check that it is whole, and tell it as a table."""

from __future__ import annotations

import json
import statistics
from dataclasses import dataclass
from pathlib import Path

from cnn_helpers.study.plans import PLANS
from cnn_helpers.study.running import Protocol

__all__ = ["RESULTS", "SCHEMA", "Row", "Study", "StudyError", "load_study"]

RESULTS = Path(__file__).parent / "results.json"
"""Where ``make study`` writes, and where everybody reads."""

SCHEMA = 1
_ABOUT = {"command", "date", "machine", "versions", "cores", "minutes"}
_ROW = ("id", "parameters", "multiply_adds", "milliseconds", "learning_rate", "tried")
_MEASURED = ("training", "validation", "test")


class StudyError(ValueError):
    """The stored study is missing something; the message says what, and how to make it anew."""


@dataclass(frozen=True)
class Row:
    """What one plan came to.

    Attributes
    ----------
    id : str
        Of the plan.
    parameters, multiply_adds : int
        The latter for one image, forward.
    milliseconds : float
        Of one training step of 64 digits: the fewest of many, all plans in turn, one thread.
    learning_rate : float
        The one that was chosen.
    tried : dict of float to float
        Validation accuracy of each learning rate, in the run that chose.
    training, validation, test : tuple of float
        Accuracies, 0 to 1: one for each seed.
    """

    id: str
    parameters: int
    multiply_adds: int
    milliseconds: float
    learning_rate: float
    tried: dict
    training: tuple
    validation: tuple
    test: tuple

    @property
    def name(self):
        """What readers call the plan."""
        return PLANS[self.id].name

    def mean(self, heap="test"):
        """Return the mean accuracy over the seeds on one heap, 0 to 1."""
        return statistics.mean(getattr(self, heap))

    def spread(self, heap="test"):
        """Return the standard deviation over the seeds (divided by their number less one)."""
        return statistics.stdev(getattr(self, heap))

    def as_dict(self, heap="test"):
        """Return what ``figures.study_scenes.compared_rows`` draws of it."""
        cost = {name: getattr(self, name) for name in ("parameters", "multiply_adds")}
        return {
            "name": self.name,
            **cost,
            "milliseconds": self.milliseconds,
            "accuracies": getattr(self, heap),
        }


@dataclass(frozen=True)
class Study:
    """All of the stored study.

    Attributes
    ----------
    about : dict
        command, date, machine, versions, cores, minutes.
    protocol : Protocol
        What all rows have in common.
    rows : dict of str to Row
        By the plans' ids.
    trials : dict
        ``first_losses``, ``by_heart``, ``learning_rates`` and ``collapse``, as
        ``benchmarks/study.py`` measures them.
    """

    about: dict
    protocol: Protocol
    rows: dict
    trials: dict

    def group(self, name):
        """Return the rows of a group, ``"comparison"`` or ``"ablation"``, in order."""
        rows = [row for row in self.rows.values() if PLANS[row.id].group == name]
        if not rows:
            groups = sorted({plan.group for plan in PLANS.values()})
            raise ValueError(f"group must be {' or '.join(map(repr, groups))}, but is {name!r}")
        return rows

    def table(self, rows):
        """Return rows as text, a line each: cost, then accuracy with its spread over the seeds."""
        head = f"{'':25}{'parameters':>12}{'multiply-adds':>15}{'ms a step':>11}"
        lines = [f"{head}{'validation %':>15}{'test %':>15}"]
        for row in rows:
            cost = f"{row.parameters:12,}{row.multiply_adds:15,}{row.milliseconds:11.1f}"
            shares = "".join(f"{percent(row, heap):>15}" for heap in ("validation", "test"))
            lines.append(f"{row.name:25}{cost}{shares}")
        return "\n".join(lines)


def percent(row, heap):
    """Return mean and spread as words, in percent.

    Examples
    --------
    >>> row = Row("cnn", 1, 1, 1.0, 0.1, {}, (), (), (0.97, 0.98))
    >>> percent(row, "test")
    '97.50 ± 0.71'
    """
    return f"{100 * row.mean(heap):.2f} ± {100 * row.spread(heap):.2f}"


def load_study(path=None):
    """Return the study that ``make study`` stored.

    Parameters
    ----------
    path : path-like, optional
        Another file than the one that comes with the course.

    Returns
    -------
    Study

    Raises
    ------
    StudyError
        If it isn't there or isn't whole.

    Examples
    --------
    >>> study = load_study()
    >>> len(study.rows["cnn"].test) == len(study.protocol.seeds)
    True
    """
    path = RESULTS if path is None else Path(path)
    try:
        stored = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise StudyError(f"{path.name} is missing; {_REMEDY}") from None
    except ValueError as error:
        raise StudyError(f"{path.name} can't be read ({error}); {_REMEDY}") from None
    return _checked(stored, path.name)


_REMEDY = "`make study` makes it anew"


def _checked(stored, name):
    """Return the Study in ``stored``, or say what is missing."""
    if not isinstance(stored, dict) or stored.get("schema") != SCHEMA:
        raise StudyError(f"{name} is no study of schema {SCHEMA}; {_REMEDY}")
    try:
        settings = {
            key: tuple(value) if isinstance(value, list) else value
            for key, value in stored["protocol"].items()
        }
        protocol = Protocol(**settings)
        if missing := _ABOUT - set(stored["about"]):
            raise StudyError(f"{name} does not tell its {', '.join(sorted(missing))}; {_REMEDY}")
        rows = {plain["id"]: _row(plain) for plain in stored["rows"]}
        trials = stored["trials"]
    except (KeyError, TypeError) as error:
        raise StudyError(f"{name} is not whole ({error}); {_REMEDY}") from None
    if list(rows) != list(PLANS):
        raise StudyError(f"{name} has the rows {', '.join(rows)}, not {', '.join(PLANS)}")
    for row in rows.values():
        for heap in _MEASURED:
            shares = getattr(row, heap)
            if len(shares) != len(protocol.seeds) or not all(0 <= share <= 1 for share in shares):
                raise StudyError(
                    f"{name}, row {row.id}: {heap} must be {len(protocol.seeds)} numbers from 0 to "
                    f"1, but is {shares}"
                )
    return Study(stored["about"], protocol, rows, trials)


def _row(plain):
    tried = {float(rate): accuracy for rate, accuracy in plain["tried"].items()}
    measured = {heap: tuple(plain[heap]) for heap in _MEASURED}
    return Row(**{key: plain[key] for key in _ROW} | measured | {"tried": tried})
