"""Coursework: release, hand in, grade a class, safely.

The topmost part of the project: it imports ``cnn_helpers``, which never imports it. Instructors use
the command ``coursework``; ``coursework/README.md`` is their guide.

====================  =============================================================================
``command``           the command line: release, collect, grade, feedback, ...
====================  =============================================================================
"""
