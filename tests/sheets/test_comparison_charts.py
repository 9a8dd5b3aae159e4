"""The months of Match Status, and tables that never change their height."""

import datetime as dt
from types import SimpleNamespace

import pandas as pd
import pytest

from ims_xl.sheets import comparison_charts
from ims_xl.sheets.comparison_charts import month_lines


@pytest.fixture
def view(monkeypatch):
    rows = pd.DataFrame(
        {
            "date": pd.to_datetime(["2026-10-31", "2026-10-01", "2026-05-31", "2026-02-01", None]),
            "family": ["Invoices", "CDN", "Invoices", "Invoices", "Invoices"],
            "tax": [18.0, -2.0, 5.0, 7.0, 1.0],
            "books_tax": [17.0, None, 5.0, None, 1.0],
        }
    )
    monkeypatch.setattr(comparison_charts.document_view, "document_rows", lambda view: rows)
    return SimpleNamespace(shown_type="All", now=dt.datetime(2026, 11, 24))


def test_six_months_and_what_is_older(view):
    assert [(month.name, month.tax, month.books_tax) for month in month_lines(view)] == [
        ("before May-2026", 7.0, 0.0),
        ("May-2026", 5.0, 5.0),
        ("Jun-2026", 0.0, 0.0),
        ("Jul-2026", 0.0, 0.0),
        ("Aug-2026", 0.0, 0.0),
        ("Sep-2026", 0.0, 0.0),
        ("Oct-2026", 16.0, 17.0),
    ]


def test_only_the_type_of_document_that_is_chosen(view):
    view.shown_type = "CDN"
    assert [(month.tax, month.books_tax) for month in month_lines(view)][-1] == (-2.0, 0.0)
