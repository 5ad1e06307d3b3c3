"""Build hook: a wheel carries data/ as cnn_helpers/_data/; an editable install reads data/."""

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class WheelDataHook(BuildHookInterface):
    """Put the data folder into standard wheels only."""

    def initialize(self, version, build_data):
        """Add data/ unless the install is editable."""
        if version == "standard":
            build_data["force_include"]["data"] = "cnn_helpers/_data"
