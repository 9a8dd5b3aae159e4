import datetime as dt
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.purchases import B2B, MUMBAI, SURAT, b2b, entry

from ims_xl.issues import ImsError, Issue
from ims_xl.purchases import Purchases
from ims_xl.purchases.columns import Cell, Row
from ims_xl.purchases.formats.gstr2 import GSTR2
from ims_xl.purchases.grid import Sheet
from ims_xl.purchases.headers import find_header
from ims_xl.purchases.lines import Lines, lines_of

LAYOUT = GSTR2[0]


def read(*rows: list[object], titles: tuple[str, ...] = B2B) -> tuple[Lines, list[Issue]]:
    """The lines of sheet b2b with the headings in row 4."""
    cells: list[list[Cell]] = [[float(cell) if isinstance(cell, int) else cell for cell in row] for row in rows]  # type: ignore[misc]
    sheet = Sheet("b2b", [Row(4, list(titles)), *(Row(number, row) for number, row in enumerate(cells, 5))])
    header = find_header(sheet, LAYOUT)
    assert header is not None
    return lines_of(sheet, header, LAYOUT)


def blank(**cells: object) -> list[object]:
    """A row with these cells only."""
    names = dict.fromkeys(
        ("gstin", "number", "date", "value", "place", "reverse", "type", "rate", "taxable", "igst", "cgst", "sgst"), ""
    )
    return b2b(**(names | {"cess": "", "eligibility": ""} | {f"availed_{tax}": "" for tax in TAXES} | cells))


TAXES = ("igst", "cgst", "sgst", "cess")


def test_cells_stand_under_their_fields() -> None:
    lines, issues = read(b2b(), b2b(number="A/2", taxable=2000))
    assert issues == []
    assert lines.rows == [5, 6]
    assert lines.fields["doc_number"] == ["A/1", "A/2"]
    assert lines.fields["taxable_value"] == [1000.0, 2000.0]
    assert lines.headings["taxable_value"] == "Taxable Value"
    assert lines.own == {}


@pytest.mark.parametrize(
    "row",
    [
        blank(gstin="Grand Total", taxable=3000),
        blank(type="Sub Total", taxable=3000, cgst=270),
        blank(number="A/1-Total", date=dt.date(2026, 10, 5), taxable=3000),
        blank(gstin="Total", number="2 invoices", taxable=3000),
        list(B2B),
        blank(gstin="checked by Rao"),
    ],
    ids=["grand total", "sub total", "total of a number", "total with a count", "headings again", "remark"],
)
def test_rows_that_speak_of_no_document_are_passed_over_and_noted(row: list[object]) -> None:
    lines, (note,) = read(b2b(), row, b2b(number="A/2"))
    assert lines.rows == [5, 7]
    assert note.severity == "note"
    assert note.reason == "rows that are totals, headings or remarks were passed over (rows 6)"
    assert (note.sheet, note.row) == ("b2b", 6)


@pytest.mark.parametrize("taxable", [500, "500.00", "5,00,000"])
def test_a_value_without_a_document_is_a_warning_because_it_may_belong_to_the_row_above(taxable: object) -> None:
    lines, (warning,) = read(b2b(), blank(rate=12, taxable=taxable, cgst=30, sgst=30))
    assert lines.rows == [5]
    assert warning.severity == "warning"
    assert warning.reason == "rows with a value but no GSTIN, number or date were left out (rows 6)"
    assert "repeat supplier, number and date" in warning.remedy


@pytest.mark.parametrize(
    "row",
    [
        b2b(gstin=""),
        b2b(number=""),
        b2b(date=""),
        blank(gstin=MUMBAI),
        blank(gstin="27AAPFU0939F1Z"),
        blank(number="A/1", date=dt.date(2026, 10, 5)),
        b2b(gstin=MUMBAI.lower() + " ", date="", place="Total"),
    ],
)
def test_a_row_that_speaks_of_a_document_is_data_even_when_cells_are_missing(row: list[object]) -> None:
    assert read(row)[0].rows == [5]


