"""Bills that IMS lacks and GSTR-2A lists: told as reported, and never as credit."""

import json
from pathlib import Path

import pytest
from support.months import BUYER, SUPPLIER, Months, record, register

from ims_xl.workflow import import_purchases, run_match, undo_import

OCT = "102026"


def gstr2a(path: Path, *invoices: tuple[str, str, float], filed: str = "Y") -> Path:
    """A GSTR-2A of the supplier's invoices (number, day, taxable value) at 18%, reported for September."""
    listed = [
        {
            "inum": number, "idt": day, "val": taxable * 1.18, "pos": "27", "rchrg": "N", "inv_typ": "R",
            "itms": [{"num": 1, "itm_det": {"rt": 18, "txval": taxable, "iamt": taxable * 0.18}}],
        }
        for number, day, taxable in invoices
    ]  # fmt: skip
    supplier = {"ctin": SUPPLIER, "cfs": filed, "cfs3b": filed, "flprdr1": "Sep-26", "inv": listed}
    path.write_text(json.dumps({"gstin": BUYER, "fp": "092026", "b2b": [supplier]}))
    return path


@pytest.fixture
def october(tmp_path):
    """IMS holds A/1; the books have A/1, and B/2, C/3 and D/4 of September besides."""
    months = Months(tmp_path)
    months.begin(OCT)
    months.take(OCT, record("A/1", "05-10-2026", 1_000))
    bills = [("A/1", "05-10-2026", 1_000), *((number, "07-09-2026", 400) for number in ("B/2", "C/3", "D/4"))]
    months.do(OCT, import_purchases, [register(tmp_path / "books.xlsx", bills)])
    return months


def reasons(months: Months) -> dict[str, tuple[str, str]]:
    """Reason and Why of each bill that IMS lacks."""
    months.do(OCT, run_match)

    def read(job):
        books = job.store.registers.of(job.identity.book_id).set_index("doc_id")["doc_number"]
        found = job.store.matches.verdicts(job.identity.book_id, "books")
        found = found[found["status"] == "Missing in IMS"]
        return {books[row["doc_id"]]: (row["reason"], row["why"]) for row in found.to_dict("records")}

    return months.look(OCT, read)


def test_a_bill_in_gstr2a_is_told_as_reported_or_as_not_filed(october):
    folder = october.folder
    files = [
        gstr2a(folder / "filed.json", ("B/2", "07-09-2026", 400), ("A/1", "05-10-2026", 1_000)),
        gstr2a(folder / "saved.json", ("C/3", "07-09-2026", 400), filed="N"),
    ]
    outcome = october.do(OCT, import_purchases, files)
    assert outcome.message == "0 book documents and 3 documents of GSTR-2A read from 2 files"
    assert reasons(october) == {
        "B/2": (
            "reported for Sep-2026",
            "B/2 stands in GSTR-2A as reported and filed, and not in IMS: look in GSTR-2B of that month.",
        ),
        "C/3": (
            "saved and not filed for Sep-2026",
            "C/3 stands in GSTR-2A and is not filed yet: ask the supplier to file.",
        ),
        "D/4": ("not reported by supplier", reasons(october)["D/4"][1]),
    }


def test_read_again_it_replaces_what_the_file_gave_and_an_undo_takes_it_back(october):
    path = gstr2a(october.folder / "filed.json", ("B/2", "07-09-2026", 400))
    october.do(OCT, import_purchases, [path])
    gstr2a(path, ("C/3", "07-09-2026", 400))
    october.do(OCT, import_purchases, [path])
    assert [number for number, (told, _) in reasons(october).items() if told.startswith("reported")] == ["C/3"]
    october.do(OCT, undo_import)
    assert [number for number, (told, _) in reasons(october).items() if told.startswith("reported")] == ["B/2"]


def test_what_was_read_is_listed_by_file_sheet_and_type(october):
    found = october.look(OCT, lambda job: job.store.findings.of(job.identity.book_id))
    listed = found[found["reason"].str.startswith("read from here")]
    assert listed[["severity", "file", "sheet", "reason"]].to_numpy().tolist() == [
        [
            *("note", "books.xlsx", "Purchase Register"),
            "read from here: 4 invoices, taxable value 2,200.00, tax 396.00",
        ]
    ]
