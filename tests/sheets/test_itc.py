"""The month's input tax credit in lines, by hand."""

from types import SimpleNamespace

import pandas as pd

from ims_xl.sheets.itc import credit_lines


def view(*rows):
    names = ["after", "itc_effect", "tax", "eligibility_text", "supplier_filed", "section"]
    return SimpleNamespace(lines=pd.DataFrame(rows, columns=names))


def test_every_document_is_in_one_line_of_those_that_are_decided_and_those_that_are_not():
    found = credit_lines(
        view(
            ("A", 180.0, 180.0, "", "Filed", "b2b"),
            ("A", 90.0, 90.0, "Blocked 17(5)", "Filed", "b2b"),
            ("N", 1800.0, 1800.0, "", "Filed", "b2b"),
            ("N", -50.0, -50.0, "", "Filed", "b2bcn"),
            ("P", 0.0, 360.0, "", "Filed", "b2b"),
            ("R", 0.0, 720.0, "", "Filed", "b2b"),
            ("N", 40.0, 40.0, "", "Not filed", "b2b"),
            ("A", float("nan"), 10.0, "", "Filed", "b2ba"),
        )
    )
    assert {line.line: (line.documents, line.rupees) for line in found} == {
        "Accepted": (3, 270.0),
        "Not decided, at stake": (2, 1750.0),
        "In GSTR-2B as it stands": (5, 2020.0),
        "Pending": (1, 360.0),
        "Rejected": (1, 720.0),
        "Not filed by the supplier": (1, 40.0),
        "Blocked, of GSTR-2B": (1, 90.0),
        "Effect not known": (1, 0.0),
    }


def test_nothing_to_say_without_documents():
    assert credit_lines(view()) == []
