"""What lateness costs: one rule, for our grading and as a plugin for nbgrader's own."""

from __future__ import annotations

import math
from dataclasses import dataclass

__all__ = ["DAY", "LatePolicy"]

DAY = 24 * 3600


@dataclass(frozen=True)
class LatePolicy:
    """So many per cent of the points earned for each day that has begun, up to a limit.

    Attributes
    ----------
    grace_minutes : float
        Work that is late by no more than this counts as on time.
    percent_per_day : float
        From 0 to 100.
    most_percent : float
        From 0 to 100: no more than this is taken away while work is accepted.
    days_accepted : float or None
        Later work earns nothing; None takes it however late.

    Examples
    --------
    >>> policy = LatePolicy(grace_minutes=15, percent_per_day=10, most_percent=50)
    >>> policy.penalty(8, 10 * 60), policy.penalty(8, 3600), policy.penalty(8, 25 * 3600)
    (0.0, 0.8, 1.6)
    """

    grace_minutes: float = 0
    percent_per_day: float = 0
    most_percent: float = 100
    days_accepted: float | None = None

    def __post_init__(self):
        for name in ("percent_per_day", "most_percent"):
            if not 0 <= getattr(self, name) <= 100:
                raise ValueError(f"{name} must be from 0 to 100, not {getattr(self, name)}")
        if self.grace_minutes < 0 or (self.days_accepted is not None and self.days_accepted < 0):
            raise ValueError("grace_minutes and days_accepted must not be negative")

    def penalty(self, points, seconds_late):
        """Return how many points are taken away.

        Parameters
        ----------
        points : float
            Earned so far.
        seconds_late : float
            After the due date, extension included; 0 if on time.
        """
        if seconds_late <= self.grace_minutes * 60:
            return 0.0
        if self.days_accepted is not None and seconds_late > self.days_accepted * DAY:
            return float(points)
        days = math.ceil(seconds_late / DAY)
        percent = min(self.percent_per_day * days, self.most_percent)
        return round(points * percent / 100, 2)

    def words(self):
        """Say the rule, for students.

        Examples
        --------
        >>> LatePolicy(15, 10, 50, 7).words()
        'Late work loses 10 % of its points for each day begun (50 % at most), after a grace of \
15 minutes; after 7 days it earns nothing.'
        """
        if not self.percent_per_day and self.days_accepted is None:
            return "Late work is taken without loss."
        text = f"Late work loses {self.percent_per_day:g} % of its points for each day begun"
        if self.most_percent < 100:
            text += f" ({self.most_percent:g} % at most)"
        if self.grace_minutes:
            text += f", after a grace of {self.grace_minutes:g} minutes"
        if self.days_accepted is not None:
            text += f"; after {self.days_accepted:g} days it earns nothing"
        return text + "."
