"""Find a notebook's quiz, and read it from its file.

The files lie beside the notebooks, in ``notebooks/quizzes/``; an installed wheel carries them as
``cnn_helpers/_quizzes/``. They are TOML: a title, and a table ``[[questions]]`` for each question,
with its ``[[questions.options]]``. The names are the attributes of ``Question`` and ``Option``.
"""

from __future__ import annotations

import tomllib
from dataclasses import MISSING, dataclass, fields
from pathlib import Path

from cnn_helpers.contents import CHAPTERS
from cnn_helpers.exercises.questions import KINDS, Option, Question

__all__ = ["QuestionSet", "QuizError", "load_quiz", "quiz_names", "read_quiz"]

_PACKAGE = Path(__file__).resolve().parents[1]
FOLDERS = (_PACKAGE / "_quizzes", _PACKAGE.parent / "notebooks" / "quizzes")
_TYPES = {"str": str, "bool": bool, "float": (int, float), "float | None": (int, float)}


class QuizError(ValueError):
    """A quiz is missing or can't be read; the message says which, where and why."""


@dataclass(frozen=True)
class QuestionSet:
    """A quiz: its title and its questions."""

    title: str
    questions: tuple


def _folder():
    for folder in FOLDERS:
        if folder.is_dir():
            return folder
    raise QuizError(
        f"the course's quizzes are missing: looked in {' and '.join(map(str, FOLDERS))}"
    )


def quiz_names():
    """Return the notebooks that have a quiz, in course order.

    Examples
    --------
    >>> quiz_names()[0]
    '00_start_here'
    """
    return sorted(path.stem for path in _folder().glob("*.toml"))


def load_quiz(name):
    """Return a quiz.

    Parameters
    ----------
    name : str or pathlib.Path
        A notebook's name without its ending, for example ``"04_filters"``, or the path of a
        ``.toml`` file of your own.

    Returns
    -------
    QuestionSet

    Raises
    ------
    QuizError
        If there is no such quiz, or its file is not as it should be.

    Examples
    --------
    >>> load_quiz("04_filters").title
    'Filters'
    """
    path = Path(name)
    if path.suffix != ".toml":
        if name not in quiz_names():
            raise QuizError(f"there is no quiz {name!r}; there are {', '.join(quiz_names())}")
        path = _folder() / f"{name}.toml"
    try:
        return read_quiz(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise QuizError(f"{path} can't be read: {error.strerror}") from error
    except ValueError as error:
        raise QuizError(f"{path.name}: {error}") from error


def read_quiz(text):
    """Return the quiz that a file's text describes.

    Raises
    ------
    ValueError
        If something in it is missing, unknown or contradictory; the message names the question.
    """
    content = tomllib.loads(text)
    title, tables = content.pop("title", None), content.pop("questions", None)
    if not isinstance(title, str) or not title or not isinstance(tables, list) or content:
        raise ValueError("a quiz holds a title and [[questions]], nothing else")
    questions = []
    for number, table in enumerate(tables, start=1):
        try:
            questions.append(_question(table))
        except ValueError as error:
            raise ValueError(f"question {number} ({table.get('id', 'no id')}): {error}") from None
    ids = [question.id for question in questions]
    if len(set(ids)) < len(ids):
        raise ValueError(f"two questions have the same id: {', '.join(ids)}")
    return QuestionSet(title, tuple(questions))


def _question(table):
    table = dict(table)
    kind = table.get("kind")
    if kind not in KINDS:
        raise ValueError(f"kind must be one of {', '.join(KINDS)}, but is {kind!r}")
    options = table.pop("options", [])
    proofs = table.pop("proofs", [])
    if not isinstance(options, list) or not isinstance(proofs, list):
        raise ValueError("options are written as [[questions.options]], proofs as a list")
    blank = {"text": ""} if kind == "number" else {}
    question = _made(
        Question,
        table,
        options=tuple(_made(Option, {**blank, **option}) for option in options),
        proofs=tuple(proofs),
    )
    _check(question)
    return question


def _made(of, table, **ready):
    """Return a dataclass made of a table, its types checked."""
    known = {field.name: field for field in fields(of) if field.name not in ready}
    unknown = sorted(table.keys() - known.keys())
    if unknown:
        raise ValueError(f"{', '.join(unknown)} is none of {', '.join(known)}")
    missing = [
        name for name, field in known.items() if field.default is MISSING and name not in table
    ]
    if missing:
        raise ValueError(f"{', '.join(missing)} is missing")
    for name, value in table.items():
        wanted = _TYPES[known[name].type]
        if not isinstance(value, wanted) or (isinstance(value, bool) and wanted is not bool):
            raise ValueError(f"{name} must be of type {known[name].type}, but is {value!r}")
    clean = {
        name: value.strip("\n") if isinstance(value, str) else value
        for name, value in table.items()
    }
    return of(**clean, **ready)


def _check(question):
    """Complain about a question that can't be answered, or that leaves an answer unexplained."""
    options, kind = question.options, question.kind
    right = sum(option.right for option in options)
    rules = [
        (question.id and question.ask, "id and ask must not be empty"),
        (all(option.why.strip() for option in options), "every option needs its why"),
        (
            question.about in {chapter.file.removesuffix(".ipynb") for chapter in CHAPTERS},
            f"about must name a notebook, but is {question.about!r}",
        ),
        (
            kind == "number" or all(option.text.strip() for option in options),
            "every option needs its text",
        ),
        (len(options) >= (1 if kind == "number" else 3), "there are too few options"),
        (kind != "one" or right == 1, f"one option must be right, but {right} are"),
        (kind != "many" or 0 < right < len(options), "some options must be right, and some not"),
    ]
    if kind == "number":
        rules += [
            (question.answer is not None, "a number needs its answer"),
            (question.why and question.otherwise, "a number needs why and otherwise"),
            (all(option.value is not None for option in options), "each slip needs its value"),
        ]
    else:
        rules.append((question.answer is None, "only a number has an answer"))
    for holds, complaint in rules:
        if not holds:
            raise ValueError(complaint)
    if kind == "number":
        taken = [question.answer, *(option.value for option in options)]
        apart = [abs(a - b) > 2 * question.tolerance for a in taken for b in taken if a is not b]
        if len(set(taken)) < len(taken) or not all(apart):
            raise ValueError(f"the answer and the slips must lie apart, but are {taken}")
