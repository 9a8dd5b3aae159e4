"""The month's input tax credit in lines, by hand."""

from types import SimpleNamespace

import pandas as pd

from ims_xl.sheets.itc import credit_lines, groups


def view(*rows):
    names = ["after", "itc_effect", "tax", "eligibility_text", "supplier_filed", "section"]
    return SimpleNamespace(lines=pd.DataFrame(rows, columns=names).assign(portal_action="N"))


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


def test_what_the_portal_holds_and_what_is_marked_here_stand_apart():
    """Accepted on the portal, accepted here, left alone, and a portal's Accept taken back here."""
    shown = view(
        ("A", 180.10, 180.10, "", "Filed", "b2b"),
        ("A", 90.20, 90.20, "", "Filed", "b2b"),
        ("N", 40.0, 40.0, "", "Filed", "b2b"),
        ("N", 7.0, 7.0, "", "Filed", "b2b"),
    )
    shown.lines["portal_action"] = ["A", "N", "N", "A"]
    found = {line.line: line[-4:] for line in credit_lines(shown)}
    assert found["Accepted"] == (1, 180.10, 1, 90.20)
    assert found["Not decided, at stake"] == (1, 40.0, 1, 7.0)
    assert found["In GSTR-2B as it stands"] == (2, 220.10, 2, 97.20)


def test_every_document_is_in_one_group():
    rows = [
        (after, 1.0, 1.0, "", filed, "b2b") for after in ("A", "R", "P", "N", "X") for filed in ("Filed", "Not filed")
    ]
    found = pd.DataFrame(groups(view(*rows).lines)._asdict())
    assert found.sum(axis=1).tolist() == [1] * 10
    assert found.sum().to_dict() == {"accepted": 1, "undecided": 2, "pending": 1, "rejected": 2, "unfiled": 4}
