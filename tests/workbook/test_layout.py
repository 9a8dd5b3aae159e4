import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.sheets import TABLE, THREE, home, mismatched, table

from ims_xl.workbook import layout, ranges
from ims_xl.workbook.ranges import Box, column_number
from ims_xl.workbook.sheet import Column, Table

anything = st.text(st.characters() | st.sampled_from("=+-@\t\r\n\x00\x0b\ud800\ufffe"), max_size=40)


@given(st.lists(anything))
def test_headings_are_never_blank_or_equal(headers: list[str]) -> None:
    found = [header.lower() for header in layout.unique(headers)]
    assert len(set(found)) == len(headers)
    assert all(header and len(header) <= 255 and "\n" not in header for header in found)


def test_the_accountants_order_of_headings_wins_and_new_ones_join_their_neighbours() -> None:
    assert layout.arrange(["A", "B", "New", "C"], ["C", "gone", "B", "A"]) == ["C", "B", "New", "A"]
    assert layout.arrange(["New", "A"], ["A"]) == ["New", "A"]
    assert layout.arrange(["A", "B"], []) == ["A", "B"]


@given(st.permutations(["A", "B", "C", "D"]), st.permutations(["B", "C", "D", "E"]))
def test_no_heading_is_lost_or_doubled(headers: list[str], existing: list[str]) -> None:
    assert sorted(layout.arrange(headers, existing)) == ["A", "B", "C", "D"]


def test_totals_count_documents_and_add_rupees_in_paise() -> None:
    rows = THREE.assign(tax=[0.1, 0.2, float("nan")])
    count, total = layout.totals(table(rows), layout.drawn_columns(table(rows)))
    assert (count.rank, count.formula, count.value) == (0, f"=SUBTOTAL(103,{TABLE}[Document key])", 3)
    assert (total.rank, total.formula, total.value) == (4, f"=SUBTOTAL(109,{TABLE}[Tax difference])", 0.3)


def test_lines_are_counted_in_a_column_without_blanks_where_there_is_no_key() -> None:
    columns = (Column("Bulk action", "action", "mark", is_input=True), Column("GSTIN", "gstin"), Column("Name", "name"))
    rows = pd.DataFrame({"action": ["", ""], "gstin": ["", "27AAAAA0000A1Z5"], "name": ["Customs", "Asha Traders"]})
    suppliers = Table("ims_Suppliers", columns, rows, 4, total=True)
    shown = layout.totals(suppliers, layout.drawn_columns(suppliers))[0]
    assert (shown.formula, shown.value) == ("=SUBTOTAL(103,ims_Suppliers[Name])", 2)


def test_headings_with_marks_of_their_own_are_escaped_in_formulas() -> None:
    odd = Table(
        "ims_Odd", (Column("No", "no"), Column("Tax [#1]", "tax", "rupees")), THREE.assign(no=""), 2, total=True
    )
    assert layout.totals(odd, layout.drawn_columns(odd))[1].formula == "=SUBTOTAL(109,ims_Odd[Tax '['#1']])"


@pytest.mark.parametrize(
    ("header", "written"),
    [
        ("Taxable (IMS)", "ims_T[Taxable (IMS)]"),
        ("Rent, 50% & more", "ims_T[Rent, 50% & more]"),
        ("Supplier's #", "ims_T[Supplier''s '#]"),
        ("Cost [INR]", "ims_T[Cost '[INR']]"),
        ("₹ @ site", "ims_T[₹ '@ site]"),
    ],
)
def test_a_column_is_named_in_one_pair_of_brackets(header: str, written: str) -> None:
    assert layout.field("ims_T", header) == written


def test_areas_begin_at_a1_and_leave_out_what_is_between() -> None:
    assert layout.areas(mismatched(THREE)) == [Box(1, 1, 1, 2), Box(3, 1, 3, 8)]
    assert layout.areas(home(THREE))[0] == Box(1, 1, 1, 3)


def test_names_quote_the_sheet() -> None:
    names = layout.names(mismatched(THREE), "Oct '25")
    assert names["ims_sheet_mismatched"] == "'Oct ''25'!$A$1:$B$1,'Oct ''25'!$A$3:$H$3"
    assert names[f"ims_table_{TABLE}"] == "'Oct ''25'!$A$4:$H$7"


@given(st.integers(1, 16384))
def test_letters_of_columns(column: int) -> None:
    assert column_number(ranges.letters(column)) == column


FOLDING = (
    Column("Action", "action", "mark", 11, True),
    Column("Remarks", "remarks", "text", 24, True, level=1),
    Column("Comment", "remarks", "text", 24, level=1),
    Column("Why", "why", "long", 30, level=2),
    Column("Document key", "key", "key", 10),
)


def test_columns_that_fold_away_together_are_one_group() -> None:
    drawn = layout.drawn_columns(Table(TABLE, FOLDING, THREE, 4))
    assert list(layout.levels(drawn)) == [(1, 2, 1), (3, 3, 2)]


def test_counts_have_a_sum_and_numbers_have_none() -> None:
    columns = (Column("Name", "number"), Column("Documents", "n", "count"), Column("Score", "n", "number"))
    there = Table("ims_View", columns, THREE.assign(n=[1, 2, 3]), 4, total=True)
    _, total = layout.totals(there, layout.drawn_columns(there))
    assert (total.rank, total.value, total.style) == (1, 6.0, "total count")
