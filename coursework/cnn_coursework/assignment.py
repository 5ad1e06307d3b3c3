"""What an assignment asks for: written beside its release, read when it is graded."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, field
from pathlib import Path

from cnn_coursework.inside.notebook import cell_digest, source_of
from cnn_coursework.limits import Limits
from cnn_helpers import exercises

__all__ = ["ALLOWED_IMPORTS", "Assignment"]

# Python's own library, and what the course's notebooks import. Of these, numpy and the course's
# package are in the sandbox; what draws is there as a stand-in that draws nothing.
ALLOWED_IMPORTS = ("stdlib", "cnn_helpers", "IPython", "ipywidgets", "matplotlib", "numpy", "tqdm")


@dataclass(frozen=True)
class Assignment:
    """One assignment.

    Attributes
    ----------
    name : str
        For example ``"04_filters"``.
    exercises : tuple of str
        Ids, in the order of the notebook.
    points : dict
        Exercise id to its points.
    allowed_imports : tuple of str
        Packages that a submission may import; ``"stdlib"`` stands for all that comes with Python.
        Others that are added here, and are installed, go into the sandbox.
    limits : Limits
        What one submission may use up.
    lesson : tuple of str
        Digests of the code cells as they were released. Such a cell runs in grading only if a later
        one needs a name from it; without digests every cell runs.

    Examples
    --------
    >>> assignment = Assignment("04_filters", ("correlate",))
    >>> assignment.points
    {'correlate': 3}
    >>> Assignment.from_json(assignment.to_json()) == assignment
    True
    """

    name: str
    exercises: tuple[str, ...]
    points: dict[str, float] = field(default_factory=dict)
    allowed_imports: tuple[str, ...] = ALLOWED_IMPORTS
    limits: Limits = field(default_factory=Limits)
    lesson: tuple[str, ...] = ()

    def __post_init__(self):
        if not self.exercises:
            raise ValueError(f"assignment {self.name!r} has no exercises")
        usual = {id: exercises.get(id).points for id in self.exercises}
        unknown = sorted(set(self.points) - set(usual))
        if unknown:
            raise ValueError(f"points are given for {', '.join(unknown)}, not among the exercises")
        object.__setattr__(self, "points", {**usual, **self.points})

    @classmethod
    def from_notebook(cls, notebook, name, **settings):
        """Return the assignment that a released notebook makes.

        Parameters
        ----------
        notebook : dict
            The notebook's JSON, as students get it.
        name : str
            The assignment's.
        **settings
            Further attributes.
        """
        cells = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
        marked = [(cell["metadata"].get("nbgrader", {}), cell) for cell in cells]
        known = exercises.ids()
        ids = [about["grade_id"] for about, _ in marked if about.get("solution")]
        ids = tuple(dict.fromkeys(id for id in ids if id in known))
        points = {
            id: about.get("points", exercises.get(id).points)
            for id in ids
            for about, cell in marked
            if about.get("grade") and f'check("{id}"' in source_of(cell)
        }
        lesson = tuple(dict.fromkeys(cell_digest(source_of(cell)) for cell in cells))
        return cls(name, ids, points, lesson=lesson, **settings)

    def to_json(self):
        """Return it as text."""
        return json.dumps(asdict(self), indent=1)

    @classmethod
    def from_json(cls, text):
        """Return the assignment that ``to_json`` wrote down."""
        values = json.loads(text)
        for name in ("exercises", "allowed_imports", "lesson"):
            if name in values:
                values[name] = tuple(values[name])
        if "limits" in values:
            values["limits"] = Limits(**values["limits"])
        return cls(**values)

    def save(self, path):
        """Write it to a file, as a rule ``assignment.json`` in the release folder."""
        Path(path).write_text(self.to_json() + "\n", encoding="utf-8")

    @classmethod
    def load(cls, path):
        """Read it from a file."""
        return cls.from_json(Path(path).read_text(encoding="utf-8"))

    @property
    def digest(self):
        """What the marks depend on, as sixteen hexadecimal digits."""
        return hashlib.sha256(self.to_json().encode()).hexdigest()[:16]
