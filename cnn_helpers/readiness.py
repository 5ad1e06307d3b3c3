"""Is everything in place to take the course? Versions of the packages, and the data files."""

from __future__ import annotations

import platform
import sys
from dataclasses import dataclass
from importlib import metadata

from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet

from cnn_helpers.browser import in_browser
from cnn_helpers.data.checksums import SHA256
from cnn_helpers.data.files import DataError, read_data_file

__all__ = ["Finding", "Readiness", "check_environment"]


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at: what it is, what was found, what is needed, whether it fits."""

    name: str
    found: str
    needed: str
    fits: bool


@dataclass(frozen=True)
class Readiness:
    """What :func:`check_environment` found; printing it shows a table.

    Attributes
    ----------
    findings : tuple of Finding
        In the order they were looked at.
    """

    findings: tuple

    @property
    def ready(self):
        """True if everything fits."""
        return all(finding.fits for finding in self.findings)

    def __repr__(self):
        lines = [f"{'':5} {'what':<12} {'found':<12} needed"]
        lines += [
            f"{'ok' if one.fits else 'MEND':5} {one.name:<12} {one.found:<12} {one.needed}"
            for one in self.findings
        ]
        if self.ready:
            lines.append("Everything is in place.")
        else:
            lines.append(
                "Close the course and start it again with `make lab`: it mends what is marked. "
                "If a data file is marked, get a fresh copy of the course."
            )
        return "\n".join(lines)


def check_environment():
    """Compare what is installed with what the course needs, and verify every data file.

    Returns
    -------
    Readiness
        Says ``ready``, and prints as a table.

    Examples
    --------
    >>> check_environment().ready
    True
    """
    about = metadata.metadata("cnn-helpers")
    findings = [_compare("Python", platform.python_version(), about["Requires-Python"])]
    here = {"extra": "", "sys_platform": sys.platform}
    for line in metadata.requires("cnn-helpers"):
        requirement = Requirement(line)
        if requirement.marker is None or requirement.marker.evaluate(here):
            try:
                version = metadata.version(requirement.name)
            except metadata.PackageNotFoundError:
                version = None
            findings.append(_compare(requirement.name, version, str(requirement.specifier)))
    return Readiness((*findings, _look_at_data()))


def _compare(name, version, needed):
    if version is None:
        return Finding(name, "missing", needed, False)
    fits = SpecifierSet(needed).contains(version, prereleases=True)
    return Finding(name, version, needed, fits)


def _look_at_data():
    whole = 0
    problem = "every file whole"
    # The browser edition leaves the large part of MNIST out.
    names = [name for name in SHA256 if not (in_browser() and name.startswith("mnist/train"))]
    for name in names:
        try:
            read_data_file(name)
            whole += 1
        except DataError as error:
            problem = str(error)
    return Finding("data files", f"{whole} of {len(names)}", problem, whole == len(names))
