"""One grading process of the pool: ``python -m cnn_coursework.pool_worker``.

Reads lines of JSON from its standard input, first what is graded, then one submission after the
other, and writes the mark of each as a line of JSON.
"""

from __future__ import annotations

import ctypes
import json
import os
import signal
import sys

from cnn_coursework.assignment import Assignment
from cnn_coursework.marking import mark_submission
from cnn_coursework.supplies import Supplies

PR_SET_PDEATHSIG = 1


def main():
    """Grade until the input ends."""
    _die_with_parent()
    # Marks have the standard output to themselves, whatever a library may print.
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    task = json.loads(sys.stdin.readline())
    assignment = Assignment.from_json(task["assignment"])
    supplies = Supplies(task["supplies"])
    for line in sys.stdin:
        job = json.loads(line)
        mark = mark_submission(
            job["path"],
            assignment,
            seed=task["seed"],
            student=job["student"],
            supplies=supplies,
            unsafe_no_sandbox=task["unsafe"],
        )
        answers.write(json.dumps(mark).encode() + b"\n")
        answers.flush()


def _die_with_parent():
    """Without the command there is nobody to take the marks; its sandbox goes with this process."""
    if not sys.platform.startswith("linux"):
        return
    parent = os.getppid()
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)


if __name__ == "__main__":
    main()
