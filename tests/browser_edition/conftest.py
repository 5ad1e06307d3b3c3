"""The build's modules lie beside its settings, outside the package."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "browser_edition"))
