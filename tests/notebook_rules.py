"""The rules for notebooks: each a function that returns a sentence for every place that breaks it.

``RULES`` lists them all; ``broken(notebook, name)`` applies them. Those about what stands in a cell
come first, those about stored outputs follow, those about exercises and widgets close.
"""

import ast
import html
import re
import sys
from pathlib import Path

import nbformat

from cnn_helpers import exercises
from cnn_helpers.figures.display import check_alt

LARGEST_FILE = 500_000
LONGEST_CODE = 12
MOST_WORDS = 90  # in paragraphs; the aim is 60
MOST_WORDS_WITH_LISTS = 160
FEWEST_PICTURES = 4
KNOWN_TAGS = {"setup", "measured", "nbval-ignore-output", "nbval-check-output"}
NBGRADER_VERSION = 3
STILL = '<div class="cnn-still">'
WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"
ARTICLES = {"a", "an", "the", "what", "how", "why", "introduction"}

IMAGE_TAG = re.compile(r"<img\b[^>]*>", re.S)
ALT = re.compile(r'\balt="([^"]*)"')
LINK = re.compile(r"(!?)\[([^\]]*)\]\(([^)\s]+)[^)]*\)")
MACHINE_PATH = re.compile(
    r"(?<![\w.])(/(?:home|root|Users|tmp)/|[A-Z]:\\\\?Users)|site-packages|"
    + "|".join(re.escape(str(path)) for path in (Path(__file__).parents[1], sys.prefix))
)
MEMORY_ADDRESS = re.compile(r"\b0x[0-9a-f]{6,}\b")
NOTEBOOK_NAME = re.compile(r"\b(?:\d\d|refresher)_\w+\.ipynb\b")


def cells(notebook, kind):
    """Yield ``(index, cell)`` of every cell of a kind, ``"code"`` or ``"markdown"``."""
    for index, cell in enumerate(notebook.cells):
        if cell.cell_type == kind:
            yield index, cell


def at(index, cell):
    """Say where a cell stands, so that its author finds it."""
    return f"cell {index} ({cell.get('id', 'no id')})"


def tags(cell):
    return cell.metadata.get("tags", [])


def nbgrader(cell):
    return cell.metadata.get("nbgrader", {})


def texts(output):
    """Return the text parts of an output: streams, and MIME types that hold text."""
    parts = [output.get("text", ""), *output.get("traceback", [])]
    for kind, content in output.get("data", {}).items():
        if kind.startswith("text/"):
            parts.append(content)
    return ["".join(part) for part in parts]


def html_of(cell):
    return "".join(
        "".join(output.get("data", {}).get("text/html", "")) for output in cell.get("outputs", [])
    )


def without_fences(source):
    return re.sub(r"^(```|~~~).*?^\1.*?$", "", source, flags=re.S | re.M)


def count_words(text):
    """Count words as a reader sees them: no tags, no link targets, no formulas' commands."""
    text = re.sub(r"<[^>]*>", " ", text)
    text = LINK.sub(r"\2", text)
    text = re.sub(r"\$\$.*?\$\$", " ", text, flags=re.S)
    text = re.sub(r"\$[^$]*\$|`[^`]*`", " x ", text)
    return len(re.findall(r"\w[\w'’-]*", text))


# What stands in the cells


def is_valid(notebook, name):
    ids = [cell.get("id") for cell in notebook.cells]
    if (notebook.nbformat, notebook.nbformat_minor) < (4, 5) or None in ids:
        return ["has cells without an id: save it in format 4.5"]
    if len(set(ids)) < len(ids):
        return ["has two cells with the same id"]
    try:
        nbformat.validate(notebook)
    except nbformat.ValidationError as error:
        return [f"is not valid: {str(error).splitlines()[0]}"]
    return []


def is_small(notebook, name):
    size = len(nbformat.writes(notebook).encode())
    return [f"has {size:,} bytes; at most {LARGEST_FILE:,}"] if size >= LARGEST_FILE else []


