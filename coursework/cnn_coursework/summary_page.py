"""The instructor's page on an assignment: how the class did, what went wrong, who misbehaved."""

from __future__ import annotations

import statistics
from collections import defaultdict
from datetime import UTC, datetime
from urllib.parse import quote

from cnn_coursework.charts import histogram, legend, stacked_bars
from cnn_coursework.feedback_pages import POLICY, page_style, template
from cnn_coursework.lateness import LatePolicy
from cnn_coursework.results import full_marks, status_counts
from cnn_coursework.tables import write_safely

__all__ = ["summary_page", "write_summary"]

# Mere remarks on a submission; what is not among them is misbehaviour or damage.
LOOK_OF = {
    "passed": "passed",
    "partial": "partial",
    "wrong": "wrong",
    "error": "error",
    "time_limit": "error",
    "not_written": "not_written",
    "missing": "not_written",
}
LEGEND = {
    "passed": "right",
    "partial": "partly right",
    "wrong": "not right yet",
    "error": "stopped: error or time",
    "not_written": "not written or missing",
}


def write_summary(path, results, assignment, settings, **more):
    """Write the page; see ``summary_page``."""
    write_safely(path, summary_page(results, assignment, settings, **more))


def summary_page(
    results, assignment, settings, *, pages=None, similar=None, too_large=(), when=None
):
    """Return the instructor's page as HTML.

    Parameters
    ----------
    results : list of Result
        Of the whole class.
    assignment : Assignment
    settings : CourseSettings
    pages : dict of str to str, optional
        Where each student's feedback is, from this page.
    similar : list of similarity.Pair, optional
        None if nobody looked.
    too_large : sequence of str
        Ids of students whose files were graded, but are too large to show or to compare.
    when : datetime, optional
        When it was graded; now if left out.
    """
    from markupsafe import Markup

    graded = [result for result in results if result.mark]
    maximum = full_marks(assignment, results)
    shares = [100 * result.final / maximum for result in graded]
    return template("summary.html").render(
        style=Markup(page_style()),
        assignment=assignment,
        settings=settings,
        when=settings.shown(when or datetime.now(UTC)),
        unsafe=sum(result.mark["sandbox"] == "none" for result in graded),
        facts=_facts(results, graded, shares),
        maximum=f"{maximum:g}",
        scores=Markup(_scores(shares)),
        by_exercise=Markup(_by_exercise(graded, assignment)),
        legend=Markup(legend(LEGEND)),
        misconceptions=_misconceptions(graded, assignment),
        odd=[(r.student.shown, r.problems) for r in graded if r.problems],
        strangers=[(r.student.shown, r.submission.name) for r in graded if not r.known],
        absent=[r.student.shown for r in results if not r.mark],
        late=_late(graded),
        late_rule=LatePolicy(**settings.late).words(),
        remarks=_remarks(graded, assignment, settings),
        similar=similar,
        too_large=too_large,
        rows=_rows(results, assignment, pages or {}),
        by_hand=any(result.by_hand for result in results),
        footer=_footer(graded, settings),
    )


def _facts(results, graded, shares):
    absent = len(results) - len(graded)
    misbehaved = sum(bool(result.problems) for result in graded)
    return [
        ("Handed in", len(graded), f"of {len(results)}" if absent else ""),
        ("Median", f"{statistics.median(shares):.0f} %" if shares else "–", ""),
        ("Mean", f"{statistics.fmean(shares):.0f} %" if shares else "–", ""),
        ("Full marks", sum(share > 99.99 for share in shares), ""),
        ("Misbehaved", misbehaved, ""),
        ("Late", sum(bool(result.penalty) for result in graded), ""),
    ]


def _scores(shares):
    counts = [0] * 10
    for share in shares:
        counts[min(int(share // 10), 9)] += 1
    said = "; ".join(
        f"{10 * place} to {10 * place + (10 if place == 9 else 9)} per cent: {count}"
        for place, count in enumerate(counts)
        if count
    )
    edges = [str(10 * place) for place in range(11)]
    return histogram(counts, edges, title=f"Distribution of scores. {said or 'Nobody yet'}.")


def _by_exercise(graded, assignment):
    rows, said = [], []
    for id in assignment.exercises:
        counts = dict.fromkeys(LEGEND, 0)
        for status, count in status_counts(graded, id).items():
            counts[LOOK_OF[status]] += count
        points = assignment.points[id]
        rows.append((f"{id} ({points:g} {'point' if points == 1 else 'points'})", counts))
        words = ", ".join(f"{LEGEND[look]} {count}" for look, count in counts.items() if count)
        said.append(f"{id}: {words}")
    return stacked_bars(rows, title=". ".join(said))


def _misconceptions(graded, assignment):
    from cnn_helpers import exercises

    listed = []
    for id in assignment.exercises:
        who = defaultdict(list)
        for result in graded:
            named = result.mark["exercises"][id]["misconception"]
            if named:
                who[named].append(result.student.shown)
        if not who:
            continue
        known = exercises.get(id).misconceptions
        named = [
            {
                "name": name.replace("_", " "),
                "count": len(students),
                "share": round(100 * len(students) / len(graded), 1),
                "message": known[name].message if name in known else "",
                "students": students,
            }
            for name, students in sorted(who.items(), key=lambda item: (-len(item[1]), item[0]))
        ]
        listed.append({"id": id, "title": exercises.get(id).title, "named": named})
    return listed


def _late(graded):
    return [
        (
            result.student.shown,
            f"{result.seconds_late / 3600:.1f}",
            f"{result.extension.total_seconds() / 3600:g}",
            f"{result.penalty:g}",
        )
        for result in graded
        if result.seconds_late
    ]


def _remarks(graded, assignment, settings):
    lines = []
    if assignment.name not in settings.due:
        lines.append("No due date is set, so nothing counts as late.")
    else:
        unknown = sum(result.submission.submitted is None for result in graded)
        if unknown:
            lines.append(
                f"Of {unknown} we don't know when they were handed in, so nothing was taken off. "
                "nbgrader's exchange says it, Moodle's grading worksheet (--moodle), or a table of "
                "your own (--times)."
            )
        marked = [r.student.shown for r in graded if r.submission.late and not r.penalty]
        if marked:
            lines.append(f"Canvas calls these late: {', '.join(marked)}.")
    return lines


def _rows(results, assignment, pages):
    rows = []
    for result in results:
        entries = result.mark["exercises"] if result.mark else None
        page = pages.get(result.student.id)
        rows.append(
            {
                "who": result.student.shown,
                "cells": [
                    f"{entries[id]['points']:g}" if entries else "–" for id in assignment.exercises
                ],
                "by_hand": _by_hand(result.by_hand),
                "penalty": f"−{result.penalty:g}" if result.penalty else "",
                "final": f"{result.final:g}" if result.mark else "–",
                "page": quote(page) if page else "",
            }
        )
    return rows


def _by_hand(by_hand):
    if by_hand is None:
        return "–"
    return f"{by_hand.points:g}" + f" ({by_hand.waiting} to mark)" * bool(by_hand.waiting)


def _footer(graded, settings):
    seconds = sum(result.mark["seconds"] for result in graded)
    several = sum(result.attempts > 1 for result in graded)
    return (
        f"{POLICY[settings.attempts]} {several} handed in more than once. "
        f"Grading took {seconds:.0f} seconds of work."
    )
