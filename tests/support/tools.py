"""Programs that tests need and not every machine has."""

import os

import pytest


def need(present: bool, what: str) -> None:
    """Skip the test when something is missing, or fail where nothing may be skipped."""
    if present:
        return
    if os.environ.get("IMS_REQUIRE_ALL") == "1":
        pytest.fail(f"{what} is missing and IMS_REQUIRE_ALL=1", pytrace=False)
    pytest.skip(f"{what} is not on this machine")
