"""A file of a GSTR-2B but its documents: the statement in its wrappers, its sums, which part of the whole it is."""

from collections.abc import Mapping, Sequence

from ims_xl import schema
from ims_xl.issues import ImsError, Issue
from ims_xl.money import indian
from ims_xl.purchases.amounts import read_amount
from ims_xl.purchases.content import Content
from ims_xl.purchases.values import Value, shown
from ims_xl.wrappers import Record, Unwrapped, is_gstr2b, is_gstr2b_summary, unwrap

PARTS = ("docdata", "docRejdata")
_AGAIN = "Download the statement from the portal again."
# Credit notes stand among the other supplies of the available part, to be reversed in GSTR-3B.
_GROUPS = ("nonrevsup", "isdsup", "revsup", "imports")
_SUMS = (
    ("available", "itcavl", _GROUPS),
    ("reversal", "itcavl", ("othersup",)),
    ("rejected", "itcRejected", (*_GROUPS, "othersup")),
    ("reversed", "itcrev", (*_GROUPS, "othersup")),
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
        raise ImsError("the file holds no GSTR-2B", _AGAIN, file=name)
    for part in PARTS:
        held = found.content.get(part)
        if isinstance(held, dict | None):
            continue
        reason = "this part of the statement holds no lists"
        if isinstance(held, list) and any(isinstance(one, dict) for one in held):
            reason = "this part of the statement is one flat list, not a list for each kind of document"
        raise ImsError(reason, _AGAIN, file=name, sheet=part)
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


def stated_sums(summary: object) -> dict[str, float]:
    """The sums of schema.STATEMENTS, as far as the statement's `itcsumm` gives them.

    Raises ImsError when one is no amount.
    """
    row: dict[str, float] = {}
    for part, key, groups in _SUMS:
        found = summary.get(key) if isinstance(summary, dict) else None
        parts = found if isinstance(found, dict) else {}
        given = [parts[group] for group in groups if isinstance(parts.get(group), dict)]
        for tax in schema.TAXES if given else ():
            row[f"{part}_{tax}"] = round(sum(rupees(group, tax) or 0.0 for group in given), 2)
    return row


def reversed_credit(documents: Sequence[tuple[str, float]]) -> Issue:
    """The warning on documents (number, tax) whose credit of an earlier month is to be reversed."""
    told = f"{len(documents):,}, tax {indian(sum(tax for _, tax in documents))}"
    numbers = [number for number, _ in documents if number]
    more = f" and {len(numbers) - _NAMED:,} more" if len(numbers) > _NAMED else ""
    return Issue(
        "warning",
        f"documents whose credit is to be reversed stand here and are not compared: {told}",
        "See them on the portal in GSTR-2B, ITC Reversal, and reverse the credit in GSTR-3B.",
        value=", ".join(numbers[:_NAMED]) + more,
    )


_NAMED = 5


def rupees(record: Record, key: str) -> float | None:
    """The amount of a key in rupees, None when it is missing.

    Raises ImsError when it holds something else.
    """
    value = record.get(key)
    if value is None or value == "":
        return None
    amount = read_amount(value) if isinstance(value, str | int | float) and not isinstance(value, bool) else Value()
    if not isinstance(amount.value, float):
        raise ImsError("this is not an amount in rupees", _AGAIN, column=key, value=shown(value))
    return amount.value
