"""Read and write CSV as learning platforms and spreadsheets do."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from cnn_coursework.errors import CourseworkError

__all__ = ["read_table", "spreadsheet_safe", "write_safely", "write_table"]


def read_table(path):
    """Return a CSV file as (header, rows of str), whatever its separator and byte order mark.

    Parameters
    ----------
    path : path-like

    Raises
    ------
    CourseworkError
        If the file can't be read, isn't UTF-8, is empty, or a row is longer than the header.
    """
    try:
        text = Path(path).read_text(encoding="utf-8-sig")
    except OSError as error:
        raise CourseworkError(f"{path} can't be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise CourseworkError(
            f"{path} is not UTF-8: save it as 'CSV UTF-8' and try again"
        ) from None
    first = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    rows = [row for row in csv.reader(io.StringIO(text), delimiter=delimiter) if any(row)]
    if not rows:
        raise CourseworkError(f"{path} is empty")
    header = [name.strip() for name in rows[0]]
    for number, row in enumerate(rows[1:], start=2):
        if len(row) > len(header):
            raise CourseworkError(
                f"{path}, row {number}: {len(row)} cells, but the header has {len(header)}"
            )
    return header, [row + [""] * (len(header) - len(row)) for row in rows[1:]]


def spreadsheet_safe(value):
    r"""Return text that no spreadsheet takes for a formula.

    Examples
    --------
    >>> spreadsheet_safe('=HYPERLINK("x")')
    '\'=HYPERLINK("x")'
    >>> spreadsheet_safe(-1.5)
    -1.5
    """
    dangerous = isinstance(value, str) and value.lstrip()[:1] in tuple("=+-@＝＋－＠")
    return f"'{value}" if dangerous else value


def write_table(path, header, rows):
    """Write a CSV file, whole or not at all."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows(rows)
    write_safely(path, text.getvalue())


def write_safely(path, text, *, private=False):
    """Write a text file so that whoever looks finds the old one or the new one.

    Parameters
    ----------
    path : path-like
        Its folder is made if it isn't there.
    text : str
    private : bool
        Let nobody but the owner read it.
    """
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(path.name + ".part")
    draft.unlink(missing_ok=True)
    draft.touch(mode=0o600 if private else 0o644)
    draft.write_bytes(text.encode("utf-8", "replace"))
    draft.replace(path)
