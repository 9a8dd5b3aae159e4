"""A list of suppliers' addresses that the accountant has in a file: read into Supplier Contacts."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from ims_xl.contacts import HEADERS, NAMES, Contact
from ims_xl.decisions.cells import text
from ims_xl.issues import ImsError, Issue
from ims_xl.purchases.columns import Row
from ims_xl.purchases.detect import open_content
from ims_xl.purchases.grid import Sheet
from ims_xl.purchases.sources import open_sources
from ims_xl.wording import counted
from ims_xl.workflow.job import Job
from ims_xl.workflow.outcome import Outcome

_WITHIN = 40  # rows in which headings may stand
_WORDS = {
    "supplier_gstin": ("suppliergstin", "gstin", "gstinuin", "gstno", "gstnumber", "gstinofsupplier", "partygstin"),
    "supplier_name": ("suppliername", "supplier", "name", "party", "partyname", "tradename", "legalname", "ledgername"),
    "email": ("email", "emailid", "emailaddress", "mail", "mailid", "emails"),
    "phone": ("phone", "phoneno", "phonenumber", "mobile", "mobileno", "mobilenumber", "contactno", "contactnumber", "telephone", "whatsapp"),
    "person": ("contactperson", "person", "contactname", "contact", "attention"),
    "not_reportable": ("notreportable",),
    "reply": ("reply",),
    "notes": ("notes", "note", "remarks"),
}  # fmt: skip
_BY_WORD = {word: name for name, words in _WORDS.items() for word in words}


def import_contacts(job: Job, path: Path) -> Outcome:
    """Read a CSV or workbook with a column GSTIN and others of Supplier Contacts; blank cells change nothing.

    Rows without a GSTIN, and cells that cannot be used, are left out and told with their place. Raises ImsError when
    the file cannot be opened or no sheet has such headings.
    """
    sources = open_sources(path)
    content = open_content(sources[0])
    found = [(sheet, *places) for sheet in content.sheets if (places := _headings(sheet))]
    if not found or len(sources) > 1:
        raise ImsError(
            "no list of contacts was found in the file",
            "It needs the headings GSTIN and E-mail, or Phone, or Contact person, in one row of a CSV or workbook.",
            file=path.name,
        )
    known, issues = job.store.contacts.all(), list[Issue]()
    keep: dict[str, Contact] = {}
    for sheet, top, columns in found:
        for row in sheet.rows[top + 1 :]:
            contact, told = _contact(row, columns)
            issues += [issue.inside(file=path.name, sheet=sheet.name) for issue in told]
            if contact:
                keep[contact.key] = contact.filled_from(keep.get(contact.key, known.get(contact.key, Contact())))
    changed = {key: one for key, one in keep.items() if one != known.get(key)}
    job.store.contacts.change(changed, (), job.at)
    new = sum(key not in known for key in changed)
    return Outcome(
        f"{counted(len(keep), 'contact')} read from {path.name}: {new:,} new, {len(changed) - new:,} changed",
        {"read": len(keep), "new": new, "changed": len(changed) - new},
        [*job.warnings, *issues],
        "Look through Supplier Contacts.",
    )


def _headings(sheet: Sheet) -> tuple[int, Mapping[int, str]] | tuple[()]:
    """The place of the row with headings, and the field of each column; nothing where there is no list."""
    for at, row in enumerate(sheet.rows[:_WITHIN]):
        fields: dict[int, str] = {}
        for column, cell in enumerate(row.cells):
            name = _BY_WORD.get(re.sub(r"[\W_]+", "", str(cell).lower()))
            if name and name not in fields.values():
                fields[column] = name
        if "supplier_gstin" in fields.values() and {"email", "phone", "person"} & set(fields.values()):
            return at, fields
    return ()


def _contact(row: Row, columns: Mapping[int, str]) -> tuple[Contact | None, Sequence[Issue]]:
    """The contact of a row without what cannot be used of it, None where no GSTIN says whose it is."""
    values = {name: text(row.cells[at]) if at < len(row.cells) else "" for at, name in columns.items()}
    contact = Contact(**{name: values.get(name, "") for name in NAMES})
    issues = []
    for issue in contact.faults():
        left = "row" if issue.column == HEADERS["supplier_gstin"] else "cell"
        issues.append(replace(issue, row=row.number, reason=f"{issue.reason}; the {left} is left out"))
        values[next(name for name in NAMES if HEADERS[name] == issue.column)] = ""
    if not values.get("supplier_gstin"):
        return None, issues
    return Contact(**{name: values.get(name, "") for name in NAMES}).with_clean_number(), issues
