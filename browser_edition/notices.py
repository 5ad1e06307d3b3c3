"""The licences of everything in the site that others made, on one page of plain text each."""

from __future__ import annotations

import html
import io
import json
import re
import zipfile
from email.parser import HeaderParser
from pathlib import Path

HERE = Path(__file__).resolve().parent
LICENCE_FILE = re.compile(r"(^|/)(licen[cs]e|copying|notice|authors)[^/]*$", re.IGNORECASE)

# What no wheel and no list of JavaScript packages tells of.
CORE = (
    (
        "Pyodide (pyodide.mjs, pyodide.asm.mjs, pyodide.asm.wasm)",
        "MPL-2.0. Not changed. Its source is the project pyodide/pyodide on GitHub, under the tag "
        "of the version that pyodide-lock.json was made for. Inside it are, among others, "
        "Emscripten (MIT), zlib (Zlib), bzip2 (bzip2), liblzma (0BSD), libffi (MIT), expat (MIT), "
        "mpdecimal (BSD-2-Clause) and SQLite (public domain).",
        "MPL-2.0.txt",
    ),
    (
        "Python (in pyodide.asm.wasm, and python_stdlib-*.zip)",
        "PSF-2.0. Not changed, but its library is compiled to bytecode here, and so are Pyodide's "
        "own modules in it (MPL-2.0, source as above).",
        "Python.txt",
    ),
)


def of_wheel(file_name, content):
    """Return ``(name, licence in short, text)`` of a wheel, from what it carries itself."""
    with zipfile.ZipFile(io.BytesIO(content)) as wheel:
        names = wheel.namelist()
        about = next(name for name in names if name.endswith(".dist-info/METADATA"))
        fields = HeaderParser().parsestr(wheel.read(about).decode("utf-8", "replace"))
        texts = []
        for name in sorted(names):
            if LICENCE_FILE.search(name) and not name.endswith((".py", ".pyc", ".json")):
                texts.append(f"{name}\n\n{wheel.read(name).decode('utf-8', 'replace').strip()}")
    short = fields["License-Expression"] or _classified(fields) or fields["License"] or "see below"
    return f"{fields['Name']} {fields['Version']}", short.splitlines()[0], "\n\n\n".join(texts)


def _classified(fields):
    found = [line for line in fields.get_all("Classifier", []) if line.startswith("License ::")]
    return ", ".join(line.rpartition(":: ")[2] for line in found)


def of_scripts(path):
    """Return the same for each JavaScript package of a bundle's own list."""
    packages = json.loads(path.read_text(encoding="utf-8"))["packages"]
    return [
        (
            f"{package['name']} {package.get('versionInfo', '')}".strip(),
            package.get("licenseId") or "see below",
            (package.get("extractedText") or "").strip(),
        )
        for package in packages
    ]


def collect(site, wheels):
    """Return all notices: title, licence in short, text; each package once.

    Parameters
    ----------
    site : pathlib.Path
        The built site.
    wheels : dict of str to bytes
        All of its wheels but the course's own.
    """
    found = [
        (title, short, (HERE / "licences" / name).read_text(encoding="utf-8"))
        for title, short, name in CORE
    ]
    found += [of_wheel(name, content) for name, content in sorted(wheels.items())]
    scripts = []
    for path in sorted(site.rglob("third-party-licenses.json")):
        scripts += of_scripts(path)
    unique = {}
    for title, short, text in scripts:
        unique.setdefault(title, (title, short, text))
    return found + [unique[title] for title in sorted(unique, key=str.lower)]


def page(notices, course_licence):
    """Return the notices as an HTML page."""
    parts = [
        "<!doctype html>",
        '<html lang="en"><head><meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        "<title>Licences</title>",
        '<link rel="stylesheet" href="course/landing.css"></head><body><main>',
        "<h1>Licences</h1>",
        "<p>This site is made of the course and of the work of many others. Each keeps its own "
        'licence. <a href="index.html">Back to the course</a></p>',
        f"<h2>The course</h2><pre>{html.escape(course_licence)}</pre>",
        f"<h2>By others</h2><p>{len(notices)} packages. Python's are bytecode here, and "
        "without files that this site never reads (for type checkers, compilers, tests, and pages "
        "of another Jupyter); nothing else of them is changed. Their sources, by the names and "
        "versions below, are in the Python Package Index; those of ipykernel, piplite, "
        "pyodide-kernel and widgetsnbextension are the project jupyterlite/pyodide-kernel on "
        "GitHub.</p>",
    ]
    for title, short, text in notices:
        shown = html.escape(text) or "No text was shipped with it."
        parts.append(
            f"<details><summary>{html.escape(title)}: {html.escape(short)}</summary>"
            f"<pre>{shown}</pre></details>"
        )
    return "\n".join([*parts, "</main></body></html>", ""])
