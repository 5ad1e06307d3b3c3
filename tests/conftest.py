"""Settings for all tests. This file also puts tests/ on the path, for the helpers beside it."""

from hypothesis import settings
from page_memory import page_memory  # noqa: F401 (a fixture for all)

# No deadline: a busy machine is no bug. The same examples each time: what failed fails again.
settings.register_profile("course", deadline=None, derandomize=True, print_blob=True)
settings.load_profile("course")