def has_verb_title(notebook, name):
    first = notebook.cells[0]
    lines = first.source.splitlines()
    if first.cell_type != "markdown" or not lines or not lines[0].startswith("# "):
        return ["must begin with a markdown cell whose first line is its title, '# ...'"]
    words = lines[0][2:].split()
    found = []
    if len(words) < 2 or words[0].lower() in ARTICLES:
        found.append(f"title must be a verb phrase, but is {lines[0][2:]!r}")
    titles = [
        line
        for _, cell in cells(notebook, "markdown")
        for line in without_fences(cell.source).splitlines()
        if line.startswith("# ")
    ]
    if len(titles) > 1:
        found.append(f"must have one title, but has {titles}")
    return found


def says_what_to_expect(notebook, name):
    opening = "\n".join(cell.source for _, cell in list(cells(notebook, "markdown"))[:2])
    found = [
        f"must say {words!r} in its first two text cells"
        for words in ("You will learn", "You need")
        if words.lower() not in opening.lower()
    ]
    if not re.search(r"\d+\D{0,40}minutes|minutes\D{0,20}\d+", opening, re.I):
        found.append("must say how many minutes it takes in its first two text cells")
    return found


def has_one_setup_cell(notebook, name):
    code = list(cells(notebook, "code"))
    setups = [(index, cell) for index, cell in code if "setup" in tags(cell)]
    if len(setups) != 1:
        return [f"must have one code cell tagged 'setup', but has {len(setups)}"]
    found = []
    if code and setups[0][0] != code[0][0]:
        found.append("the cell tagged 'setup' must be the first code cell")
    for index, cell in code:
        if cell is setups[0][1] or nbgrader(cell):
            continue
        tree = parsed(cell)
        if tree and any(isinstance(node, (ast.Import, ast.ImportFrom)) for node in tree.body):
            found.append(f"{at(index, cell)} imports; imports belong into the setup cell")
    return found


def parsed(cell):
    """Return the cell's syntax tree, or None if it holds magics."""
    try:
        return ast.parse(cell.source)
    except SyntaxError:
        return None


def has_short_code(notebook, name):
    found = []
    for index, cell in cells(notebook, "code"):
        lines = [line for line in cell.source.splitlines() if line.strip()]
        if len(lines) > LONGEST_CODE and not nbgrader(cell):
            found.append(
                f"{at(index, cell)} has {len(lines)} lines of code; {LONGEST_CODE} at most"
            )
    return found


def has_short_prose(notebook, name):
    found = []
    for index, cell in list(cells(notebook, "markdown"))[1:]:
        lines = without_fences(cell.source).splitlines()
        prose = [line for line in lines if not line.lstrip().startswith(("|", "#"))]
        paragraphs = [line for line in prose if not re.match(r"\s*([-*+]|\d+\.)\s", line)]
        for part, most in ((paragraphs, MOST_WORDS), (prose, MOST_WORDS_WITH_LISTS)):
            words = count_words("\n".join(part))
            if words > most:
                found.append(f"{at(index, cell)} has {words} words; at most {most}: split it")
                break
    return found


def has_no_empty_cell(notebook, name):
    return [
        f"{at(index, cell)} is empty"
        for index, cell in enumerate(notebook.cells)
        if not cell.source.strip()
    ]


def has_no_semicolon(notebook, name):
    return [
        f"{at(index, cell)} ends a line with ';'"
        for index, cell in cells(notebook, "code")
        if any(line.rstrip().endswith(";") for line in cell.source.splitlines())
    ]


def has_known_tags(notebook, name):
    return [
        f"{at(index, cell)} has the unknown tag {tag!r}"
        for index, cell in enumerate(notebook.cells)
        for tag in tags(cell)
        if tag not in KNOWN_TAGS
    ]


def links_lead_somewhere(notebook, name, *, existing):
    """``existing`` names the files of the folder; a copy of it must hold all that is linked."""
    found = []
    for index, cell in cells(notebook, "markdown"):
        for _, _, target in LINK.findall(without_fences(cell.source)):
            file = target.partition("#")[0]
            if file and not re.match(r"[a-z]+:", file) and file not in existing:
                found.append(f"{at(index, cell)} links to {file}, which is not in the folder")
        found += [
            f"{at(index, cell)} names {file}, which is not in the folder"
            for file in NOTEBOOK_NAME.findall(LINK.sub(r"\2", cell.source))
            if file not in existing
        ]
    return sorted(set(found))


