"""Find the files of a download or an exchange, and unpack its archives."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass
from pathlib import Path

from cnn_coursework.archives import is_zip, unpack

__all__ = ["Piece", "find_pieces"]

# nbgrader's other files, and what JupyterLab and macOS leave behind.
PASSED_OVER = (".ipynb_checkpoints", "__MACOSX", "autograded", "feedback", "release", "source")


@dataclass(frozen=True)
class Piece:
    """A file that was found, before anybody asks whose it is.

    Attributes
    ----------
    path : pathlib.Path or None
        Where it lies; None if it couldn't be taken.
    within : pathlib.Path
        Its place in the source, or in the archive that held it.
    archive : pathlib.Path or None
        The archive's place in the source, empty if that is the source itself; None without one.
    problem : str
        Why it couldn't be taken.
    owner : str
        Id of the student whose account brought it here; empty if it is nobody's of the class.
    arrived : float
        When it, or its archive, was last written here, in seconds since 1970.
    """

    path: Path | None
    within: Path
    archive: Path | None = None
    problem: str = ""
    owner: str = ""
    arrived: float = 0.0

    @property
    def name(self):
        """Its place in the source, as if archives were folders."""
        return self.within if self.archive is None else self.archive / self.within


def find_pieces(source, roster, unpacked, limits):
    """Yield what a source holds, unpacked where it is an archive.

    Parameters
    ----------
    source : pathlib.Path
        A file or a folder.
    roster : Roster
        Whose accounts are on this machine.
    unpacked : pathlib.Path
        Where archives are unpacked.
    limits : ArchiveLimits

    Yields
    ------
    Piece
    """
    alone = source.is_file()
    files = [(source, Path(source.name))] if alone else _files(source)
    for number, (path, inside) in enumerate(files):
        status, problem = _look(path)
        if problem:
            yield Piece(None, inside, problem=problem)
            continue
        # The file's owner, or the archive's: what is unpacked belongs to whoever grades.
        more = {"owner": "" if alone else _owner(status, roster), "arrived": status.st_mtime}
        if not is_zip(path):
            yield Piece(path, inside, **more)
            continue
        to = unpacked / str(number)
        to.mkdir(parents=True)
        # A student's own archive: the names outside it say whose it is.
        archive = Path() if alone else inside
        for name, reason in unpack(path, to, limits):
            yield Piece(None, Path(name), archive, reason, **more)
        for file, within in _files(to):
            if not is_zip(file):
                yield Piece(file, within, archive, **more)


def _files(folder):
    """Yield (path, path inside the folder) of what may be a submission, links left alone."""
    for place, folders, names in os.walk(folder, followlinks=False):
        linked = [name for name in folders if (Path(place) / name).is_symlink()]
        folders[:] = sorted(
            name for name in folders if name not in (*PASSED_OVER, *linked) and name[:1] != "."
        )
        for name in sorted([*names, *linked]):
            path = Path(place) / name
            if path.suffix.lower() in (".ipynb", ".zip") and not name.startswith("."):
                yield path, path.relative_to(folder)


def _look(path):
    """Return a path's status, and why it is no file to take; empty if it is one."""
    try:
        status = path.lstat()
    except OSError as error:
        return None, f"it can't be read: {error.strerror}"
    if stat.S_ISLNK(status.st_mode):
        return status, "it is a symbolic link"
    return status, "" if stat.S_ISREG(status.st_mode) else "it is no regular file"


def _owner(status, roster):
    """Return which student's account owns a file, or "": anybody may write to an exchange."""
    try:
        import pwd

        # What an instructor downloaded is hers, even if the roster has her account.
        if status.st_uid == os.getuid():
            return ""
        owner = roster.find(pwd.getpwuid(status.st_uid).pw_name)
    except (ImportError, KeyError):
        return ""
    return owner.id if owner else ""
