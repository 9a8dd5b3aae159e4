"""Whose a file is: each clue alone, and clues that contradict each other."""

import pandas as pd
import pytest

from ims_xl.issues import ImsError
from ims_xl.ownership import Clue, clues_in, judge, name_clues, place_clues

OURS = "27AAZCD1111E1ZS"
OTHER = "29AABCX9999K1Z3"
SUPPLIER = "24AAZCS2222F1ZB"


@pytest.mark.parametrize(
    ("clues", "verdict"),
    [
        ([], "unnamed"),
        ([("content", OURS)], "ours"),
        ([("records", OURS)], "ours"),
        ([("export name", OURS)], "ours"),
        ([("file name", OURS)], "ours"),
        ([("content", OTHER)], "foreign"),
        ([("records", OTHER)], "foreign"),
        ([("export name", OTHER)], "foreign"),
        ([("file name", OTHER)], "doubtful"),
        ([("places", "29")], "doubtful"),
        ([("places", "27")], "unnamed"),
        ([("content", OURS), ("content", OTHER)], "foreign"),
        ([("content", OURS), ("records", OTHER)], "doubtful"),
        ([("records", OURS), ("records", OTHER)], "doubtful"),
        ([("content", OURS), ("export name", OTHER)], "doubtful"),
        ([("content", OURS), ("file name", OTHER)], "ours"),
        ([("content", OURS), ("places", "29")], "ours"),
        ([("file name", OURS), ("places", "29")], "doubtful"),
        ([("file name", OURS), ("records", OTHER)], "foreign"),
        ([("content", OTHER), ("export name", OURS)], "foreign"),
    ],
)
def test_what_the_clues_say(clues: list[tuple], verdict: str) -> None:
    for order in (clues, clues[::-1]):
        assert judge([Clue(*clue) for clue in order], OURS).verdict == (
            "unnamed" if clues == [("places", "27")] else verdict
        )


def test_without_a_gstin_of_ours_nothing_is_foreign() -> None:
    owner = judge([Clue("content", OTHER)], "")
    assert (owner.verdict, owner.gstin) == ("ours", OTHER)


def test_a_foreign_file_says_what_names_it() -> None:
    owner = judge([Clue("content", OTHER, "rtin")], OURS)
    with pytest.raises(ImsError) as caught:
        owner.refuse("a.json")
    assert str(caught.value) == (
        f"a.json, column rtin: the file is of GSTIN {OTHER}, this workbook is of {OURS}. "
        "Choose the file of this GSTIN, or open the other workbook."
    )
    assert owner.doubts("a.json") == []


def test_a_doubtful_file_is_a_warning_and_not_refused() -> None:
    owner = judge([Clue("file name", OTHER)], OURS)
    owner.refuse("a.xlsx")
    (issue,) = owner.doubts("a.xlsx")
    assert (issue.severity, issue.file) == ("warning", "a.xlsx")
    assert issue.reason == f"the name of the file holds GSTIN {OTHER}, this workbook is of {OURS}"


@pytest.mark.parametrize(
    ("payload", "clues"),
    [
        ({"rtin": OTHER, "b2b": []}, [("content", OTHER, "rtin", "")]),
        ({"a": {"b": {"c": {"gstin": f" {OTHER.lower()} "}}}}, [("content", OTHER, "gstin", "")]),
        ([{"data": [{"gstin": OTHER, "docdata": {}}]}], [("content", OTHER, "gstin", "")]),
        ({"impg": [{"rgstin": OTHER}, {"rgstin": OTHER}]}, [("records", OTHER, "rgstin", "2 records")]),
        ({"impg": [{"rgstinrefId": f"{OTHER}0017"}]}, [("records", OTHER, "rgstinrefId", "1 record")]),
        ({"impgsez": [{"ctin": SUPPLIER, "boe": [{"rgstin": OTHER}]}]}, [("records", OTHER, "rgstin", "1 record")]),
        # A supplier is no owner, whatever key a record has for him.
        ({"b2b": [{"stin": SUPPLIER, "gstin": SUPPLIER, "inv": [{"ctin": SUPPLIER}]}]}, []),
        ({"b2b": [{"stin": SUPPLIER}] * 30 + [{"gstin": SUPPLIER, "items": []}]}, []),
        ({"gstin": 27, "rtin": None, "impg": [None, 5, {"rgstin": 7}, {"rgstin": "none"}]}, []),
    ],
)
def test_keys_that_name_the_recipient(payload: object, clues: list[tuple]) -> None:
    assert clues_in(payload) == [Clue(*clue) for clue in clues]


@pytest.mark.parametrize(
    ("name", "portal", "clues"),
    [
        (f"IMS_{OTHER}_102026.json", True, [("export name", OTHER)]),
        (f"{OTHER.lower()}.json", True, [("export name", OTHER)]),
        (f"ims{OTHER}.json", True, [("export name", OTHER)]),
        (f"{OTHER}_{OURS}.json", True, [("export name", OURS)]),
        (f"all.zip/{OTHER}.json", True, [("export name", OTHER)]),
        (f"{OURS}.zip/{OTHER}.json", True, [("export name", OTHER)]),
        (f"{OTHER}.zip/part1.json", True, [("export name", OTHER)]),
        (f"IMS_{OTHER[:-1]}4_102026.json", True, []),  # a wrong check digit
        ("IMS_102026.json", True, []),
        (f"102026_{OTHER}_GSTR2B_14112026.xlsx", False, [("export name", OTHER)]),
        (f"returns_R2B_{OTHER}_102026.json", False, [("export name", OTHER)]),
        (f"{OTHER} GSTR-2B Oct.json", False, [("export name", OTHER)]),
        (f"IMS_{OTHER}.json", False, [("export name", OTHER)]),
        (f"{SUPPLIER}_ledger.xlsx", False, [("file name", SUPPLIER)]),
        (f"claims {SUPPLIER}.xlsx", False, [("file name", SUPPLIER)]),
        (f"{OTHER}_GSTR2.xlsx", False, [("file name", OTHER)]),
    ],
)
def test_gstins_in_the_name_of_a_file(name: str, portal: bool, clues: list[tuple]) -> None:
    assert name_clues(name, OURS, portal=portal) == [Clue(*clue) for clue in clues]


def documents(*places: str, cgst: float = 90.0) -> pd.DataFrame:
    return pd.DataFrame({"place_of_supply": list(places), "cgst": cgst, "sgst": cgst})


def test_places_of_another_state_are_told_with_figures() -> None:
    """10 of 11 are 90.9 %."""
    (clue,) = place_clues([documents(*["29"] * 7, "24"), documents("27", "24", "29")], OURS)
    assert (clue.kind, clue.who) == ("places", "29")
    assert clue.told == (
        "of 11 documents with CGST and SGST 10 have a place of supply outside Maharashtra (8 in Karnataka)"
    )
    assert judge([clue], OURS).reason == f"{clue.told}, this workbook is of {OURS}"


@pytest.mark.parametrize(
    "frame",
    [
        documents(*["29"] * 4),  # too few
        documents(*["29"] * 8, "27"),  # 88.9 %
        documents(*["27"] * 9),
        documents(*["29"] * 9, cgst=0.0),  # inter-State
        documents(*["29"] * 9, cgst=float("nan")),
        documents(*[""] * 9),
        documents(*["29"] * 9)[["cgst", "sgst"]],
    ],
)
def test_places_that_prove_nothing(frame: pd.DataFrame) -> None:
    assert place_clues([frame], OURS) == []