def has_plain_metadata(notebook, name):
    found = []
    kernel = notebook.metadata.get("kernelspec", {}).get("name")
    if kernel != "python3":
        found.append(f"kernelspec must be python3, but is {kernel}")
    extra = set(notebook.metadata) - {"kernelspec", "language_info"}
    if extra:
        found.append(f"metadata must hold kernelspec and language_info only, not {sorted(extra)}")
    return found


# What the stored outputs show


def was_run_in_order(notebook, name):
    counts = [cell.execution_count for _, cell in cells(notebook, "code")]
    if counts != list(range(1, len(counts) + 1)):
        return [f"cells must be run in order, from 1 to {len(counts)}, but have counts {counts}"]
    return []


def has_clean_outputs(notebook, name):
    found = []
    for index, cell in cells(notebook, "code"):
        for output in cell.outputs:
            if output.output_type == "error":
                found.append(f"{at(index, cell)} stores an error: {output.ename}")
            if output.get("name") == "stderr":
                found.append(f"{at(index, cell)} stores a warning or other stderr text")
            if "image/svg+xml" in output.get("data", {}) or "<svg" in html_of(cell):
                found.append(f"{at(index, cell)} stores an SVG; figures are PNG")
            for text in texts(output):
                bare = re.sub(r"base64,[A-Za-z0-9+/=]+", "", text)
                for pattern, what in ((MACHINE_PATH, "path"), (MEMORY_ADDRESS, "memory address")):
                    if match := pattern.search(bare):
                        found.append(f"{at(index, cell)} stores a machine's {what}: {match[0]}")
    return sorted(set(found))


def pictures(notebook):
    """Yield ``(where, alternative text or None)`` of every picture, stored or linked."""
    for index, cell in enumerate(notebook.cells):
        if cell.cell_type == "markdown":
            source = without_fences(cell.source)
            for bang, alt, _ in LINK.findall(source):
                if bang:
                    yield at(index, cell), alt
            shown = source
        else:
            for output in cell.get("outputs", []):
                if "image/png" in output.get("data", {}) or "image/jpeg" in output.get("data", {}):
                    kind = "image/png" if "image/png" in output.data else "image/jpeg"
                    yield at(index, cell), output.metadata.get(kind, {}).get("alt")
            shown = html_of(cell)
        for image in IMAGE_TAG.findall(shown):
            match = ALT.search(image)
            yield at(index, cell), html.unescape(match[1]) if match else None


def has_alternative_texts(notebook, name):
    found = []
    for where, alt in pictures(notebook):
        try:
            check_alt(alt)
        except (TypeError, ValueError) as error:
            found.append(f"{where} has a picture without words for it: {error}")
    return found


def has_captions(notebook, name):
    return [
        f"{at(index, cell)} has a picture without a caption; use figures.show"
        for index, cell in cells(notebook, "code")
        if re.search(r"<figure\b(?!.*?<figcaption[^>]*>\s*\w.*?</figcaption>)", html_of(cell), re.S)
    ]


def figure_alts(cell):
    """Return the alternative texts of what ``figures.show`` left in a code cell."""
    if STILL in html_of(cell):  # left by a widget
        return []
    return [
        ALT.search(image)[1]
        for image in IMAGE_TAG.findall(html_of(cell))
        if "<figure" in html_of(cell) and ALT.search(image)
    ]


def has_pictures(notebook, name):
    if name.startswith("00_"):
        fewest = 1
    elif re.match(r"\d\d_", name):
        fewest = FEWEST_PICTURES
    else:
        fewest = 0
    count = len({alt for _, cell in cells(notebook, "code") for alt in figure_alts(cell)})
    if count < fewest:
        return [f"must show at least {fewest} different figures, but shows {count}"]
    return []


# Exercises and widgets


def exercise_cells(notebook):
    """Return ``{id: [(index, cell), ...]}`` of the cells that call ``exercises.check``."""
    found = {}
    for index, cell in cells(notebook, "code"):
        for id in re.findall(r"exercises\.check\(\s*[\"'](\w+)[\"']", cell.source):
            found.setdefault(id, []).append((index, cell))
    return found


