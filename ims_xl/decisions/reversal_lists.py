"""Documents that rules 37 and 37A may reverse, to be looked at, and what the accountant reverses of them."""

import datetime as dt
from collections.abc import Mapping
from itertools import product
from typing import Any

import pandas as pd

from ims_xl import schema
from ims_xl.decisions.reversal_cells import REVERSE, read_claims
from ims_xl.decisions.reversal_ledger import HEADS, PARTS, REVERSED, Claim, keys, named
from ims_xl.gst.reversals import BY_CODE, PAYMENT_DAYS, Kind
from ims_xl.issues import Issue
from ims_xl.money import indian, to_paise

ABOUT = ("supplier_gstin", "supplier_name", "doc_type", "doc_number", "doc_date", *schema.TAXES)
_SAME = ["supplier_gstin", "doc_number", "doc_date"]


def window(first: dt.date, last: dt.date) -> tuple[dt.date, dt.date]:
    """The dates of documents whose 180 days end between these days."""
    days = dt.timedelta(days=PAYMENT_DAYS)
    return first - days, last - days


def candidates(documents: pd.DataFrame, ledger: pd.DataFrame, gstin: str, kind: Kind) -> pd.DataFrame:
    """Documents to be looked at: the columns of `documents`, `doc_id`, `kind` and `key`, one row a document.

    `documents`: credit that was taken, ABOUT and reverse_charge; `ledger`: schema.REVERSALS. Credit notes, reverse
    charge, imports and what is reversed already are left out.
    """
    bills = (documents["doc_type"] != "CN") & ~documents["reverse_charge"] & (documents["supplier_gstin"] != "")
    rows = documents[bills]
    rows = rows[(rows[list(schema.TAXES)].fillna(0) > 0).any(axis=1)].drop_duplicates(_SAME)
    rows = rows[standing(rows, ledger) == ""]
    day = rows["doc_date"].dt.strftime("%Y-%m-%d").fillna("")
    doc_id = f"{gstin}|{schema.PAID}|" + rows["supplier_gstin"] + "|" + rows["doc_number"] + "|" + day
    found = rows.assign(doc_id=doc_id.astype("str"), kind=kind.code)
    return found.assign(key=keys(found)).reset_index(drop=True)


def standing(documents: pd.DataFrame, ledger: pd.DataFrame) -> "pd.Series[str]":
    """The key of the row of a ledger (schema.REVERSALS) in which each document stands, "" for none.

    A row that was typed by hand may name the supplier in place of the GSTIN, and no date.
    """
    named = ledger["supplier_gstin"].where(ledger["supplier_gstin"] != "", ledger["supplier_name"].str.upper())
    days = ledger["doc_date"].dt.strftime("%Y-%m-%d").fillna("")
    held = dict(zip(zip(named, _numbers(ledger), days, strict=True), keys(ledger), strict=True))
    found = pd.Series("", index=documents.index, dtype="str")
    near = documents[_numbers(documents).isin({number for _, number, _ in held})]
    dates = near["doc_date"].dt.strftime("%Y-%m-%d").fillna("")
    who = zip(near["supplier_gstin"], near["supplier_name"].str.upper(), strict=True)
    for at, suppliers, number, day in zip(near.index, who, _numbers(near), dates, strict=True):
        names = product(suppliers, (number,), (day, ""))
        found[at] = next((held[name] for name in names if name in held), "")
    return found


def _numbers(rows: pd.DataFrame) -> "pd.Series[str]":
    return rows["doc_number"].str.strip().str.upper()


def reversals(
    typed: pd.DataFrame, listed: pd.DataFrame, period: str, made: pd.DataFrame
) -> tuple[pd.DataFrame, Mapping[str, str], list[Issue]]:
    """What is reversed of the documents that are listed (schema.REVERSALS), what is wrong by key, and the errors.

    `made`: what else this month reverses (schema.REVERSALS). A document is reversed once, in whatever list it stands.
    """
    if not len(typed):
        return schema.empty(schema.REVERSALS), {}, []
    chosen, wrong, issues = read_claims(typed, REVERSE, "Reverse")
    wanted = listed[listed["key"].isin({claim.key for claim in chosen})]
    documents = {str(record["key"]): record for record in wanted.to_dict("records")}
    at = dict(zip(wanted["doc_id"], standing(wanted, made), strict=True))
    rows: list[dict[str, Any]] = []
    for claim in chosen:
        document = documents.get(claim.key)
        if document is None:
            issues.append(_not_listed(claim))
            continue
        amounts = _wanted(claim, document)
        if issue := _refusal(amounts, document, at[document["doc_id"]]):
            value = document["doc_number"]
            issues.append(Issue("error", *issue, "", claim.sheet, claim.row, "Reverse", value))
            wrong[claim.key] = f"Refused: {issue[0]}"
            continue
        at[document["doc_id"]] = claim.key
        row: dict[str, Any] = {str(name): value for name, value in document.items()} | {"reversed_in": period}
        row |= {f"{part}_{tax}": 0.0 for part in PARTS for tax in schema.TAXES}
        row |= {f"{REVERSED}_{tax}": paise / 100 for tax, paise in zip(schema.TAXES, amounts, strict=True)}
        rows.append(row)
    frame = pd.DataFrame(rows, columns=[column.name for column in schema.REVERSALS])
    return schema.conform(frame, schema.REVERSALS), wrong, issues


def title_of(key: str) -> str:
    """Why the row of the ledger with that key is reversed, as it is shown."""
    return BY_CODE[named(key).kind].title


def _wanted(claim: Claim, document: Mapping[Any, Any]) -> list[int]:
    """Paise by head to be reversed."""
    return _whole(document) if claim.rupees is None else [to_paise(rupees) for rupees in claim.rupees]


def _whole(document: Mapping[Any, Any]) -> list[int]:
    return [to_paise(document[tax]) if document[tax] == document[tax] else 0 for tax in schema.TAXES]


def _refusal(wanted: list[int], document: Mapping[Any, Any], stands: str) -> tuple[str, str] | None:
    """Why so much of a document is not reversed, and what to do; None when it is."""
    if stands:
        return f"it is reversed already: {title_of(stands)}", "Empty Reverse, or take the other reversal away."
    remedy = "Write what is to be reversed of its tax by head, or choose Yes - full."
    over = [at for at, amount in enumerate(wanted) if amount > _whole(document)[at]]
    if over:
        said = ", ".join(f"{list(HEADS.values())[at]} {indian(wanted[at] / 100)}" for at in over)
        return f"more than its tax: {said}", remedy
    return None if any(wanted) else ("no amount to reverse", remedy)


def _not_listed(claim: Claim) -> Issue:
    remedy = "Empty Reverse; what is reversed besides the list is typed on ITC Reversals."
    return Issue("error", "this line is none of the documents listed", remedy, "", claim.sheet, claim.row, "Reverse")
