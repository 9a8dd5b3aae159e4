"""What a SAVE or RESETIMS must look like, and what the portal refuses of a single record."""

import json
import sqlite3
from collections.abc import Mapping, Sequence
from typing import Any

from ims_xl.sandbox import amendments
from ims_xl.sandbox.errors import PortalError
from ims_xl.sandbox.ledger import Ledger
from ims_xl.sandbox.records import paise
from ims_xl.sandbox.sections import DECLARED, SECTIONS, Section
from ims_xl.sandbox.variants import Variants

Record = Mapping[str, Any]
REMARK_LENGTH = 250
_REQUEST_TYPE = {"SAVE": "SAVE", "RESETIMS": "RESET"}
_SUPPLY_TYPES = ("R", "DE", "SEWP", "SEWOP", "SEZWP", "SEZWOP", "CBW")
_ENTRY_FLAGS = {"ispendactblocked", "ispendactnallwd", "isItcRedReqBlocked", "itcRedReqBlocked"}
_ENTRY_REFERENCES = ({"rgstin", "refId"}, {"rgstinrefId"})
_FORMS = ("R1", "R1A", "R5")


def listed(data: object) -> list[tuple[Section, Record]]:
    """Every record of a request that can be made out, whatever is wrong with it; for the log."""
    groups = data.get("invdata") if isinstance(data, dict) else None
    if not isinstance(groups, dict):
        return []
    return [
        (section, record)
        for key, section in SECTIONS.items()
        for record in (groups[key] if isinstance(groups.get(key), list) else [])
        if isinstance(record, dict)
    ]


def check_request(kind: str, data: object) -> list[tuple[Section, Record]]:
    """The records of a request; refuses the whole request when one key or type is wrong."""
    if not isinstance(data, dict) or set(data) != {"rtin", "reqtyp", "invdata"}:
        raise PortalError("schema", "data holds rtin, reqtyp and invdata, nothing else")
    if data["reqtyp"] != _REQUEST_TYPE[kind]:
        raise PortalError("schema", f"reqtyp of {kind} is {_REQUEST_TYPE[kind]}")
    groups = data["invdata"]
    if not isinstance(groups, dict) or not groups:
        raise PortalError("schema", "invdata holds the lists of at least one section")
    chosen: list[tuple[Section, Record]] = []
    for key, group in groups.items():
        if key not in SECTIONS:
            raise PortalError("schema", f"there is no section {key}")
        if not isinstance(group, list) or not group:
            raise PortalError("schema", f"{key} is a list of records; a section without records is left out")
        for place, record in enumerate(group):
            fault = _fault(kind, SECTIONS[key], record)
            if fault:
                raise PortalError("schema", f"{key}[{place}]: {fault}")
            chosen.append((SECTIONS[key], record))
    if len({section.identity(record) for section, record in chosen}) < len(chosen):
        raise PortalError("schema", "a document is contained twice")
    return chosen


def _fault(kind: str, section: Section, record: object) -> str:
    """What is wrong with the keys and types of a record, empty when nothing."""
    if not isinstance(record, dict):
        return "a record is an object"
    wanted = {*section.texts, *section.amounts}
    allowed = set(wanted)
    if section.imports:  # the record as it was downloaded, with the new action
        wanted |= {"irefdt", "hash", *_ENTRY_REFERENCES["rgstinrefId" in record]}
        allowed |= _ENTRY_FLAGS
    else:
        wanted.add("prev_status")
    if kind == "SAVE":
        wanted.add("action")
        allowed |= {"remarks"} if not section.imports else set()
        if section.declares and record.get("action") == "A":
            allowed |= {"itcRedReq", *DECLARED}
    allowed |= wanted
    if missing := wanted - set(record):
        return f"{', '.join(sorted(missing))} missing"
    if more := set(record) - allowed:
        return f"{', '.join(sorted(more))} must not be sent"
    return _wrong_value(section, record)


