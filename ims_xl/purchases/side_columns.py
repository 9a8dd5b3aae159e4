"""Columns beside those of a layout that change what a row is: a type of document, a status of cancelled bills."""

import functools
import re
from collections.abc import Sequence
from dataclasses import replace

from ims_xl.issues import Issue
from ims_xl.purchases.columns import Cell
from ims_xl.purchases.findings import spans
from ims_xl.purchases.headers import heading
from ims_xl.purchases.ledger_columns import POSSIBLE_TYPES
from ims_xl.purchases.lines import Lines
from ims_xl.purchases.values import is_blank, shown
from ims_xl.purchases.words import RETURNS, folded, read_doc_type

_TYPES = {*POSSIBLE_TYPES, "document type", "doc type", "note type", "invoice or note"}
_BUYERS = {"voucher type", "vch type", "vch typ", "voucher"}
_STATUS = re.compile(r"\b(?:status|cancel\w*)\b")
_UNUSED = {"cancelled", "canceled", "cancel", "void", "voided", "draft", "deleted"}
_YES = {"y", "yes", "true", "1"}
_SWAP = {"CN": "Debit Note", "DN": "Credit Note"}


def with_types(lines: Lines) -> tuple[Lines, list[Issue]]:
    """The lines with a column of document types beside the layout as theirs, where the layout has none.

    Words under a voucher's heading are the buyer's own: his debit note is the supplier's credit note. A column that
    names notes among words that are not known is told and not used.
    """
    if "doc_type" in lines.fields or lines.layout.family != "b2b":
        return lines, []
    for title, cells in lines.own.items():
        words = heading(title)
        if words not in _TYPES | _BUYERS:
            continue
        types = {cell: read_doc_type(cell).value for cell in cells.different if not is_blank(cell)}
        if not {"CN", "DN"} & {*types.values()}:
            continue
        if None in types.values():
            unknown = next(shown(cell) for cell in cells if cell in types and types[cell] is None)
            return lines, [_told(lines, title, unknown)]
        meant = cells.mapped(functools.partial(_meant, types=types, is_buyers=words in _BUYERS))
        headings = {**lines.headings, "doc_type": title}
        return replace(lines, fields={**lines.fields, "doc_type": meant}, headings=headings), []
    return lines, []


def _meant(cell: Cell, types: dict[Cell, object], is_buyers: bool) -> Cell:
    kind = types.get(cell, "INV")
    if is_blank(cell):
        return "Invoice"
    turns = is_buyers and kind in _SWAP and folded(shown(cell)) not in RETURNS
    return _SWAP[str(kind)] if turns else cell


def _told(lines: Lines, title: str, unknown: str) -> Issue:
    return Issue(
        "warning",
        "this column names credit or debit notes, but not in every word, and was not used: all rows count as invoices",
        "Write Invoice, Credit Note or Debit Note in each row, under the heading Document Type.",
        sheet=lines.sheet.name,
        column=title,
        value=unknown,
    )


def cancelled(lines: Lines) -> tuple[set[int], list[Issue]]:
    """Numbers of rows that a column of statuses calls cancelled, void, deleted or a draft, and a warning on them."""
    found: list[int] = []
    heading_of: Sequence[str] = [title for title in lines.own if _STATUS.search(heading(title))]
    for title in heading_of:
        unused = _UNUSED | (_YES if "cancel" in heading(title) else set())
        found += [row for row, cell in zip(lines.rows, lines.own[title], strict=True) if shown(cell).lower() in unused]
    if not found:
        return set(), []
    reason = f"rows that the file calls cancelled, void, deleted or a draft were left out (rows {spans(found)})"
    remedy = "If they are purchases, correct the status and read the file again."
    return {*found}, [Issue("warning", reason, remedy, sheet=lines.sheet.name, row=min(found), column=heading_of[0])]
