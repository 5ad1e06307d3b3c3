"""The file of results, one section a measurement; each command replaces its own and no other."""

import re
from pathlib import Path

FILE = Path(__file__).parent / "RESULTS.md"
START = """# Results of the benchmarks

Each section was written by the command that it names; `make bench` and `make bench-widgets` write \
them anew.
"""


def write_section(title, text, file=FILE):
    """Put a section into the file of results, in the place of an older one of the same title.

    Parameters
    ----------
    title : str
        Its heading, without number signs.
    text : str
        Markdown below the heading; headings in it have three number signs or more.
    file : pathlib.Path
        Made if it is not there.

    Examples
    --------
    >>> import tempfile
    >>> file = Path(tempfile.mkdtemp()) / "RESULTS.md"
    >>> for title, text in (("Speed", "12 ms"), ("Memory", "3 MB"), ("Speed", "11 ms")):
    ...     write_section(title, text, file)
    >>> print(file.read_text(encoding="utf-8").partition("## ")[2])
    Speed
    <BLANKLINE>
    11 ms
    <BLANKLINE>
    ## Memory
    <BLANKLINE>
    3 MB
    <BLANKLINE>
    """
    if re.search(r"^##? ", _without_code(text), re.MULTILINE):
        raise ValueError(f"the text of {title!r} must not hold headings of one or two signs")
    old = file.read_text(encoding="utf-8") if file.exists() else START
    head, *sections = _split(old)
    new = f"## {title}\n\n{text.strip()}\n"
    titles = [section.partition("\n")[0] for section in sections]
    if f"## {title}" in titles:
        sections[titles.index(f"## {title}")] = new
    else:
        sections.append(new)
    parts = [part.strip() + "\n" for part in (head, *sections)]
    file.write_text("\n".join(parts), encoding="utf-8")


def _without_code(text):
    """Return the text with its fenced blocks blanked; they may hold lines with ``##``."""
    return re.sub(r"^```.*?^```", lambda block: " " * len(block[0]), text, flags=re.M | re.S)


def _split(text):
    """Return what stands before the first section, and the sections."""
    places = [found.start() for found in re.finditer(r"^## ", _without_code(text), re.MULTILINE)]
    ends = [*places, len(text)]
    return [text[: ends[0]], *(text[a:b] for a, b in zip(places, ends[1:], strict=True))]
