"""Which column of a register holds which field: what is chosen, what is wrong with it, how it is kept."""

from hypothesis import given
from hypothesis import strategies as st

from ims_xl.column_mapping import ColumnMapping, MappedColumn, fingerprint_of

CHOICES = {
    "Code": "Supplier GSTIN", "No": "Document number", "Day": "Document date", "Net": "Taxable value", "C": "CGST",
    "S": "SGST / UTGST", "S2": "SGST / UTGST", "Shelf": "Not used",
}  # fmt: skip
MAPPING = ColumnMapping("f1", "list.csv", "Oct", 3, tuple(MappedColumn(*one) for one in CHOICES.items()))


def test_fields_are_the_places_of_their_columns():
    assert MAPPING.fields == {
        "supplier_gstin": [0], "doc_number": [1], "doc_date": [2], "taxable_value": [3], "cgst": [4], "sgst": [5, 6],
    }  # fmt: skip
    assert (MAPPING.problems(), MAPPING.absent_heads) == ([], ["IGST"])


def test_choices_are_words_of_the_list_in_any_case_and_others_are_told():
    assert MAPPING.with_choices([" igst ", *[None] * 7]).columns[0].field == "igst"
    wrong = MAPPING.with_choices(["GST", "Document date", None, None, "", "not used", "Not used", None])
    assert wrong.problems() == [
        "'GST' beside Code is no field: choose one from the list",
        "Document date is chosen for 2 columns: keep one",
        "no column is Supplier GSTIN, Document number",
        "no column is IGST, CGST or SGST",
    ]


def test_blank_headings_at_the_end_are_no_part_of_a_layout_and_those_inside_are():
    assert fingerprint_of(["no", "date", "", ""]) == fingerprint_of(["no", "date"])
    assert (
        len({fingerprint_of(titles) for titles in (["no", "date"], ["date", "no"], ["no", "", "date"], ["no date"])})
        == 4
    )


@given(
    st.lists(
        st.tuples(st.text(), st.text(), st.integers(0, 100), st.text(), st.lists(st.text(), max_size=3)), max_size=5
    )
)
def test_a_mapping_is_the_same_after_it_was_kept(columns):
    kept = ColumnMapping("f1", "a", "b", 1, tuple(MappedColumn(*one[:4], tuple(one[4])) for one in columns))
    assert ColumnMapping.from_text(kept.to_text()) == kept
