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
MOST_NAMED = 100


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
    listing_bytes : int
        Most bytes of an archive's list of its files, which is read into memory whole.
    """

    files: int = 20_000
    file_bytes: int = 50 * 2**20
    total_bytes: int = 4 * 2**30
    depth: int = 2
    listing_bytes: int = 10 * 2**20


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
        Name in the archive and one plain sentence, for each file that was left out; a last one
        counts those beyond a hundred.
    """
    state = _Unpacking(limits or ArchiveLimits(), tuple(keep))
    state.unpack(Path(archive), Path(to), 1)
    more = len(state.refused) - MOST_NAMED
    if more > 0:
        state.refused[MOST_NAMED:] = [(Path(archive).name, f"{more} more files are left out")]
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
            listing = _listing_bytes(archive)
            if listing > self.limits.listing_bytes:
                reason = f"its list of files alone has {listing / 1e6:.1f} MB"
                self.refused.append((archive.name, reason))
                return
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


def _listing_bytes(archive):
    """Return how long an archive says that its list of files is; 0 where it says nothing."""
    with open(archive, "rb") as file:
        size = file.seek(0, 2)
        file.seek(max(0, size - 2**16 - 100))
        tail = file.read()
    # The end's mark, in the place where zipfile looks for it first, or the last one.
    at = len(tail) - 22 if tail[-22:-18] == b"PK\5\6" else tail.rfind(b"PK\5\6")
    if at < 0:
        return 0
    said = int.from_bytes(tail[at + 12 : at + 16], "little")
    # Large archives say it once more, in a record just before; elsewhere nobody writes it.
    large = tail[max(0, at - 76) : at]
    if large[-20:-16] == b"PK\6\7":
        known = len(large) == 76 and large[:4] == b"PK\6\6"
        return int.from_bytes(large[40:48], "little") if known else size
    return said
