"""A whole download against the portal's counts."""

from typing import Any

import pytest
from support.desk import BUYER, Desk
from support.portal import Portal, error

from ims_xl.gstn.download import Download, download
from ims_xl.gstn.errors import GstnError

SUPPLIER = "24AAZCS2222F1ZB"


def invoice(number: str, action: str = "N") -> dict[str, Any]:
    return {
        "stin": SUPPLIER, "inum": number, "idt": "17-10-2026", "val": 118, "txval": 100, "iamt": 18, "camt": 0, "samt": 0,
        "cess": 0, "pos": "27", "inv_typ": "R", "rtnprd": "102026", "srcform": "R1", "srcfilstatus": "Filed", "action": action,
    }  # fmt: skip


def note(number: str) -> dict[str, Any]:
    plain = invoice(number)
    return {"nt_num": plain.pop("inum"), "nt_dt": plain.pop("idt"), **plain}


ENTRY = {"portcd": "INNSA1", "boenum": "4455667", "boedt": "19-10-2026", "txval": 100, "igst": 18, "itcprd": "102026"}


def group(**sections: tuple[int, int]) -> dict[str, Any]:
    """Accepted and untouched documents of each section."""
    return {
        name: {"accept": accepted, "noaction": untouched, "pending": 0, "reject": 0}
        for name, (accepted, untouched) in sections.items()
    }


def counted(**sections: tuple[int, int]) -> dict[str, Any]:
    imports = {name: found for name, found in sections.items() if name.startswith("impg")}
    others = {name: found for name, found in sections.items() if name not in imports}
    isd = {"isd": {"accept": 0, "noaction": 2, "pending": 0, "reject": 0}}
    return {"all_oth": group(**others), "imp_gds": group(**imports), "inv_supp_isd": isd}


def fetch(desk: Desk) -> Download:
    with desk.client() as client:
        return download(client, desk.person)


def sections(portal: Portal) -> list[str]:
    return [seen.query["section"] for seen in portal.calls("GETINV")]


def test_what_the_portal_did_not_count_is_asked_for(portal: Portal, desk: Desk) -> None:
    portal.answers("GETCNT", counted(b2b=(0, 1), b2ba=(0, 0), impg=(0, 0)))
    portal.answers("GETINV", {"b2b": [invoice("A1")]}, error("RET13508"))
    found = fetch(desk)
    assert sections(portal) == ["B2B", "CN", "CNA", "DN", "DNA", "ECOM", "ECOMA", "IMPGA", "IMPGSEZ", "IMPGSEZA"]
    assert found.documents["doc_number"].tolist() == ["A1"]
    assert len(found.sections) == 12


def all_counted(**given: tuple[int, int]) -> dict[str, Any]:
    names = [
        "b2b",
        "b2ba",
        "b2bcn",
        "b2bcna",
        "b2bdn",
        "b2bdna",
        "ecom",
        "ecoma",
        "impg",
        "impga",
        "impgsez",
        "impgseza",
    ]
    return counted(**{name: given.get(name, (0, 0)) for name in names})


def test_documents_and_counts_agree(portal: Portal, desk: Desk) -> None:
    portal.answers("GETCNT", all_counted(b2b=(1, 1), b2bcn=(0, 1), impg=(0, 1)))
    portal.answers("GETINV", {"b2b": [invoice("A1"), invoice("A2", "A")]}, {"b2bcn": [note("C1")]}, {"impg": [ENTRY]})
    found = fetch(desk)
    assert sections(portal) == ["B2B", "CN", "IMPG"]
    assert found.documents[["section", "doc_number", "portal_action", "recipient_gstin"]].to_numpy().tolist() == [
        ["b2b", "A1", "N", BUYER],
        ["b2b", "A2", "A", BUYER],
        ["b2bcn", "C1", "N", BUYER],
        ["impg", "4455667", "N", BUYER],
    ]
    assert found.issues == []
    assert found.changed == {}
    assert found.counts.others == {"isd": 2}
    assert sorted(found.sections) == sorted(all_counted()["all_oth"]) + sorted(all_counted()["imp_gds"])
    assert found.at == desk.time.now()


