"""The class's late policy as a plugin of nbgrader, for whoever grades with nbgrader too.

In ``nbgrader_config.py``::

    c.AssignLatePenalties.plugin_class = "cnn_coursework.nbgrader_plugin.CourseLatePenalty"
"""

from nbgrader.plugins import LateSubmissionPlugin

from cnn_coursework.course_settings import find_settings
from cnn_coursework.lateness import LatePolicy

__all__ = ["CourseLatePenalty"]


class CourseLatePenalty(LateSubmissionPlugin):
    """Takes what ``[late]`` in ``course.toml`` says."""

    def late_submission_penalty(self, student_id, score, total_seconds_late):
        """Return the points that nbgrader takes away.

        Parameters
        ----------
        student_id : str
        score : float
            Points earned so far.
        total_seconds_late : float
            Extensions are already taken off.
        """
        root = self.parent.coursedir.root if hasattr(self.parent, "coursedir") else "."
        policy = LatePolicy(**find_settings(root).late)
        return policy.penalty(score, total_seconds_late)
