"""The process that runs one submission: started in the sandbox, led by the trusted process.

It reads the notebook from its standard input, runs the cells that it is told to, and then answers
what is asked of the functions that they made. From the first cell on it runs code of somebody
unknown, so nobody outside relies on anything that it says, except to that somebody's harm.
"""

from __future__ import annotations

import builtins
import linecache
import sys
import types

import numpy as np

from cnn_coursework.inside import cells as cells_module
from cnn_coursework.inside.imports import Imports
from cnn_coursework.inside.notebook import NotebookError, cell_digest, read_notebook
from cnn_coursework.inside.protocol import DTYPES, ProtocolError
from cnn_coursework.inside.quiet import Quiet
from cnn_coursework.inside.reaching import reached_for
from cnn_coursework.inside.tampering import Watched, announce_threads
from cnn_helpers.exercises import counting, explaining, not_written, running, withholding
from cnn_helpers.exercises.calls import Call
from cnn_helpers.exercises.definition import Argument
from cnn_helpers.exercises.functions import NamedFunction
from cnn_helpers.exercises.probing import with_gaps
from cnn_helpers.exercises.time_limit import TimeLimitError, call_within

__all__ = ["Worker"]


class Worker:
    """Answers the messages of the trusted process.

    Parameters
    ----------
    connection : Connection
        To the trusted process.
    """

    def __init__(self, connection):
        self.connection = connection
        self.cells, self.candidates, self.errors = [], {}, {}
        self.module = types.ModuleType("__main__")
        self.names = vars(self.module)
        quiet = Quiet()
        self.names.update(
            __builtins__=builtins, display=quiet, get_ipython=quiet, In=[], Out={}, _=None
        )
        sys.modules["__main__"] = self.module
        announce_threads()

    def serve(self):
        """Answer until the other side is gone."""
        while True:
            try:
                message, arrays = self.connection.receive()
            except ProtocolError:
                return
            method = getattr(self, f"on_{message['ask']}")
            reply, results = method(message, arrays)
            self.connection.send(reply, results)

    def on_ready(self, message, arrays):
        """Say that all cells have run."""
        return {}, ()

    def on_open(self, message, arrays):
        """Read the notebook."""
        self.exercises = message["exercises"]
        largest = message["largest"]
        content = sys.stdin.buffer.read(largest + 1)
        try:
            self.cells, python = read_notebook(content, largest=largest)
        except NotebookError as error:
            return {"unreadable": str(error)}, ()
        self.imports = Imports(message["allowed"])
        builtins.__import__ = self.imports
        mine = [c.source for c in self.cells if cell_digest(c.source) not in message["lesson"]]
        forbidden = sorted(set().union(*map(self.imports.forbidden_in, mine)))[:20]
        reached = sorted(set().union(*map(reached_for, mine)))
        needed = cells_module.needed(self.cells, set(message["lesson"]), set(self.exercises))
        lesson = set(message["lesson"])
        checks = [
            id
            for id in self.exercises
            if any(cells_module.checks(cell, id, lesson) for cell in self.cells)
        ]
        about = [
            [cell.grade_id, cell.solution, cell.grade, cells_module.first_line(cell.source)]
            for cell in self.cells
        ]
        return {
            "cells": about,
            "checks": checks,
            "needed": needed,
            "python": python,
            "forbidden": forbidden,
            "reached": reached,
        }, ()

    def on_run(self, message, arrays):
        """Run one cell; an error in it does not stop the next."""
        number = message["cell"]
        name = f"<cell {number + 1}>"
        source = self.cells[number].source
        lines = source.splitlines(keepends=True)
        linecache.cache[name] = (len(source), None, lines, name)
        error = ""
        try:
            with running._quiet(running._Notepad()):
                call_within(message["seconds"], lambda: self._execute(source, name))
        except TimeLimitError:
            error = "time"
        except BaseException as problem:
            error = running._error_text(problem)
        self._look_for_functions()
        return {"error": error, "withheld": withholding.asked()}, ()

    def _execute(self, source, name):
        code = cells_module.compile_cell(source, name)
        result = eval(code, self.names)
        if isinstance(result, types.CoroutineType):
            import asyncio

            asyncio.run(result)

    def _look_for_functions(self):
        """Remember each function that a cell made: a copied cell may hide it behind a stub."""
        for id in self.exercises:
            found = self.names.get(id)
            known = self.candidates.setdefault(id, [])
            if callable(found) and not any(found is one for one in known):
                known.append(found)

    def on_look(self, message, arrays):
        """Find an exercise's function: the last one that somebody has written."""
        id, stub = message["exercise"], message["stub"]
        found = [one for one in self.candidates.get(id, ()) if one is not self.names.get(id)]
        found += [self.names[id]] if callable(self.names.get(id)) else []
        written = [one for one in found if not not_written.is_not_written(one, stub)]
        # The same name imported from the package, further down, hides an answer too.
        own = [one for one in written if not _is_packages(one)]
        self.function = (own or written or found or [None])[-1]
        there = self.names.get(id)
        return {
            "found": self.function is not None,
            "written": bool(written),
            "many": len(own),
            "type": type(there).__name__ if id in self.names else "",
        }, ()

    def on_binding(self, message, arrays):
        """Say whether the function takes a call's arguments."""
        return {"problem": explaining.binding_problem(self.function, _call(message, arrays))}, ()

    def on_call(self, message, arrays):
        """Call the function."""
        call = _call(message, arrays)
        outcome = running.run(self.function, call, message["seconds"], gaps=message["gaps"])
        values = [_sendable(value) for value in outcome.values]
        return {
            "kind": outcome.kind,
            "detail": outcome.detail,
            "place": outcome.place,
            "printed": outcome.printed,
            "changed": list(outcome.changed),
            "gaps": [value is None for value in values],
            "withheld": withholding.asked(),
        }, [value for value in values if value is not None]

    def on_mentions(self, message, arrays):
        """Say whether the function uses a name."""
        return {"mentions": bool(counting.mentions(self.function, message["name"]))}, ()

    def on_steps(self, message, arrays):
        """Count the steps of a call."""
        call = _call(message, arrays)
        watched = Watched(self.function)
        counter = counting.StepCounter(watched, message["limit"])
        # The first time, a function may load or prepare something.
        for function in (self.function, counter):
            running.run(function, call, message["seconds"])
        return {"steps": message["limit"] + 1 if watched.evasions else int(counter.steps)}, ()


def _is_packages(function):
    module = getattr(function, "__module__", None)
    return isinstance(module, str) and module.startswith("cnn_helpers")


def _sendable(value):
    if value is None or value.dtype.name in DTYPES:
        return value
    return value.astype(np.float64)


def _call(message, arrays):
    """Return the ``Call`` that a message holds."""
    arguments = tuple(Argument(**about) for about in message["arguments"])
    values = {name: _value(about, arrays) for name, about in message["values"].items()}
    return Call(arguments, values, message["count"])


def _value(about, arrays):
    if "array" in about:
        array = arrays[about["array"]].copy()
        if about["layout"] == "gaps":
            return with_gaps(array)
        return np.asfortranarray(array) if about["layout"] == "columns" else array
    if "number" in about:
        return arrays[about["number"]][()]
    if "function" in about:
        inside = {name: arrays[number] for name, number in about["arrays"].items()}
        return NamedFunction(about["function"], inside)
    return about["plain"]