def has_its_exercises(notebook, name):
    """Every exercise of the notebook: the stub as it is defined, hints, a check, final metadata."""
    checks = exercise_cells(notebook)
    by_id = {
        nbgrader(cell)["grade_id"]: (index, cell)
        for index, cell in cells(notebook, "code")
        if nbgrader(cell).get("grade_id")
    }
    notebook_name = name.removesuffix(".ipynb")
    expected = [id for id in exercises.ids() if exercises.get(id).notebook == notebook_name]
    found = [
        f"{at(*places[0])} checks {id!r}, which is no exercise of this notebook"
        for id, places in checks.items()
        if id not in expected
    ]
    for id in expected:
        exercise = exercises.get(id)
        wanted_stub = {"grade": False, "solution": True, "locked": False, "task": False}
        wanted_check = {"grade": True, "solution": False, "locked": True, "task": False}
        wanted_check["points"] = exercise.points
        for grade_id, wanted in ((id, wanted_stub), (f"{id}-check", wanted_check)):
            if grade_id not in by_id:
                found.append(f"exercise {id}: no code cell has the nbgrader grade_id {grade_id!r}")
                continue
            metadata = nbgrader(by_id[grade_id][1])
            wanted = {**wanted, "schema_version": NBGRADER_VERSION}
            wrong = {key: metadata.get(key) for key in wanted if metadata.get(key) != wanted[key]}
            if wrong:
                right = {key: wanted[key] for key in wrong}
                found.append(f"exercise {id}: nbgrader metadata {wrong} must be {right}")
        if id in by_id and by_id[id][1].source.strip() != exercise.stub.strip():
            found.append(f"exercise {id}: the cell must hold the stub as the exercise defines it")
        if f"{id}-check" in by_id and id not in checks:
            found.append(f"exercise {id}: no cell calls exercises.check({id!r}, ...)")
        if not any(
            re.search(rf"\bhints\(\s*[\"']{id}[\"']", cell.source)
            for _, cell in cells(notebook, "code")
        ):
            found.append(f"exercise {id}: its hints are not shown; use exercises.hints({id!r})")
    return found


def has_figure_beside_widget(notebook, name):
    """A widget needs a kernel; a reader without one sees a figure of the same thing nearby.

    The picture that the widget leaves where it is not run does not count, for it shows the widget
    as it was left. A quiz is all words: it brings them as HTML, and needs no figure.
    """
    found = []
    for index, cell in cells(notebook, "code"):
        kinds = [output.get("data", {}) for output in cell.outputs]
        views = sum(WIDGET_VIEW in data for data in kinds)
        stills = ["".join(data["text/html"]) for data in kinds if "text/html" in data]
        stills = [still for still in stills if STILL in still]
        if views != len(stills):
            found.append(f"{at(index, cell)} has {views} widgets, but {len(stills)} stills of them")
        if all('class="cnn-still-quiz"' in still for still in stills):
            continue
        near = notebook.cells[max(0, index - 3) : index + 4]
        if not any(figure_alts(other) for other in near if other.cell_type == "code"):
            found.append(f"{at(index, cell)} shows a widget, but no figure stands beside it")
    return found


RULES = (
    is_valid,
    is_small,
    has_verb_title,
    says_what_to_expect,
    has_one_setup_cell,
    has_short_code,
    has_short_prose,
    has_no_empty_cell,
    has_no_semicolon,
    has_known_tags,
    links_lead_somewhere,
    has_plain_metadata,
    was_run_in_order,
    has_clean_outputs,
    has_alternative_texts,
    has_captions,
    has_pictures,
    has_its_exercises,
    has_figure_beside_widget,
)


def broken(rule, path):
    """Return what a rule finds in the notebook at ``path``."""
    path = Path(path)
    # Not nbformat.read, which mends some of the faults that are looked for here.
    notebook = nbformat.v4.reads(path.read_text(encoding="utf-8"))
    if rule is links_lead_somewhere:
        existing = {file.relative_to(path.parent).as_posix() for file in path.parent.rglob("*")}
        return rule(notebook, path.name, existing=existing)
    return rule(notebook, path.name)
