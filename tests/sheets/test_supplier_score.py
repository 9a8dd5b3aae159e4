"""Supplier Score: how the figure is made is said above it, and the worst stand in a chart of always ten places."""

from types import SimpleNamespace
from typing import Any

import pandas as pd

from ims_xl.settings import Company
from ims_xl.sheets.supplier_score import sheets


def view(*scores: tuple[str, float]) -> Any:
    rows = pd.DataFrame(
        [(f"{name} Ltd", name, score, 100 - score, 4, 1, 0, 0, 0, "") for name, score in scores],
        columns=[
            "supplier_name", "supplier_gstin", "score", "lost", "documents", "missing", "mismatched", "returns", "late",
            "known",
        ],
    )  # fmt: skip
    return SimpleNamespace(scores=rows, score_periods=("092026", "102026"), company=Company("Deccan"), gstin="27A")


def test_what_it_says() -> None:
    (sheet,) = sheets(view(("A", 40.0), ("B", 100.0)))
    texts = [cell.value for cell in sheet.cells]
    assert "Deccan · 2 suppliers · months matched: Sep-2026, Oct-2026" in texts
    assert (
        "100 points, less 100 × share of bills missing in IMS; 50 × share of documents that differ from the books; "
        "50 × share of returns filed late."
    ) in texts


def test_the_chart_has_ten_places_for_those_who_lost_points() -> None:
    (sheet,) = sheets(view(("A", 40.0), ("B", 75.0), ("C", 100.0)))
    places = {(cell.row, cell.column): cell.value for cell in sheet.cells}
    assert [places[row, 1] for row in range(7, 17)] == ["A Ltd", "B Ltd", *[""] * 8]
    assert [places[row, 3] for row in range(7, 10)] == [60.0, 25.0, None]
    (bars,) = sheet.bars
    assert (bars.categories, bars.values) == ((7, 1, 16, 1), (7, 3, 16, 3))
    assert sheet.tables[0].top > 16 + 1


def test_more_than_ten_are_cut_and_none_is_shown_before_a_match() -> None:
    (sheet,) = sheets(view(*((f"S{number}", float(number)) for number in range(12))))
    assert len([cell for cell in sheet.cells if cell.column == 1 and str(cell.value).endswith("Ltd")]) == 10
    assert sheets(view()) == []
