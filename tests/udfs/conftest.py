"""A minimal xlwings engine: conversion wants one by name."""

from collections.abc import Iterator
from typing import Any

import pytest
import xlwings


class _Engine:
    name = "recorder"
    type = "desktop"
    apps = None

    @staticmethod
    def clean_value_data(data: Any, datetime_builder: Any, empty_as: Any, number_builder: Any, err_to_str: Any) -> Any:
        return [[empty_as if cell is None else cell for cell in row] for row in data]

    @staticmethod
    def prepare_xl_data_element(value: Any, options: Any) -> Any:
        return value


@pytest.fixture
def recorder_engine() -> Iterator[str]:
    before = dict(xlwings.engines.engines_by_name) if hasattr(xlwings.engines, "engines_by_name") else None
    xlwings.engines.add(xlwings.Engine(impl=_Engine()))
    yield "recorder"
    if before is not None:
        xlwings.engines.engines_by_name.clear()
        xlwings.engines.engines_by_name.update(before)
