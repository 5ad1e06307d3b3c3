"""What one submission may use up."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields

__all__ = ["Limits"]


@dataclass(frozen=True)
class Limits:
    """Limits for one submission; whoever passes one is stopped, and nobody else notices.

    Attributes
    ----------
    memory_mb : int
        Address space of each process, in megabytes; all processes together may hold as much in RAM.
    processes : int
        How many processes and threads there may be at once.
    file_mb : int
        Size of each file that is written, and of all temporary files together.
    cpu_seconds : int
        Processor time of each process.
    cell_seconds : float
        One cell of the notebook.
    call_seconds : float
        One call of a function that is checked.
    total_seconds : float
        All of a submission, from start to mark.
    result_mb : int
        What one call may send back.
    notebook_mb : int
        Largest file that is taken in.

    Examples
    --------
    >>> Limits(call_seconds=1).call_seconds
    1
    >>> Limits(memory_mb=-1)
    Traceback (most recent call last):
    ...
    ValueError: memory_mb must be above 0, but is -1
    """

    memory_mb: int = 1024
    processes: int = 16
    file_mb: int = 16
    cpu_seconds: int = 60
    cell_seconds: float = 10.0
    call_seconds: float = 5.0
    total_seconds: float = 60.0
    result_mb: int = 12
    notebook_mb: int = 50

    def __post_init__(self):
        for field in fields(self):
            value = getattr(self, field.name)
            if isinstance(value, bool) or not isinstance(value, (int, float)) or not value > 0:
                raise ValueError(f"{field.name} must be above 0, but is {value!r}")

    def as_dict(self):
        """Return them by name."""
        return asdict(self)
