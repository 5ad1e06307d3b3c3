"""A notebook's quiz: questions one at a time, each answer explained."""

from __future__ import annotations

import json
from contextlib import suppress

import traitlets

from cnn_helpers import browser
from cnn_helpers.exercises.questions import Verdict
from cnn_helpers.exercises.quiz_text import quiz_html
from cnn_helpers.exercises.quizzes import load_quiz
from cnn_helpers.widgets.base import CourseWidget
from cnn_helpers.widgets.settings import Setting, SettingError

__all__ = ["Quiz"]

OPEN, WRONG, RIGHT, SHOWN = "open", "wrong", "right", "shown"


def _as_place(value):
    if isinstance(value, bool) or not isinstance(value, int):
        raise ValueError(f"current must be the number of a question, but is {value!r}")
    return value


class Quiz(CourseWidget):
    """The quiz of a notebook.

    Answers are judged here, not on the page, and every one is explained. Nothing is written down:
    a new run of the cell begins anew. Only in the browser edition, where a reload would end Python
    with all that it knows, the page keeps the answers until *start over*.

    Parameters
    ----------
    name : str or pathlib.Path
        A notebook's name without its ending, or a ``.toml`` file of your own (``exercises.quizzes``
        says what stands in it).

    Attributes
    ----------
    current : int
        The question that the page shows, from 0.
    results : list of dict
        For each question its ``state`` (``"open"``, ``"wrong"``, ``"right"`` or ``"shown"``), the
        number of ``tries``, the last ``answer``, and what is said about it.

    Examples
    --------
    >>> quiz = Quiz("04_filters")
    >>> quiz.give("map-size", 13).message
    'Not yet. That is 20 − 7. The first place, column 0, counts too.'
    >>> quiz.give("map-size", 14).right
    True
    >>> quiz
    <Quiz: Filters, 6 questions, 1 of them solved.>
    """

    use = "answer"
    module = "quiz.js"
    styles = ("widget.css", "quiz.css")

    title = traitlets.Unicode(read_only=True).tag(sync=True)
    questions = traitlets.List(read_only=True).tag(sync=True)
    results = traitlets.List(read_only=True).tag(sync=True)
    current = Setting(0, _as_place).tag(sync=True)

    def __init__(self, name):
        self._set = load_quiz(name)
        self._kept_as = f"quiz/{name}"
        super().__init__()
        self.set_trait("title", self._set.title)
        self.set_trait("questions", [_for_page(question) for question in self._set.questions])
        self._begin()
        self._restore()
        self.observe(lambda change: self._keep(), ["results", "current"])

    @traitlets.validate("current")
    def _stay_inside(self, proposal):
        if not 0 <= proposal["value"] < len(self._set.questions):
            raise SettingError(
                f"current must lie from 0 to {len(self._set.questions) - 1}, "
                f"but is {proposal['value']}"
            )
        return proposal["value"]

    def start_over(self):
        """Forget all answers."""
        self._begin()
        browser.forget(self._kept_as)

    def _begin(self):
        with self.hold_sync():
            fresh = [_result(question) for question in self._set.questions]
            self.set_trait("results", fresh)
            self.current = 0

    def give(self, id, answer):
        """Answer a question, as the page does.

        Parameters
        ----------
        id : str
            The question's id.
        answer : int, list of int, float or str
            See ``Question.judge``.

        Returns
        -------
        Verdict

        Raises
        ------
        ValueError
            If there is no such question, or no answer yet.
        """
        place, question = self._find(id)
        verdict = question.judge(answer)
        before = self.results[place]
        if before["state"] not in (RIGHT, SHOWN):
            state = RIGHT if verdict.right else WRONG
            tries = before["tries"] + 1
            self._put(place, _result(question, state, tries, answer, verdict))
        return verdict

    def show_answer(self, id):
        """Show the answer to a question and all its explanations."""
        place, _ = self._find(id)
        tries = self.results[place]["tries"]
        if self.results[place]["state"] not in (RIGHT, SHOWN):
            self._answer_again(id, True, tries, None)

    def _keep(self):
        tried = {
            question.id: [result["state"] == SHOWN, result["tries"], result["answer"]]
            for question, result in zip(self._set.questions, self.results, strict=True)
            if result["state"] != OPEN
        }
        browser.keep(self._kept_as, json.dumps({"current": self.current, "tried": tried}))

    def _restore(self):
        """Answer again as the page has kept it; what doesn't fit the questions any more is left."""
        with suppress(ValueError, KeyError, TypeError, AttributeError):
            kept = json.loads(browser.read(self._kept_as) or "{}")
            for id, (shown, tries, answer) in kept.get("tried", {}).items():
                with suppress(ValueError, KeyError, TypeError):
                    self._answer_again(id, shown, tries, answer)
            self.current = kept.get("current", 0)

    def _answer_again(self, id, shown, tries, answer):
        place, question = self._find(id)
        if shown:
            result = _result(question, SHOWN, tries, question.solution, _shown(question))
        else:
            verdict = question.judge(answer)
            state = RIGHT if verdict.right else WRONG
            result = _result(question, state, tries, answer, verdict)
        self._put(place, result)

    def _find(self, id):
        for place, question in enumerate(self._set.questions):
            if question.id == id:
                return place, question
        ids = ", ".join(question.id for question in self._set.questions)
        raise ValueError(f"there is no question {id!r}; there are {ids}")

    def _put(self, place, result):
        results = list(self.results)
        results[place] = result
        self.set_trait("results", results)

    def sentence(self):
        """Return the present state in a sentence, the same in every run."""
        solved = sum(result["state"] == RIGHT for result in self.results)
        many = len(self.results)
        return f"Quiz: {self.title}, {many} questions, {solved} of them solved."

    def still(self):
        """Return the questions as HTML, with the answers folded away."""
        return quiz_html(self._set)

    def handle(self, command, content, buffers):
        """Answer the page: ``answer``, ``show`` and ``restart``."""
        if command == "answer":
            self.give(content["id"], content["answer"])
        elif command == "show":
            self.show_answer(content["id"])
        elif command == "restart":
            self.start_over()
        else:
            raise ValueError(f"command must be answer, show or restart, but is {command!r}")


def _for_page(question):
    """Return what the page may know: nothing that gives the answer away."""
    options = [{"index": i, "text": question.options[i].text} for i in question.arrangement]
    return {
        "id": question.id,
        "kind": question.kind,
        "ask": question.ask,
        "code": question.code,
        "unit": question.unit,
        "options": [] if question.kind == "number" else options,
    }


def _shown(question):
    if question.kind == "number":
        unit = f" {question.unit}" if question.unit else ""
        message = f"The answer is {question.answer:g}{unit}. {question.why}"
        return Verdict(False, message, (None,) * len(question.options))
    return Verdict(False, "This is the answer.", question.solved().notes)


def _result(question, state=OPEN, tries=0, answer=None, verdict=None):
    notes = [] if verdict is None or question.kind == "number" else verdict.notes
    return {
        "state": state,
        "tries": tries,
        "answer": answer,
        "message": verdict.message if verdict else "",
        "notes": [
            {"index": index, "text": note, "right": _is_right(question, index, state)}
            for index, note in enumerate(notes)
            if note
        ],
    }


def _is_right(question, index, state):
    """Say whether an explained option is right; the step that an order was stopped at is not."""
    return state != WRONG if question.kind == "order" else question.options[index].right
