"""Supplier Contacts: who stands on it, what is open, when the last letter was."""

import pandas as pd
from support.letter_points import points

from ims_xl.contacts import Contact
from ims_xl.sheets.contacts import contact_rows
from ims_xl.sheets.lines import NAME_NOT_GIVEN

SURAT, MULUND, KOLAR = "24AAZCS2222F1ZB", "27AAZCM4444H1ZV", "29AAZFK3333G1ZV"
NO_LETTERS = pd.DataFrame({"supplier_gstin": [], "at": [], "about": []})


def documents(*suppliers: tuple[str, str]) -> pd.DataFrame:
    return pd.DataFrame(suppliers, columns=["supplier_gstin", "supplier_name"], dtype="str")


def shown(rows: pd.DataFrame, *names: str) -> list[list[object]]:
    return [[str(value) for value in row] for row in rows[list(names)].to_numpy().tolist()]


def test_suppliers_of_the_month_and_whoever_is_known_by_name() -> None:
    rows = contact_rows(
        documents((SURAT, "Surat"), ("", "Customs, port INNSA1")),
        documents((MULUND, "mulund"), (SURAT, "other")),
        {KOLAR: Contact(KOLAR, "Kolar", "k@b.example"), SURAT: Contact(SURAT, "", phone="1")},
        points(),
        NO_LETTERS,
    )
    assert shown(rows, "supplier_gstin", "supplier_name", "email", "phone") == [
        [KOLAR, "Kolar", "k@b.example", ""],
        [MULUND, "mulund", "", ""],
        [SURAT, "Surat", "", "1"],
    ]


def test_a_name_nobody_gave_is_left_to_the_accountant_and_stands_last() -> None:
    rows = contact_rows(documents((SURAT, NAME_NOT_GIVEN)), documents((MULUND, "Mulund")), {}, points(), NO_LETTERS)
    assert shown(rows, "supplier_gstin", "supplier_name") == [[MULUND, "Mulund"], [SURAT, ""]]


def test_open_points_and_the_last_letter() -> None:
    letters = pd.DataFrame(
        {
            "supplier_gstin": [SURAT, SURAT, MULUND],
            "at": pd.to_datetime(["2026-10-01 10:00", "2026-11-20 09:30", "2026-11-01 08:00"]),
            "about": ["Pending 1", "Mismatched 2", "Rejected 1"],
        }
    )
    known = {MULUND: Contact(MULUND, "Mulund", not_reportable="Yes")}
    both = points({"situation": "Pending"}, {"situation": "Rejected", "supplier_gstin": MULUND})
    rows = contact_rows(documents((SURAT, "Surat"), (MULUND, "Mulund")), documents(), known, both, letters)
    assert shown(rows, "supplier_name", "open_points", "reminded_at", "reminded_of") == [
        ["Mulund", "", "2026-11-01 08:00:00", "Rejected 1"],
        ["Surat", "Pending 1", "2026-11-20 09:30:00", "Mismatched 2"],
    ]


def test_the_hidden_column_remembers_what_is_drawn() -> None:
    rows = contact_rows(
        documents((SURAT, "Surat")), documents(), {SURAT: Contact(SURAT, "", "a@b.example")}, points(), NO_LETTERS
    )
    assert Contact.from_text(rows["drawn"].iloc[0]) == Contact(SURAT, "Surat", "a@b.example")
