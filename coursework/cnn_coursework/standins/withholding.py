"""What stands where an answer stood."""

__all__ = ["WithheldError", "asked", "refuse"]

_ASKED = []


class WithheldError(RuntimeError):
    """A function of the package was called that would be the answer."""


def refuse(name):
    """Raise in place of an answer."""
    if name not in _ASKED:
        _ASKED.append(name)
    raise WithheldError(f"{name} is withheld: write this one yourself")


def asked():
    """Return the names of the answers that were asked for so far."""
    return list(_ASKED)
