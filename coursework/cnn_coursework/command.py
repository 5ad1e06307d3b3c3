"""The command ``coursework``."""

from __future__ import annotations

import argparse


def parser():
    """Return the parser of the command line."""
    return argparse.ArgumentParser(
        prog="coursework", description="Release, collect and grade the course's notebooks."
    )


def main(arguments=None):
    """Run one command and return its exit code."""
    commands = parser()
    commands.parse_args(arguments)
    commands.print_help()
    return 0
