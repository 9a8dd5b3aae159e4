"""One letter: its words, its lists, names of files that are safe whatever a supplier is called."""

import re

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.letter_points import SURAT, points

from ims_xl.contacts import Contact
from ims_xl.letters.texts import LetterText
from ims_xl.letters.writing import LISTED, Sender, abouts, file_name, write_letter

SENDER = Sender("Deccan", "27AAZCD1111E1ZS", "Oct-2026", "English")


def test_a_letter_in_full() -> None:
    rows = points(
        {
            "situation": "Missing in IMS",
            "doc_number": "",
            "doc_date": pd.NaT,
            "tax": float("nan"),
            "books_number": "B/1",
        },
        {
            "situation": "Mismatched",
            "books_taxable_value": 900.0,
            "books_tax": 162.0,
            "differs": "Taxable differs by 100.00.",
        },
    )
    letter = write_letter(rows, Contact(SURAT, person="Mr Shah"), SENDER)
    assert letter.subject == "GST documents to be cleared with Deccan, Oct-2026: 2 documents"
    assert letter.text == (
        "Dear Mr Shah,\n\n"
        "we compared our purchases of Oct-2026 with the Invoice Management System (IMS) of the GST portal. The documents "
        "below of SURAT FABRICS, GSTIN 24AAZCS2222F1ZB, need your attention. Our GSTIN is 27AAZCD1111E1ZS.\n\n"
        "NOT REPORTED in IMS, but in our books: 1 document, tax ₹180.00. Please report what is missing in GSTR-1, GSTR-1A "
        "or IFF; or tell us under which GSTIN, number and date it was reported.\n"
        "- Invoice B/1 of 10-10-2026: taxable value ₹1,000.00, tax ₹180.00\n\n"
        "DIFFERENT from our books: 1 document. Please compare both sides; then amend what you reported, or send us a copy "
        "of the bill so that we can correct our books.\n"
        "- Invoice A/1 of 10-10-2026: taxable value ₹1,000.00, tax ₹180.00\n"
        "  in our books: Invoice A/1 of 10-10-2026: taxable value ₹900.00, tax ₹162.00\n"
        "  what differs: Taxable differs by 100.00.\n\n"
        "The enclosed workbook lists every document with its figures.\n\n"
        "If you have answered already, please take no notice of this letter.\n\nWith regards,\nDeccan\n"
    )
    assert letter.message == letter.text.replace("The enclosed workbook lists every document with its figures.\n\n", "")
    assert letter.about == "Missing in IMS 1, Mismatched 1"


def test_in_hindi() -> None:
    letter = write_letter(points({"situation": "Pending"}), Contact(SURAT), SENDER._replace(language="Hindi"))
    assert letter.subject == "Deccan के साथ GST दस्तावेज़ों का मिलान, Oct-2026: 1 दस्तावेज़"
    assert letter.text.startswith("आदरणीय महोदय/महोदया,\n\nहमने Oct-2026 की अपनी खरीद")
    assert "- इनवॉइस A/1, दिनांक 10-10-2026: कर योग्य मूल्य ₹1,000.00, कर ₹180.00\n" in letter.text
    assert "Dear" not in letter.text


def test_in_both_the_subject_is_english() -> None:
    letter = write_letter(
        points({"situation": "Pending"}), Contact(SURAT), SENDER._replace(language="English and Hindi")
    )
    assert letter.subject.startswith("GST documents")
    assert letter.text.index("Dear Sir or Madam") < letter.text.index("आदरणीय")


def test_a_long_list_is_cut_and_says_so() -> None:
    rows = points(*({"situation": "Rejected", "doc_number": f"A/{number}"} for number in range(LISTED + 2)))
    text = write_letter(rows, Contact(SURAT), SENDER).text
    assert f"- Invoice A/{LISTED - 1} of" in text
    assert f"A/{LISTED} " not in text
    assert "- and 2 documents more\n" in text


def test_a_credit_note_lowers_the_tax_and_is_listed_as_it_states_itself() -> None:
    note = {"doc_type": "CN", "type_label": "Credit note", "taxable_value": -200.0, "tax": -36.0, "doc_number": "CN/1"}
    text = write_letter(
        points({"situation": "Rejected"}, {"situation": "Rejected", **note}), Contact(SURAT), SENDER
    ).text
    assert "REJECTED by us in IMS: 2 documents, tax ₹144.00." in text
    assert "- Credit note CN/1 of 10-10-2026: taxable value ₹200.00, tax ₹36.00\n" in text


def test_own_words_and_an_own_name() -> None:
    own = (LetterText("opening", "English", "To {supplier} ({gstin}): {count} of {period}, {tax}"),)
    letter = write_letter(points({"situation": "Pending"}), Contact(SURAT, "Surat {gstin}"), SENDER._replace(texts=own))
    assert letter.text.startswith("To Surat {gstin} (24AAZCS2222F1ZB): 1 document of Oct-2026, ₹180.00\n")


HOSTILE = [
    "Evil\r\nBcc: x@y.example",
    "../../etc/passwd",
    "C:\\con\\nul",
    "=cmd|' /C calc'!A0",
    "a" * 300,
    "",
    "श्री",
    "\u202egpj.exe",
    "\x00",
]


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_stays_a_name(name: str) -> None:
    letter = write_letter(
        points({"situation": "Pending", "doc_number": name or "1"}, name=name), Contact(SURAT, person=name), SENDER
    )
    assert "\n" not in letter.subject + letter.supplier
    assert "\u202e" not in letter.text
    assert "\nBcc" not in letter.text
    assert re.fullmatch(r"GST 24AAZCS2222F1ZB[A-Za-z0-9 ]*", letter.name)


@given(st.text(), st.text())
def test_a_name_of_files_is_plain_and_short(gstin: str, supplier: str) -> None:
    name = file_name(gstin[:15], supplier)
    assert re.fullmatch(r"GST[A-Za-z0-9 ]{0,60}", name)
    assert name == name.strip()


def test_what_it_is_about_in_the_order_of_a_letter() -> None:
    rows = points({"situation": "Pending"}, {"situation": "Missing in IMS"}, {"situation": "Pending"})
    assert abouts(rows) == {SURAT: "Missing in IMS 1, Pending 2"}
    assert abouts(rows.iloc[:0]) == {}
