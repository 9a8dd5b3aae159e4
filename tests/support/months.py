"""Several months of one invented buyer: a workbook a month, portal files and registers of a few lines each."""

import json
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
from support.typed_cells import type_into

from ims_xl.gst import periods
from ims_xl.ui import UI, Silent
from ims_xl.workflow import Job, Outcome, import_portal, import_purchases, mark, new_workbook, open_job, run_match

BUYER, SUPPLIER, NAME = "27AAZCD1111E1ZS", "24AAZCS2222F1ZB", "SURAT SAMPLE FABRICS"
SECTIONS = ("b2b", "b2ba", "b2bdn", "b2bdna", "b2bcn", "b2bcna", "ecom", "ecoma")
_HEADINGS = (
    "GSTIN of Supplier/ECO*", "Trade/Legal name", "Type of inward supplies*", "Document type*", "Document number*",
    "Document date*", "Taxable value (₹)*", "Integrated tax (₹)", "Central tax (₹)", "State/UT tax (₹)", "Cess (₹)",
)  # fmt: skip


def record(
    number: str, date: str, taxable: float, action: str = "N", *, supplier: str = SUPPLIER, **more: object
) -> dict[str, object]:
    """An invoice at 18% as the portal lists it, filed with the return of its month; `date` as 10-10-2026."""
    tax = round(taxable * 18) / 100
    usual: dict[str, object] = {
        "stin": supplier, "tradenm": NAME, "inum": number, "inv_typ": "R", "idt": date, "val": taxable + tax,
        "action": action, "pos": "27", "txval": taxable, "iamt": tax, "camt": 0, "samt": 0, "cess": 0, "srcform": "R1",
        "rtnprd": date[3:5] + date[6:], "srcfilstatus": "Filed", "ispendactblocked": "N", "isRemarksBlocked": "N",
    }  # fmt: skip
    return {**usual, **more}


def amended(
    number: str, date: str, taxable: float, original: tuple[str, str], filed: str, action: str = "N"
) -> dict[str, object]:
    """The invoice that replaces an original (number, date); `filed`: the month whose return names it, 112026."""
    return record(number, date, taxable, action, oinum=original[0], oidt=original[1], rtnprd=filed)


def note(
    number: str, date: str, taxable: float, action: str = "N", original: tuple[str, str] | None = None, **more: object
) -> dict[str, object]:
    """A credit note at 18%; with an original (number, date) the one that replaces it."""
    found = record(number, date, taxable, action, nt_num=number, nt_dt=date, ntty="C", **more)
    del found["inum"], found["idt"]
    return found | (dict(zip(("ont_num", "ont_dt"), original, strict=True)) if original else {})


def portal_file(path: Path, *invoices: Mapping[str, object], **sections: list[dict[str, object]]) -> Path:
    """A download of the portal: these invoices and what else is given, every other section empty."""
    details = {**dict.fromkeys(SECTIONS, ()), "b2b": invoices, **sections}
    path.write_text(json.dumps({"imsDetails": details}), encoding="utf-8")
    return path


def register(path: Path, bills: Iterable[tuple[str, str, float]]) -> Path:
    """A purchase register of bills (number, date as 10-10-2026, taxable) of the supplier at 18%."""
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.title = "Purchase Register"
    sheet.append([None, "GSTIN of recipient* :", BUYER, "Financial year* :", "2026-27"])
    for _ in range(3):
        sheet.append([None])
    sheet.cell(4, 1).value = " "
    sheet.append(list(_HEADINGS))
    for number, date, taxable in bills:
        day = datetime.strptime(date, "%d-%m-%Y")
        sheet.append([SUPPLIER, NAME, "B2B", "Invoice", number, day, taxable, round(taxable * 18) / 100, 0, 0, 0])
    workbook.save(path)
    return path


class Saying(Silent):
    """Answers every question alike and keeps it."""

    def __init__(self, yes: bool = True) -> None:
        self.yes = yes
        self.questions: list[str] = []

    def ask(self, question: str, default: bool = False) -> bool:
        self.questions.append(question)
        return self.yes


class Months:
    """Workbooks of one buyer in a folder; `at` is the time of the next step."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.at = datetime(2026, 11, 24, 10, 0)

    def book(self, period: str) -> Path:
        return self.folder / f"{periods.label(period)}.xlsx"

    def begin(self, period: str, after: str = "", ui: UI | None = None, **more: Any) -> Outcome:
        """Make the workbook of a period, from that of `after` when it is given; `more` as for `new_workbook`."""
        last = self.book(after) if after else None
        own: dict[str, Any] = more if last else {"gstin": BUYER, "period": period, **more}
        return new_workbook(self.book(period), ui or Silent(), last=last, now=self.at, **own)

    def do(self, period: str, step: Callable[..., Outcome], *arguments: object, ui: UI | None = None) -> Outcome:
        with open_job(self.book(period), ui or Silent(), self.at) as job:
            outcome = step(job, *arguments)
            job.draw()
            return outcome

    def look(self, period: str, read: Callable[[Job], Any]) -> Any:
        with open_job(self.book(period), Silent(), self.at, to_write=False) as job:
            return read(job)

    def take(self, period: str, *invoices: Mapping[str, object], ui: UI | None = None, **sections: Any) -> Outcome:
        """Import a portal file with these invoices."""
        return self.do(
            period, import_portal, [portal_file(self.folder / f"ims {period}.json", *invoices, **sections)], ui=ui
        )

    def match(self, period: str, *bills: tuple[str, str, float]) -> Outcome:
        """Read a register of these bills and match."""
        self.do(period, import_purchases, [register(self.folder / f"pr {period}.xlsx", bills)])
        return self.do(period, run_match, 1.00)

    def lines(self, period: str) -> dict[str, dict[str, Any]]:
        """The IMS documents of a workbook by number, as its sheets show them."""
        lines = self.look(period, lambda job: job.view().view.lines)
        return {str(line["doc_number"]): line for line in lines.to_dict("records")}

    def actions(self, period: str) -> dict[str, str]:
        """What the Action cells show, by number, blank ones left out."""
        return {number: str(line["action_text"]) for number, line in self.lines(period).items() if line["action_text"]}

    def reasons(self, period: str) -> dict[str, str]:
        """The reason beside every book row of Missing in IMS, by number."""
        rows = self.look(period, lambda job: job.view().view.unmatched)
        return dict(zip(rows["doc_number"], rows["reason"], strict=True))

    def settled(self, period: str) -> dict[str, str]:
        """The reason beside every book row of Settled Earlier, by number."""
        rows = self.look(period, lambda job: job.view().view.settled)
        return dict(zip(rows["doc_number"], rows["reason"], strict=True))

    def mark(self, period: str, **marks: str) -> None:
        """Mark documents by number, `/` written as `_`: A_1="A"."""
        with open_job(self.book(period), Silent(), self.at) as job:
            documents = job.documents().set_index("doc_number")["doc_id"].to_dict()
            for number, action in marks.items():
                mark(job, [documents[number.replace("_", "/")]], action)
            job.draw()

    def type(self, period: str, cells: Mapping[str, Mapping[str, object]], key: str = "Number (IMS)") -> None:
        """Type into cells of a workbook, see `type_into`."""
        type_into(self.book(period), cells, key)
