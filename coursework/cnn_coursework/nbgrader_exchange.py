"""nbgrader's hand-in, closed to everybody but the student and the instructors.

nbgrader lets everybody on the machine read a submission whose folder's name they know, and relies
on names that can't be guessed. Here the folder itself is closed as well; in
``nbgrader_config.py``::

    c.ExchangeFactory.submit = "cnn_coursework.nbgrader_exchange.PrivateSubmit"

The exchange must hand its group, that of the instructors, on to what is put there (its setgid bit).
"""

from pathlib import Path

from nbgrader.exchange.default import ExchangeSubmit

__all__ = ["PrivateSubmit"]


class PrivateSubmit(ExchangeSubmit):
    """Hands in as nbgrader does, then takes the rights of others away."""

    def copy_files(self):
        """Copy the work into the exchange."""
        super().copy_files()
        (Path(self.inbound_path) / self.assignment_filename).chmod(0o750)
