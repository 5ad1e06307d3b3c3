"""Unpack what students sent, without doing what it asks for.

Names lead nowhere (no ``../``, no absolute paths, no symbolic links, no devices), and sizes are
counted while bytes come out, since an archive's own word on its sizes can't be trusted.
"""

from __future__ import annotations

import stat
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

__all__ = ["ArchiveLimits", "is_zip", "unpack"]

UNREADABLE = (
    *(zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError),
    *(OSError, RuntimeError, ValueError),
)


@dataclass(frozen=True)
class ArchiveLimits:
    """What an archive may hold.

    Attributes
    ----------
    files : int
        Most files in all, archives inside it included.
    file_bytes : int
        Most bytes of one file; a larger one is left out.
    total_bytes : int
        Most bytes of all files together.
    depth : int
        How many archives may lie inside each other.
    """

    files: int = 20_000
    file_bytes: int = 50 * 2**20
    total_bytes: int = 4 * 2**30
    depth: int = 2


def is_zip(path):
    """Return whether a file says that it is a zip archive."""
    return Path(path).suffix.lower() == ".zip"


def unpack(archive, to, limits=None, *, keep=(".ipynb", ".zip", ".txt")):
    """Unpack a zip archive, and the archives in it, and say what was left out.

    Parameters
    ----------
    archive : path-like
        The archive.
    to : path-like
        An empty folder.
    limits : ArchiveLimits, optional
        What it may hold.
    keep : tuple of str
        Endings of the files that are wanted; others are passed over in silence.

    Returns
    -------
    list of (str, str)
        Name in the archive and one plain sentence, for each file that was left out.
    """
    state = _Unpacking(limits or ArchiveLimits(), tuple(keep))
    state.unpack(Path(archive), Path(to), 1)
    return state.refused


class _Unpacking:
    """Counts over all archives inside each other."""

    def __init__(self, limits, keep):
        self.limits = limits
        self.keep = keep
        self.files = 0
        self.bytes = 0
        self.refused = []

    def unpack(self, archive, to, depth):
        if depth > self.limits.depth:
            self.refused.append((archive.name, "an archive inside an archive inside an archive"))
            return
        try:
            with zipfile.ZipFile(archive) as content:
                for member in content.infolist():
                    try:
                        self._member(content, member, to, depth)
                    except UNREADABLE as error:
                        self.refused.append((member.filename, f"it can't be unpacked ({error})"))
        except UNREADABLE as error:
            self.refused.append((archive.name, f"not a readable zip archive ({error})"))

    def _member(self, content, member, to, depth):
        name = member.filename
        if member.is_dir() or not name.lower().endswith(self.keep):
            return
        path = PurePosixPath(name.replace("\\", "/"))
        kind = stat.S_IFMT(member.external_attr >> 16)
        if kind not in (0, stat.S_IFREG):
            self.refused.append((name, "a link or device, no file"))
        elif path.is_absolute() or ".." in path.parts or ":" in path.parts[0] or "\0" in name:
            self.refused.append((name, "its name leads out of the archive"))
        elif any(part.startswith((".", "__MACOSX")) for part in path.parts):
            return
        elif self.files >= self.limits.files:
            self.refused.append((name, f"more than {self.limits.files} files"))
        elif member.flag_bits & 1:
            self.refused.append((name, "it is encrypted"))
        else:
            self.files += 1
            self._write(content, member, to.joinpath(*path.parts), depth)

    def _write(self, content, member, target, depth):
        if target.exists() or len(str(target)) > 900:
            self.refused.append((member.filename, "a file of that name is there already"))
            return
        target.parent.mkdir(parents=True, exist_ok=True)
        allowed = min(self.limits.file_bytes, self.limits.total_bytes - self.bytes)
        written = 0
        with content.open(member) as source, open(target, "xb") as file:
            while chunk := source.read(2**16):
                written += len(chunk)
                if written > allowed:
                    break
                file.write(chunk)
        if written > allowed:
            target.unlink()
            self.bytes += written
            size = self.limits.file_bytes // 2**20
            self.refused.append((member.filename, f"unpacked it has more than {size} MB"))
            return
        self.bytes += written
        if is_zip(target):
            inner = target.with_name(target.stem + "_unpacked")
            inner.mkdir()
            self.unpack(target, inner, depth + 1)
            target.unlink()
