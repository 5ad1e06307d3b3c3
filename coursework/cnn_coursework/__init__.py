"""Coursework: release, hand in, grade a class, safely.

The topmost part of the project: it imports ``cnn_helpers``, which never imports it. Instructors use
the command ``coursework``; ``coursework/README.md`` is their guide.

====================  =============================================================================
``command``           the command line: release, collect, grade, feedback, ...
``assignment``        what is asked for, and ``limits``, what a submission may use up
``marking``           one submission to one mark; ``grading`` a whole class, each once
``sandbox``           the process that student code can't get out of; ``inside`` is what runs there
``redaction``         the course's package without its answers, for the sandbox
``release``           the students' version of a notebook; ``leaks`` and ``trial_run`` examine it
``collect``           what was handed in, whatever it is called; ``archives`` unpacks it safely
``grading_run``       all of ``coursework grade``; ``results`` weighs attempts and lateness
``feedback_pages``    the students' pages, ``summary_page`` the instructor's, ``exports`` the tables
``gradebook``         nbgrader's gradebook, through its API
``variants``          personal questions; ``rubrics`` for what people mark; ``similarity``
====================  =============================================================================
"""