def test_own_columns_are_carried_under_names_of_their_own() -> None:
    titles = (*B2B, "Remark", "Remark", "igst", "")
    lines, _ = read([*b2b(), "one", "two", "three", "four", "", "five"], [*b2b(number="A/2")], titles=titles)
    assert lines.own == {
        "Remark": ["one", ""],
        "Remark (2)": ["two", ""],
        "igst (2)": ["three", ""],
        "Column 22": ["four", ""],
        "Column 24": ["five", ""],
    }


def test_one_cell_far_to_the_right_costs_one_column() -> None:
    lines, _ = read(*[b2b(number=f"A/{n}") for n in range(2000)], [*b2b(number="B"), *[""] * 16000, "x"])
    assert list(lines.own) == ["Column 16019"]
    assert lines.own["Column 16019"][-2:] == ["", "x"]


def test_a_table_without_an_end_on_the_right_is_refused() -> None:
    assert len(read(*[[*b2b(), *["x"] * 100]] * 2)[0].own) == 100
    with pytest.raises(ImsError, match="more than 100 columns without a heading"):
        read([*b2b(), *["x"] * 101])


@given(
    st.lists(
        st.sampled_from(
            [
                b2b(),
                b2b(number="", date=""),
                list(B2B),
                blank(taxable=5),
                blank(gstin="Total"),
                blank(value="x"),
                [],
                ["Grand Total"],
            ]
        ),
        max_size=20,
    )
)
def test_every_row_is_data_or_told(rows: list[list[object]]) -> None:
    lines, issues = read(*rows)
    told = set(lines.rows)
    for issue in issues:
        listed = issue.reason.rpartition("(rows ")[2].rstrip(")")
        for span in listed.split(", "):
            first, _, last = span.partition("-")
            told |= set(range(int(first), int(last or first) + 1))
    assert told == set(range(5, 5 + len(rows)))


@pytest.mark.parametrize("number", [" Total", " grand total ", "\tNet Total", " A/1 -Total ", "A/1- total"])
def test_a_total_with_blanks_around_it_in_the_number_column_is_noise(number: str) -> None:
    lines, (note,) = read(b2b(), blank(number=number, taxable=3000, cgst=270))
    assert lines.rows == [5]
    assert note.reason == "rows that are totals, headings or remarks were passed over (rows 6)"


@pytest.mark.parametrize("number", ["TOTALGAZ/17", "Totalizer 4", "A-TOTALS", "T/1"])
def test_a_number_that_only_begins_like_a_total_is_data(number: str) -> None:
    assert read(blank(number=number, taxable=3000))[0].rows == [5]


@pytest.mark.parametrize("number", ["TOTAL/17"])
def test_a_total_named_beside_a_date_is_data(number: str) -> None:
    assert read(blank(number=number, date=dt.date(2026, 10, 5), taxable=3000))[0].rows == [5]


def test_documents_below_a_supplier_that_is_named_once_are_his_and_told(
    read_register: Callable[..., Purchases],
) -> None:
    result = read_register(
        entry(number="A/1"),
        entry(gstin="", name="", number="A/2"),
        entry(gstin="", name="", number="A/3"),
        entry(gstin=SURAT, name="Surat Silks", number="S/1"),
        entry(gstin="", name="Cash purchase", number="C/1"),
    )
    assert result.books[["doc_number", "supplier_gstin"]].to_numpy().tolist() == [
        ["A/1", MUMBAI],
        ["A/2", MUMBAI],
        ["A/3", MUMBAI],
        ["S/1", SURAT],
        ["C/1", ""],
    ]
    assert [(issue.row, issue.reason) for issue in result.issues] == [
        (7, "no supplier is named: that of the row above was taken (rows 7-8)"),
        (10, "the supplier's GSTIN is missing"),
    ]
