"""A quiz as HTML that needs no kernel: the questions, and the answers folded away."""

from __future__ import annotations

import re
from html import escape

__all__ = ["quiz_html"]

_ASKS = {
    "one": "Choose one.",
    "many": "Choose all that are right.",
    "number": "Give a number.",
    "order": "Bring the steps into order.",
}


def quiz_html(quiz):
    """Return a quiz for readers who can't run it.

    Parameters
    ----------
    quiz : QuestionSet
        As ``load_quiz`` returns it.

    Returns
    -------
    str
        One ``<section>``; the same for the same quiz.
    """
    parts = [_question(number, one) for number, one in enumerate(quiz.questions, start=1)]
    title = escape(quiz.title)
    return (
        f'<section class="cnn-still-quiz" aria-label="Quiz: {title}">\n'
        f"<p><b>Quiz: {title}.</b> Run this cell to answer; here are the questions to read.</p>\n"
        + "\n".join(parts)
        + "\n</section>"
    )


def _question(number, question):
    mono = '<pre style="font-family: monospace">'  # some pages give pre the font of words
    code = f"{mono}{escape(question.code)}</pre>\n" if question.code else ""
    listed = [question.options[index] for index in question.arrangement]
    choices = ""
    if question.kind != "number":
        choices = f"<ul>{''.join(f'<li>{_words(option.text)}</li>' for option in listed)}</ul>\n"
    return (
        f"<p><b>{number}.</b> {_words(question.ask)} <i>{_ASKS[question.kind]}</i></p>\n"
        f"{code}{choices}"
        '<details style="margin-bottom: 1.2em"><summary style="cursor: pointer">'
        f"Answer to question {number}</summary>\n"
        f"{_answer(question)}</details>"
    )


def _answer(question):
    options = question.options
    if question.kind == "number":
        unit = f" {question.unit}" if question.unit else ""
        first = f"<p><b>{question.answer:g}{escape(unit)}.</b> {_words(question.why)}</p>"
        rest = [f"<li>{option.value:g}: {_words(option.why)}</li>" for option in options]
        return f"{first}<ul>{''.join(rest)}</ul>"
    if question.kind == "order":
        items = [f"<li><b>{_words(one.text)}</b> {_words(one.why)}</li>" for one in options]
        return f"<ol>{''.join(items)}</ol>"
    items = [
        f"<li>{'✓' if one.right else '✗'} <b>{_words(one.text)}</b> {_words(one.why)}</li>"
        for one in options
    ]
    return f"<ul>{''.join(items)}</ul>"


def _words(text):
    """Return text as HTML, with what stands in backticks as code."""
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", escape(text, quote=False))
