"""Coursework: release, hand in, grade a class, safely.

The topmost part of the project: it imports ``cnn_helpers``, which never imports it. Instructors use
the command ``coursework``; ``coursework/README.md`` is their guide.

====================  =============================================================================
``command``           the command line: release, collect, grade, feedback, ...
``assignment``        what is asked for, and ``limits``, what a submission may use up
``marking``           one submission to one mark; ``grading`` a whole class, each once
``sandbox``           the process that student code can't get out of; ``inside`` is what runs there
``redaction``         the course's package without its answers, for the sandbox
====================  =============================================================================
"""
