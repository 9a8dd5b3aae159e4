"""What the accountant chose for a supplier is proposed for the supplier's documents of the next month."""

from pathlib import Path

import openpyxl
import pytest
from support.months import Months, Saying, portal_file, record

from ims_xl.sheets.home import MODE_CELL
from ims_xl.workflow import check, import_portal, suggest

OCT, NOV = "102026", "112026"
OTHER = "29AAZFK3333G1ZV"
LABEL = "Suggest Eligibility by supplier"


def take(months: Months, period: str, *invoices: dict[str, object]) -> None:
    """What the portal lists, in a month that compares nothing."""
    months.do(period, import_portal, [portal_file(months.folder / f"{period}.json", *invoices)], ui=Saying())
    workbook = openpyxl.load_workbook(months.book(period))
    workbook["Home"].cell(*MODE_CELL).value = "Claim without compare"
    workbook.save(months.book(period))
    months.do(period, check)


@pytest.fixture
def months(tmp_path: Path) -> Months:
    """October: a supplier's bill is blocked, another one's are inputs and capital goods. November: one bill of each."""
    months = Months(tmp_path)
    months.begin(OCT)
    day, more = "05-10-2026", {"supplier": OTHER}
    take(months, OCT, record("A/1", day, 1_000), record("B/1", day, 2_000, **more), record("B/2", day, 3_000, **more))
    chosen = {"A/1": "Blocked 17(5)", "B/1": "Inputs", "B/2": "Capital goods"}
    months.type(OCT, {number: {"Eligibility": words} for number, words in chosen.items()})
    months.do(OCT, check)
    months.begin(NOV, OCT)
    take(months, NOV, record("A/7", "05-11-2026", 10_000), record("B/7", "05-11-2026", 20_000, **more))
    return months


def shown(months: Months) -> dict[str, tuple[str, str]]:
    """Eligibility and what is proposed, by number."""
    lines = months.lines(NOV)
    return {number: (str(line["eligibility_text"]), str(line["eligibility_why"])) for number, line in lines.items()}


def home(months: Months) -> list[str]:
    sheet = openpyxl.load_workbook(months.book(NOV))["Home"]
    return [str(cell.value) for row in sheet.iter_rows() for cell in row]


WARNED = (
    "Credit blocked for these suppliers before, and not here: 1 document, ₹1,800.00. "
    "See Suggested eligibility; Apply suggestions writes it ▸"
)


def test_it_is_proposed_beside_the_cell_and_told_on_home(months: Months) -> None:
    assert shown(months) == {"A/7": ("", "Blocked 17(5), as in Oct-2026"), "B/7": ("", "")}
    assert WARNED in home(months)


def test_apply_suggestions_counts_it_first_and_writes_it(months: Months) -> None:
    assert months.do(NOV, suggest).message.endswith("Accept 0, Pending 0, Eligibility 1")
    assert months.do(NOV, suggest, True).message == "Suggestions applied: Accept 0, Pending 0, Eligibility 1"
    assert shown(months)["A/7"] == ("Blocked 17(5)", "")
    assert WARNED not in home(months)
    months.do(NOV, check)
    assert shown(months)["A/7"] == ("Blocked 17(5)", "")


def test_what_is_typed_wins(months: Months) -> None:
    months.type(NOV, {"A/7": {"Eligibility": "Inputs"}})
    months.do(NOV, check)
    assert "Eligibility" not in months.do(NOV, suggest, True).figures
    assert shown(months)["A/7"] == ("Inputs", "")


def test_settings_turn_it_off(months: Months) -> None:
    workbook = openpyxl.load_workbook(months.book(NOV))
    (cell,) = (row[1] for row in workbook["Settings"].iter_rows() if row[0].value == LABEL)
    cell.value = "No"
    workbook.save(months.book(NOV))
    months.do(NOV, check)
    assert shown(months)["A/7"] == ("", "")
    assert WARNED not in home(months)
