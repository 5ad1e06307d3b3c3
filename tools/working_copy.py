"""Keep the learner's copy of the notebooks: new ones arrive, nothing that was written is lost.

Standard library only. ``my_course/.course.json`` remembers which version each copy was made from.
A notebook counts as edited if a cell's text changed; running it changes only outputs.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil

MANIFEST = ".course.json"


def content_hash(path):
    """Return a hash of what a person writes: a notebook's cells, another file's bytes."""
    content = path.read_bytes()
    if path.suffix == ".ipynb":
        try:
            cells = [
                [cell["cell_type"], "".join(cell["source"]), cell.get("attachments")]
                for cell in json.loads(content)["cells"]
            ]
            content = json.dumps(cells, sort_keys=True).encode()
        except (ValueError, KeyError, TypeError):
            pass  # no notebook after all, or a damaged one: its bytes speak for it
    return hashlib.sha256(content).hexdigest()


def copy_whole(source, target):
    """Copy so that an interruption leaves the old file or the new one, never half of it."""
    target.parent.mkdir(parents=True, exist_ok=True)
    temporary = target.with_name(target.name + ".part")
    shutil.copyfile(source, temporary)
    os.replace(temporary, target)


def place_beside(copy, known):
    """Return where the new version goes: beside the copy, over no file that was written in."""
    number = 1
    while True:
        suffix = " (new version)" if number == 1 else f" (new version {number})"
        beside = copy.with_name(copy.stem + suffix + copy.suffix)
        if not beside.exists() or content_hash(beside) == known:
            return beside
        number += 1


def update(notebooks, my_course):
    """Bring ``my_course`` up to date with ``notebooks``.

    A file that is missing is copied. One that the learner left as it came is replaced by a newer
    version. One that the learner edited stays, and the newer version is put beside it, once.

    Parameters
    ----------
    notebooks, my_course : pathlib.Path
        The course's folder and the learner's.

    Returns
    -------
    list of str
        Messages for the learner.
    """
    my_course.mkdir(exist_ok=True)
    manifest_path = my_course / MANIFEST
    try:
        manifest = json.loads(manifest_path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        manifest = None
    if not isinstance(manifest, dict):  # new, or damaged: then every changed copy counts as edited
        manifest = {}
    messages = []
    sources = [path for path in sorted(notebooks.rglob("*")) if path.is_file()]
    for source in sources:
        name = source.relative_to(notebooks)
        if any(part.startswith(".") for part in name.parts):
            continue
        copy = my_course / name
        newest = content_hash(source)
        entry = manifest.setdefault(name.as_posix(), {})
        if not copy.exists():
            copy_whole(source, copy)
            entry.update(copied=newest)
            continue
        current = content_hash(copy)
        if current == newest:
            entry.update(copied=newest)
        elif current == entry.get("copied"):
            copy_whole(source, copy)
            entry.update(copied=newest)
            messages.append(
                f"{name} has a newer version; yours was unchanged and is now the new one."
            )
        elif newest not in (entry.get("copied"), entry.get("offered")):
            beside = place_beside(copy, entry.get("offered"))
            copy_whole(source, beside)
            entry.update(offered=newest)
            messages.append(
                f"{name} has a newer version. You edited yours, so it stays as it is; "
                f"the new one is beside it: {beside.name}"
            )
    temporary = manifest_path.with_name(MANIFEST + ".part")
    temporary.write_text(json.dumps(manifest, indent=1), encoding="utf-8")
    os.replace(temporary, manifest_path)
    return messages