def _wrong_value(section: Section, record: Record) -> str:
    for key in section.texts:
        if not isinstance(record[key], str) or not record[key]:
            return f"{key} is a text"
    for key in (*section.amounts, *DECLARED):
        value = record.get(key, 0)
        if isinstance(value, bool) or not isinstance(value, int | float) or value < 0 or round(value, 2) != value:
            return f"{key} is a positive number with at most two decimals"
    if record.get("action", "A") not in ("A", "R", "P"):
        return "action is A, R or P; No Action is asked for by RESETIMS"
    if record.get("prev_status", "N") not in ("A", "R", "P", "N"):
        return "prev_status is A, R, P or N"
    if record.get("inv_typ", "R") not in _SUPPLY_TYPES or record.get("srcform", "R1") not in _FORMS:
        return "inv_typ or srcform is not known"
    remarks = record.get("remarks", "-")
    if not isinstance(remarks, str) or not 0 < len(remarks) <= REMARK_LENGTH:
        return f"remarks are a text of 1 to {REMARK_LENGTH} characters"
    return _wrong_declaration(record)


def _wrong_declaration(record: Record) -> str:
    given = [key for key in DECLARED if key in record]
    if record.get("itcRedReq", "Y") not in ("Y", "N"):
        return "itcRedReq is Y or N"
    if given and record.get("itcRedReq") != "Y":
        return "declared amounts are sent only with itcRedReq Y"
    if given and len(given) < len(DECLARED):
        return "of the four declared amounts none may be missing"
    return ""


def check_row(ledger: Ledger, gstin: str, section: Section, record: Record) -> sqlite3.Row:
    """The document of a record; refuses when the portal holds something else now."""
    row = ledger.find(gstin, section.identity(record))
    if row is None:
        raise PortalError("stale", "there is no such document")
    held = json.loads(row["body"])
    if any(record.get(key) != held.get(key) for key in (*section.texts, *section.echoed)):
        raise PortalError("stale", "the document differs")
    if any(paise(record[key]) != paise(held.get(key)) for key in section.amounts):
        raise PortalError("stale", "the amounts differ")
    if record.get("prev_status", row["action"]) != row["action"]:
        raise PortalError("stale", f"the previous action is {row['action']}")
    return row


def check_restrictions(ledger: Ledger, variants: Variants, section: Section, record: Record, row: sqlite3.Row) -> None:
    """Refuse an action, remark or declaration that is not allowed for this document today."""
    action, taxpayer = record["action"], ledger.taxpayer(row["gstin"])
    earlier = ledger.earlier_versions(row)
    flags = ledger.flags(row, taxpayer)
    if action == "R" and section.imports:
        raise PortalError("reject import")
    if action == "P" and flags["pending_blocked"]:
        raise PortalError("pending blocked")
    if "remarks" in record and row["remarks_blocked"]:
        raise PortalError("remarks blocked")
    if "remarks" in record and action == "A" and not variants.remarks_on_accept:
        raise PortalError("remarks on accept")
    if variants.originals_first and amendments.is_blocked(row, earlier, taxpayer):
        raise PortalError("original open")
    if action == "A":
        if "itcRedReq" in record:
            _check_reduction(variants, record, row, flags["reduction_blocked"], earlier)
        elif lacks_reduction(ledger, section, record, row) and variants.missing_reduction == "refused":
            raise PortalError("reduction missing")


def lacks_reduction(ledger: Ledger, section: Section, record: Record, row: sqlite3.Row) -> bool:
    """Whether an acceptance must say how much ITC it reduces and does not; a bill of entry may leave it out."""
    asked = record["action"] == "A" and "itcRedReq" not in record and not section.imports
    return asked and amendments.reduces(row, ledger.earlier_versions(row))


def _check_reduction(
    variants: Variants, record: Record, row: sqlite3.Row, blocked: bool | None, earlier: Sequence[sqlite3.Row]
) -> None:
    if blocked is not False:
        raise PortalError("reduction blocked")
    declared = [paise(record[key]) for key in DECLARED if key in record]
    taxes = [row["igst"], row["cgst"], row["sgst"], row["cess"]]
    taken = amendments.last_taken(earlier)
    if taken is not None and not row["moved"]:
        sign = 1 if SECTIONS[row["section"]].credits else -1
        full = [sign * part for part in amendments.difference(row, amendments.value(taken))]
    else:
        full = taxes
    most = full if variants.reduction_cap == "difference" else taxes
    if any(part > max(tax, 0) for part, tax in zip(declared, most, strict=False)):
        raise PortalError("reduction above tax")
    if declared and declared[1] != declared[2]:
        raise PortalError("reduction unequal")
    partial = record["itcRedReq"] == "N" or (declared and declared != full)
    if partial and variants.remarks_for_partial and "remarks" not in record:
        raise PortalError("remarks missing")
