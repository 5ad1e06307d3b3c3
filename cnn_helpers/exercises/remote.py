"""A student's function that lives in another process: the grading's sandbox.

``check`` never calls such a function; it asks it what it needs to know. Everything asked goes
through the five methods below.
"""

from __future__ import annotations

from abc import ABC, abstractmethod

__all__ = ["RemoteFunction"]


class RemoteFunction(ABC):
    """What a check asks of a function that it can't look into."""

    def __call__(self, *arguments, **keywords):
        """Refuse: whoever needs an answer asks for an ``outcome``."""
        raise TypeError("a function in another process is asked for outcomes, not called")

    @abstractmethod
    def is_not_written(self, stub):
        """Return what ``not_written.is_not_written`` says of the function."""

    @abstractmethod
    def binding_problem(self, call):
        """Return what ``explaining.binding_problem`` says of it."""

    @abstractmethod
    def outcome(self, call, seconds, *, gaps):
        """Return the ``Outcome`` of one call, as ``running.run`` does."""

    @abstractmethod
    def mentions(self, name):
        """Return what ``counting.mentions`` says of it."""

    @abstractmethod
    def steps(self, call, limit):
        """Return how many steps one call takes; above ``limit`` any number above it will do."""
