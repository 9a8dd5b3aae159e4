import pytest
from hypothesis import given
from hypothesis import strategies as st

from ims_xl.purchases import words


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Regular", "R"),
        ("B2B", "R"),
        ("Deemed Exp", "DE"),
        ("Deemed Exports", "DE"),
        ("DE", "DE"),
        ("SEZ Supplies with payment", "SEWP"),
        ("SEZWP", "SEWP"),
        ("SEWP", "SEWP"),
        ("SEZ supplies without payment of tax", "SEWOP"),
        ("SEZWOP", "SEWOP"),
        ("Intra-State supplies attracting IGST", "CBW"),
    ],
)
def test_a_type_of_supply_in_every_spelling(text: str, code: str) -> None:
    assert words.read_supply_type(text) == (code, None)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        *((word, "CN") for word in ("C", "Credit Note", "credit note ", "Cr. Note", "Credit Memo", "Cr")),
        *((word, "DN") for word in ("D", "Debit Note", "Dr. Note", "Debit Memo", "Dr")),
        *((word, "INV") for word in ("Invoice", "Tax Invoice", "Bill")),
    ],
)
def test_a_document_type_in_every_spelling(text: str, kind: str) -> None:
    assert words.read_doc_type(text) == (kind, None)


def test_an_unknown_document_type_is_never_guessed() -> None:
    value, fault = words.read_doc_type("Journal")
    assert value is None
    assert fault is not None
    assert fault.severity == "error"


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Inputs", "Inputs"),
        ("input services", "Input services"),
        ("Capital Goods", "Capital goods"),
        ("Ineligible", "Blocked 17(5)"),
        ("Blocked 17(5)", "Blocked 17(5)"),
    ],
)
def test_eligibility_in_the_words_of_the_workbook(text: str, word: str) -> None:
    assert words.read_eligibility(text) == (word, None)


@pytest.mark.parametrize(
    ("text", "gstin", "reason"),
    [
        (" 27aapfu0939f1zv", "27AAPFU0939F1ZV", ""),
        ("27 AAPFU 0939F 1ZV", "27AAPFU0939F1ZV", ""),
        ("27AAPFU0939F1ZW", "27AAPFU0939F1ZW", "the last character of the GSTIN does not fit the others"),
        ("0719abw00017unr", "0719ABW00017UNR", ""),
        ("2721ABW00003NRT", "2721ABW00003NRT", ""),
        ("9921ABW29007OSD", "9921ABW29007OSD", ""),
        ("27MUMX12345B1DU", "27MUMX12345B1DU", ""),
        ("29AAZCE5555J1CZ", "29AAZCE5555J1CZ", ""),
        ("9921ABW29007OSE", "9921ABW29007OSE", "the last character of the GSTIN does not fit the others"),
        ("27AAPFU0939F1Z", "27AAPFU0939F1Z", "a GSTIN has 15 characters"),
        ("27-AAPFU-0939F-1ZV", "27AAPFU0939F1ZV", ""),
        ("GSTIN: 27AAPFU0939F1ZV", "27AAPFU0939F1ZV", ""),
        ("URP", "", "no GSTIN is named here"),
        ("Unregistered", "", "no GSTIN is named here"),
        ("27AAPFUO939F1ZV", "27AAPFUO939F1ZV", "this is not built like a GSTIN"),
    ],
)
def test_a_doubtful_gstin_is_kept_with_a_warning(text: str, gstin: str, reason: str) -> None:
    value, fault = words.read_gstin(text)
    assert value == gstin
    assert (fault.reason if fault else "") == reason
    assert fault is None or fault.severity == "warning"


@pytest.mark.parametrize(("cell", "code"), [("27-Maharashtra", "27"), ("MH", "27"), (27.0, "27"), (7.0, "07")])
def test_a_place_is_a_code(cell: str | float, code: str) -> None:
    assert words.read_place(cell) == (code, None)


@pytest.mark.parametrize("cell", [99.0, "99", "99-Centre Jurisdiction"])
def test_the_centre_is_no_place_and_the_warning_says_so(cell: str | float) -> None:
    value, fault = words.read_place(cell)
    assert value is None
    assert fault is not None
    assert fault.reason == "99 is the centre in registration numbers and no place of supply, and was left empty"


@given(st.text() | st.floats() | st.dates())
def test_no_cell_stops_a_reader(cell: object) -> None:
    for reader in (
        words.read_supply_type,
        words.read_doc_type,
        words.read_eligibility,
        words.read_flag,
        words.read_gstin,
        words.read_place,
        words.read_code,
        words.read_text,
    ):
        reader(cell)  # type: ignore[arg-type]