def test_a_section_that_differs_is_fetched_once_more(portal: Portal, desk: Desk) -> None:
    portal.answers("GETCNT", all_counted(b2b=(1, 1)))
    portal.answers("GETINV", {"b2b": [invoice("A1")]}, {"b2b": [invoice("A1"), invoice("A2", "A")]})
    found = fetch(desk)
    assert sections(portal) == ["B2B", "B2B"]
    assert found.documents["doc_number"].tolist() == ["A1", "A2"]
    assert (found.issues, found.changed) == ([], {})


def test_a_section_that_still_differs_is_taken_and_told(portal: Portal, desk: Desk) -> None:
    portal.answers("GETCNT", all_counted(b2b=(1, 1)))
    portal.answers("GETINV", {"b2b": [invoice(number) for number in ("A1", "A2", "A3")]})
    found = fetch(desk)
    assert sections(portal) == ["B2B", "B2B"]
    assert len(found.documents) == 3
    # Counted: 1 accepted and 1 untouched. Found: 3 untouched, so 2 are new there and 1 is gone from accepted.
    assert found.changed == {"b2b": 2}
    (issue,) = found.issues
    assert issue.severity == "warning"
    assert issue.sheet == "b2b"
    local = desk.time.now().astimezone()
    assert issue.reason == f"changed while downloading: 2 (at {local:%d-%m-%Y %H:%M})"


def test_a_count_by_action_must_agree_not_only_the_sum(portal: Portal, desk: Desk) -> None:
    portal.answers("GETCNT", all_counted(b2b=(1, 1)))
    portal.answers("GETINV", {"b2b": [invoice("A1"), invoice("A2")]})
    assert fetch(desk).changed == {"b2b": 1}


def test_records_without_action_count_as_untouched_and_bad_ones_are_told(portal: Portal, desk: Desk) -> None:
    bare = {key: value for key, value in invoice("A1").items() if key != "action"}
    portal.answers("GETCNT", all_counted(b2b=(0, 2)))
    portal.answers("GETINV", {"b2b": [bare, invoice("A2") | {"idt": "31-02-2026"}]})
    found = fetch(desk)
    assert found.changed == {}
    assert found.documents["portal_action"].tolist() == ["N"]
    assert [issue.place for issue in found.issues] == ["GST portal, sheet b2b, row 2, column idt"]


def test_imports_that_a_provider_does_not_know_do_not_stop_the_rest(portal: Portal, desk: Desk) -> None:
    portal.answers("GETCNT", all_counted(b2b=(0, 1), impg=(0, 1)))
    portal.answers("GETINV", {"b2b": [invoice("A1")]}, error("AUTH143", "Invalid section"))
    found = fetch(desk)
    assert found.documents["doc_number"].tolist() == ["A1"]
    assert "impg" not in found.sections
    assert [(issue.severity, issue.sheet) for issue in found.issues] == [("warning", "impg")]
    assert "Invalid section" in found.issues[0].reason


def test_any_other_section_that_is_refused_stops_it(portal: Portal, desk: Desk) -> None:
    portal.answers("GETCNT", all_counted(b2b=(0, 1)))
    portal.answers("GETINV", error("AUTH143", "Invalid section"))
    with pytest.raises(GstnError, match="Invalid section"):
        fetch(desk)


def test_nothing_at_all(portal: Portal, desk: Desk) -> None:
    portal.answers("GETCNT", all_counted())
    found = fetch(desk)
    assert portal.calls("GETINV") == []
    assert found.documents.empty
    assert len(found.sections) == 12


def test_progress_names_each_section(portal: Portal, desk: Desk) -> None:
    portal.answers("GETCNT", all_counted(b2b=(0, 1), b2bcn=(0, 1)))
    portal.answers("GETINV", {"b2b": [invoice("A1")]}, {"b2bcn": [note("C1")]})
    fetch(desk)
    shown = list(dict.fromkeys(desk.person.announced))
    assert shown[-4:] == ["Counting documents", "Downloading Invoices", "Downloading Credit notes", "Downloading"]
