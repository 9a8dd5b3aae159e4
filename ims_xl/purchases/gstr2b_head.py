"""A file of a GSTR-2B but its documents: the statement in its wrappers, its sums, which part of the whole it is."""

from collections.abc import Mapping

from ims_xl import schema
from ims_xl.issues import ImsError, Issue
from ims_xl.purchases.content import Content
from ims_xl.purchases.json_records import AGAIN, rupees_of
from ims_xl.wrappers import Record, Unwrapped, is_gstr2b, is_gstr2b_summary, unwrap

PARTS = ("docdata", "docRejdata")
# Credit notes stand among the other supplies of the available part, to be reversed in GSTR-3B.
_GROUPS = ("nonrevsup", "isdsup", "revsup", "imports")
_SUMS = (
    ("available", "itcavl", _GROUPS),
    ("reversal", "itcavl", ("othersup",)),
    ("rejected", "itcRejected", (*_GROUPS, "othersup")),
)


def find_statement(content: Content) -> Unwrapped:
    """The statement in its wrappers.

    Raises ImsError when there are several, or a part of it holds no lists.
    """
    name = content.source.name
    found = unwrap(content.payload, is_gstr2b, what="a GSTR-2B statement", file=name) or unwrap(
        content.payload, is_gstr2b_summary, what="a GSTR-2B statement", file=name
    )
    if found is None:
        raise ImsError("the file holds no GSTR-2B", AGAIN, file=name)
    for part in PARTS:
        held = found.content.get(part)
        if isinstance(held, dict | None):
            continue
        reason = "this part of the statement holds no lists"
        if isinstance(held, list) and any(isinstance(one, dict) for one in held):
            reason = "this part of the statement is one flat list, not a list for each kind of document"
        raise ImsError(reason, AGAIN, file=name, sheet=part)
    return found


def files_of(found: Unwrapped, name: str, sums: Mapping[str, float]) -> dict[str, object]:
    """What the file is of its statement: the whole, a part or the Summary (see schema.STATEMENTS)."""
    lists_documents = any(found.content.get(part) is not None for part in PARTS)
    stated = found.get("fc")
    count = int(stated) if isinstance(stated, int | str) and str(stated).isdecimal() else 0
    has_sums = bool(sums) or not lists_documents
    is_whole = count == 0 and has_sums and (lists_documents or not any(sums.values()))
    return {
        "file_count": 1 if is_whole else count,
        "files": name if lists_documents or is_whole else "",
        "summary_file": name if has_sums else "",
    }


def without_lists(statement: Record, row: Mapping[str, object]) -> list[Issue]:
    """What a file without any list is: a statement that lists nothing, or the Summary of one in parts."""
    if any(statement.get(part) for part in PARTS):
        return []
    if row["files"]:
        return [Issue("note", "this is a GSTR-2B that lists nothing")]
    return [Issue("note", "this is the Summary of a GSTR-2B, whose documents are in other files")]


def stated_sums(statement: Unwrapped) -> dict[str, float]:
    """The sums of schema.STATEMENTS, as far as the statement gives them.

    Raises ImsError when one is no amount.
    """
    summary = statement.get("itcsumm")
    row: dict[str, float] = {}
    for part, key, groups in _SUMS:
        found = summary.get(key) if isinstance(summary, dict) else None
        parts = found if isinstance(found, dict) else {}
        given = [parts[group] for group in groups if isinstance(parts.get(group), dict)]
        for tax in schema.TAXES if given else ():
            row[f"{part}_{tax}"] = round(sum(rupees_of(group.get(tax), tax) or 0.0 for group in given), 2)
    return row
