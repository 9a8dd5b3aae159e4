"""Registers read by the columns that an accountant mapped; every figure by hand."""

from pathlib import Path

import pytest
from support.purchases import BUYER, MUMBAI, SURAT

from ims_xl.column_mapping import ColumnMapping, MappedColumn, fingerprint_of
from ims_xl.purchases import read_purchases
from ims_xl.purchases.chosen_formats import chosen_formats
from ims_xl.purchases.heading_words import folded
from ims_xl.register_words import TALLY_NUMBERS

FIELDS = {
    "Code": "Supplier GSTIN", "No": "Document number", "Day": "Document date", "Net": "Taxable value", "C": "CGST",
    "S": "SGST / UTGST", "I": "IGST", "Gross": "Document value", "Shelf": "Not used",
}  # fmt: skip
TITLES = ",".join(FIELDS)
ROWS = (f"{MUMBAI},A/1,05-10-2026,1000,90,90,0,1180,4", f"{SURAT},S/1,06-10-2026,2000,0,0,360,2360,5")


def mapped(fields: dict[str, str]) -> ColumnMapping:
    columns = tuple(MappedColumn(title, choice) for title, choice in fields.items())
    return ColumnMapping(fingerprint_of([folded(title) for title in fields]), "list.csv", "", 1, columns)


@pytest.fixture
def read(tmp_path: Path):
    def read(*lines: str, fields: dict[str, str] = FIELDS):
        path = tmp_path / "list.csv"
        path.write_text("\n".join(lines), encoding="utf-8")
        return read_purchases(
            [path], recipient_gstin=BUYER, formats=chosen_formats(BUYER, TALLY_NUMBERS[0], [mapped(fields)])
        )

    return read


COLUMNS = ["supplier_gstin", "doc_type", "doc_number", "taxable_value", "igst", "cgst", "sgst", "doc_value"]


def documents(result):
    return result.books[COLUMNS].to_numpy().tolist()


def reasons(result):
    return [issue.reason for issue in result.issues]


def test_a_file_with_the_headings_is_read_wherever_they_stand(read):
    result = read("Deccan", "", TITLES, *ROWS)
    assert documents(result) == [
        [MUMBAI, "INV", "A/1", 1000.0, 0.0, 90.0, 90.0, 1180.0],
        [SURAT, "INV", "S/1", 2000.0, 360.0, 0.0, 0.0, 2360.0],
    ]
    assert result.books["Shelf"].tolist() == ["4", "5"]
    assert result.books["source_row"].tolist() == [4, 5]
    assert reasons(result) == ["read by the columns that you mapped"]


def test_another_heading_is_another_layout_and_is_not_read(read):
    result = read(TITLES.replace("Net", "Net of"), *ROWS)
    assert len(result.books) == 0
    assert "Map columns" in result.issues[0].remedy


def test_columns_of_one_field_are_added_and_the_rest_goes_along(read):
    fields = {"Code": "Supplier GSTIN", "No": "Document number", "Day": "Document date", "5": "Taxable value", "18": "Taxable value",
              "C 2.5": "CGST", "C 9": "CGST", "S": "SGST / UTGST", "I": "IGST"}  # fmt: skip
    result = read(",".join(fields), f"{MUMBAI},A/1,05-10-2026,100,1000,2.50,90,92.5,", fields=fields)
    assert result.books[COLUMNS[:-1]].to_numpy().tolist() == [[MUMBAI, "INV", "A/1", 1100.0, 0.0, 92.5, 92.5]]
    assert not {"5", "18", "C 2.5", "C 9"} & {*result.books.columns}


def test_a_part_that_is_no_amount_is_told_under_both_headings(read):
    fields = {**{title: choice for title, choice in FIELDS.items() if title != "I"}, "I": "CGST"}
    result = read(",".join(fields), f"{MUMBAI},A/1,05-10-2026,1000,90,90,1180,4,x", fields=fields)
    assert (result.issues[0].column, result.issues[0].value) == ("C + I", "x")
    assert len(result.books) == 0


def test_a_torn_row_never_gives_a_smaller_sum(read):
    fields = {"Code": "Supplier GSTIN", "No": "Document number", "Day": "Document date", "Net": "Taxable value", "I": "IGST",
              "C": "CGST", "S": "SGST / UTGST", "S2": "SGST / UTGST"}  # fmt: skip
    result = read(
        ",".join(fields),
        f"{MUMBAI},A/1,05-10-2026,1000,0,90,45",
        f"{MUMBAI},A/2,05-10-2026,1000,0,90,45,45",
        fields=fields,
    )
    assert result.books["doc_number"].tolist() == ["A/2"]
    assert "the row ends before its amounts: left out (rows 2)" in reasons(result)


def test_the_files_own_totals_are_compared(read):
    agreeing = read(TITLES, *ROWS, ",Total,,3000,90,90,360,3540,")
    assert "the file's own totals agree with its rows" in reasons(agreeing)
    differing = read(TITLES, *ROWS, 'Grand Total,,,"3,100.00",90,90,360,3540,')
    told = [
        (issue.severity, issue.reason, issue.row, issue.column)
        for issue in differing.issues
        if "own total" in issue.reason
    ]
    assert told == [("warning", "the file's own total is ₹3,100.00, its rows add up to ₹3,000.00", 4, "Net")]


def test_subtotals_are_counted_once(read):
    result = read(TITLES, ROWS[0], ",Sub Total,,1000,90,90,0,1180,", ROWS[1], ",Grand Total,,3000,90,90,360,3540,")
    assert "the file's own totals agree with its rows" in reasons(result)
    assert len(result.books) == 2


def test_a_purchase_without_gstin_and_tax_is_of_an_unregistered_supplier(read):
    result = read(TITLES, ",B/1,05-10-2026,500,0,0,0,500,", *ROWS)
    assert result.books["family"].tolist() == ["b2bur", "b2b", "b2b"]


def test_what_the_accountant_mapped_goes_before_what_is_recognised(read):
    titles = ("GSTIN of Supplier", "Document Number", "Document Date", "Taxable Value", "Integrated Tax", "Central Tax", "State/UT Tax",
              "Document Type", "Our number")  # fmt: skip
    fields = dict(zip(titles, ["Supplier GSTIN", "Not used", "Document date", "Taxable value", "IGST", "CGST", "SGST / UTGST",
                               "Document type", "Document number"], strict=True))  # fmt: skip
    result = read(",".join(titles), f"{MUMBAI},X/9,05-10-2026,1000,0,90,90,Invoice,A/1", fields=fields)
    assert result.books["doc_number"].tolist() == ["A/1"]
