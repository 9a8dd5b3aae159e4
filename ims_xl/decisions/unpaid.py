"""Rule 37: documents whose 180 days end, to be looked at, and what the accountant reverses of them."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

import pandas as pd

from ims_xl import schema
from ims_xl.decisions.reversal_cells import REVERSE, read_claims
from ims_xl.decisions.reversal_ledger import HEADS, PARTS, REVERSED, Claim, keys
from ims_xl.gst.reversals import PAYMENT_DAYS, UNPAID, payment_due
from ims_xl.issues import Issue
from ims_xl.money import indian, to_paise

ABOUT = ("supplier_gstin", "supplier_name", "doc_type", "doc_number", "doc_date", *schema.TAXES)
_SAME = ["supplier_gstin", "doc_number", "doc_date"]


def window(first: dt.date, last: dt.date) -> tuple[dt.date, dt.date]:
    """The dates of documents whose 180 days end between these days."""
    days = dt.timedelta(days=PAYMENT_DAYS)
    return first - days, last - days


def candidates(documents: pd.DataFrame, ledger: pd.DataFrame, gstin: str) -> pd.DataFrame:
    """Documents to be looked at: `doc_id`, ABOUT, `key` and `due`, the last day to pay; the earliest first.

    `documents`: credit that was taken, ABOUT and reverse_charge; `ledger`: schema.REVERSALS. Credit notes, reverse
    charge, imports and what is reversed already are left out. Nothing is known of payments.
    """
    bills = (documents["doc_type"] != "CN") & ~documents["reverse_charge"] & (documents["supplier_gstin"] != "")
    rows = documents[bills]
    rows = rows[(rows[list(schema.TAXES)].fillna(0) > 0).any(axis=1)].drop_duplicates(_SAME)
    held, same = (pd.MultiIndex.from_frame(frame[_SAME].astype("str")) for frame in (ledger, rows))
    rows = rows[~same.isin(held)]
    day = rows["doc_date"].dt.strftime("%Y-%m-%d")
    doc_id = f"{gstin}|{schema.PAID}|" + rows["supplier_gstin"] + "|" + rows["doc_number"] + "|" + day
    found = rows[list(ABOUT)].assign(doc_id=doc_id.astype("str"), kind=UNPAID.code)
    due = [pd.Timestamp(payment_due(date.date())) for date in rows["doc_date"]]
    found = found.assign(key=keys(found), due=pd.Series(due, index=found.index, dtype="datetime64[s]"))
    return found.sort_values(["due", "supplier_name", "doc_number"], kind="stable", ignore_index=True)


def _not_listed(claim: Claim) -> Issue:
    remedy = "Empty Reverse; what is reversed besides the list is typed on ITC Reversals."
    return Issue("error", "this line is none of the documents listed", remedy, "", claim.sheet, claim.row, "Reverse")


def reversals(
    typed: pd.DataFrame, listed: pd.DataFrame, period: str
) -> tuple[pd.DataFrame, Mapping[str, str], list[Issue]]:
    """What is reversed of the documents that are listed (schema.REVERSALS), what is wrong by key, and the errors."""
    if not len(typed):
        return schema.empty(schema.REVERSALS), {}, []
    chosen, wrong, issues = read_claims(typed, REVERSE, "Reverse")
    documents = {str(record["key"]): record for record in listed.to_dict("records")}
    rows: list[dict[str, Any]] = []
    for claim in chosen:
        document = documents.get(claim.key)
        if document is None:
            issues.append(_not_listed(claim))
            continue
        whole = [to_paise(document[tax]) if document[tax] == document[tax] else 0 for tax in schema.TAXES]
        wanted = whole if claim.rupees is None else [to_paise(rupees) for rupees in claim.rupees]
        over = [at for at, amount in enumerate(wanted) if amount > whole[at]]
        if over or not any(wanted):
            said = ", ".join(f"{list(HEADS.values())[at]} {indian(wanted[at] / 100)}" for at in over)
            reason = f"more than its tax: {said}" if over else "no amount to reverse"
            remedy = "Write what is not paid of its tax by head, or choose Yes - full."
            issues.append(Issue("error", reason, remedy, "", claim.sheet, claim.row, "Reverse", document["doc_number"]))
            wrong[claim.key] = f"Refused: {reason}"
            continue
        row: dict[str, Any] = {str(name): value for name, value in document.items()} | {"reversed_in": period}
        row |= {f"{part}_{tax}": 0.0 for part in PARTS for tax in schema.TAXES}
        row |= {f"{REVERSED}_{tax}": paise / 100 for tax, paise in zip(schema.TAXES, wanted, strict=True)}
        rows.append(row)
    frame = pd.DataFrame(rows, columns=[column.name for column in schema.REVERSALS])
    return schema.conform(frame, schema.REVERSALS), wrong, issues
