"""For every pytest run, also of the notebooks and the docstrings' examples."""

import os

# A test, or a notebook that nbval runs, must not touch the developer's own passed exercises.
os.environ["CNN_COURSE_PROGRESS"] = "off"

# What each notebook's kernel took, when nbval runs them.
pytest_plugins = ["notebook_costs"]
