"""Build hook: a wheel carries the data and the quizzes; an editable install reads them in place."""

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class WheelDataHook(BuildHookInterface):
    """Put the data and the notebooks' quizzes into standard wheels only."""

    def initialize(self, version, build_data):
        """Add both folders unless the install is editable."""
        if version == "standard":
            build_data["force_include"]["data"] = "cnn_helpers/_data"
            build_data["force_include"]["notebooks/quizzes"] = "cnn_helpers/_quizzes"
