"""What the tests of coursework share: notebooks to hand in, and the sandbox or a reason."""

import os

import pytest
from cnn_coursework.sandbox import SandboxUnavailableError, way_in
from cnn_coursework.supplies import Supplies


@pytest.fixture(scope="session")
def supplies():
    """What sandboxes are furnished with, made once."""
    return Supplies()


@pytest.fixture(scope="session")
def sandbox(supplies):
    """Bubblewrap at work; where it can't, the tests are skipped, in CI they fail."""
    try:
        way_in()
    except SandboxUnavailableError as error:
        if os.environ.get("CI") == "true":
            pytest.fail(f"CI must run the tests of the sandbox, but: {error}")
        pytest.skip(str(error))
    return supplies
