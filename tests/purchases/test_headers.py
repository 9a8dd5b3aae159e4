import pytest
from hypothesis import given
from hypothesis import strategies as st

from ims_xl.purchases.columns import Cell, Row
from ims_xl.purchases.grid import Sheet
from ims_xl.purchases.headers import Layout, find_header, heading, missing, repeated

LAYOUT = Layout(
    "small",
    {
        "supplier_gstin": ("GSTIN of Supplier", "GSTIN"),
        "doc_number": ("Invoice Number",),
        "doc_date": ("Invoice date",),
        "taxable_value": ("Taxable Value",),
        "cess": ("Cess",),
    },
    frozenset({"doc_number", "taxable_value"}),
    frozenset({"S. No."}),
)
TITLES = ("GSTIN of Supplier", "Invoice Number", "Invoice date", "Taxable Value")


def sheet(*rows: tuple[Cell, ...]) -> Sheet:
    return Sheet("b2b", [Row(number, list(cells)) for number, cells in enumerate(rows, 1)])


@pytest.mark.parametrize(
    "text",
    [
        "Taxable Value",
        "Taxable value (₹) *",
        " TAXABLE  value(₹)",
        "Taxable\nValue (Rs.)",
        "Taxable Value:",
        "Taxable Value (INR)",
        "taxable-value",
    ],
)
def test_a_heading_is_its_words(text: str) -> None:
    assert heading(text) == "taxable value"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("State/ UT tax (₹) ", "state ut tax"),
        ("Integerated Tax", "integrated tax"),
        ("GSTIN of Supplier/ECO* ", "gstin of supplier eco"),
        ("Taxpayer’s Input", "taxpayer s input"),
        ("Taxpayer's Input", "taxpayer s input"),
        ("₹", ""),
        ("RS²", ""),
        ("Offers", "offers"),
    ],
)
def test_signs_and_misspellings_in_headings(text: str, words: str) -> None:
    assert heading(text) == words


@given(st.text(max_size=400))
def test_any_text_is_a_heading(text: str) -> None:
    assert heading(heading(text)) == heading(text)


def test_the_heading_row_is_found_below_titles_and_in_any_order() -> None:
    found = find_header(sheet(("Summary",), ("No. of Suppliers", 3.0), ("Cess", "", *reversed(TITLES))), LAYOUT)
    assert found is not None
    assert found.at == 2
    assert found.columns == {"cess": 0, "taxable_value": 2, "doc_date": 3, "doc_number": 4, "supplier_gstin": 5}


def test_a_row_with_few_known_headings_is_none() -> None:
    assert find_header(sheet(TITLES[:3]), LAYOUT) is None


def test_the_row_with_most_headings_holds() -> None:
    assert find_header(sheet(TITLES, (*TITLES, "Cess"), TITLES), LAYOUT) == find_header(
        sheet(("",), (*TITLES, "Cess")), LAYOUT
    )


def test_headings_far_below_the_top_are_not_looked_for() -> None:
    assert find_header(sheet(*[("x",)] * 15, TITLES), LAYOUT) is None


def test_other_columns_are_the_accountants_own() -> None:
    found = find_header(sheet(("S. No.", *TITLES, "My  remark", "", 7.0)), LAYOUT)
    assert found is not None
    assert found.own == {5: "My remark"}
    assert found.known == {0, 1, 2, 3, 4}


def test_of_a_heading_that_stands_twice_the_first_column_is_read_and_the_second_told() -> None:
    found = find_header(sheet((*TITLES, "Taxable value (₹)", "Remark")), LAYOUT)
    assert found is not None
    assert found.columns["taxable_value"] == 3
    assert repeated(found, LAYOUT) == ["Taxable value (₹)"]


def test_needed_headings_that_are_absent_are_named_as_the_template_has_them() -> None:
    found = find_header(sheet(("GSTIN", "Invoice date", "Cess", "S. No.")), LAYOUT)
    assert found is not None
    assert missing(found, LAYOUT) == ["Invoice Number", "Taxable Value"]
