"""What the command says in one line instead of a traceback."""

__all__ = ["CourseworkError"]


class CourseworkError(Exception):
    """Something that the instructor can put right; the message says what and how."""
