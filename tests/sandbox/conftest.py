"""A stand-in that holds one record of each section, at noon of 12 November 2026, and a client signed in."""

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from support.gstn_client import GstnClient

from ims_xl.sandbox import RECIPIENT, Sandbox, serve

DATA = Path(__file__).parents[1] / "data" / "gstn"


@pytest.fixture(scope="session")
def records() -> dict[str, list[dict[str, Any]]]:
    content: dict[str, list[dict[str, Any]]] = json.loads((DATA / "ims_records.json").read_text())
    return content


@pytest.fixture(scope="session")
def vectors() -> dict[str, Any]:
    content: dict[str, Any] = json.loads((DATA / "envelope.json").read_text(encoding="utf-8"))
    return content


Start = Callable[..., GstnClient]


@pytest.fixture
def running(records) -> Iterator[Callable[..., Sandbox]]:
    """Start a stand-in with these variants or faults; it holds the sample records."""
    with ExitStack() as stack:

        def start(**settings: Any) -> Sandbox:
            sandbox = stack.enter_context(serve(**settings))
            sandbox.ledger.load(records, RECIPIENT)
            return sandbox

        yield start


@pytest.fixture
def sandbox(running) -> Sandbox:
    started: Sandbox = running()
    return started


@pytest.fixture
def client(sandbox) -> GstnClient:
    return GstnClient(sandbox.base_url, RECIPIENT).sign_in()
