"""What a month adds to the view over the year: its credit by GSTR-2B, books and GSTR-3B, and what is still open."""

import pandas as pd

from ims_xl import schema
from ims_xl.book_reasons import is_final
from ims_xl.decisions.cells import text
from ims_xl.decisions.eligibility import BLOCKED
from ims_xl.decisions.reversal_ledger import CLOSING, statement
from ims_xl.gst import table4
from ims_xl.gst.filing import Filing
from ims_xl.money import total
from ims_xl.sheets.gstr3b_rows import table_4
from ims_xl.sheets.itc import groups
from ims_xl.sheets.lines import tax
from ims_xl.sheets.view import View

_NAN = float("nan")


def month_figures(view: View, books: float) -> dict[str, object]:
    """The figures of the workbook's month as the view shows it, by the names of FIGURES.

    `books`: its credit per books, see `books_credit`.
    """
    known = len(view.lines) > 0
    lines = table_4(view.working).set_index("code")["total"] if known else pd.Series(dtype="float64")
    ledger = statement(view.reversals.rows).set_index("line")["total"]
    return {
        "at": f"{view.now:%Y-%m-%d %H:%M:%S}",
        "closed": bool(view.closed_at),
        "months": view.filing.months,
        "gstr2b": view.gstr2b.net if view.gstr2b else _NAN,
        "books": books,
        "available": total(lines[list(table4.AVAILABLE)]) if known else _NAN,
        "reversed": total(lines[[table4.REVERSED, table4.REVERSED_FOR_NOW]]) if known else _NAN,
        "open_reversals": float(ledger[CLOSING]),
        **_lapsing(unclaimed(view), view.filing, pd.Timestamp(view.now.date())),
    }


def books_credit(books: pd.DataFrame, before: set[str]) -> float:
    """The credit of the bills that were booked first in this month, in signed rupees; missing when no bill was read.

    `books`: schema.BOOKS and `carried_from`; `before`: doc_id of those that an earlier month's books held. What the
    register says is availed counts, else the tax; what Eligibility blocks, and rows marked Deleted, do not.
    """
    if not (books["carried_from"] == "").any():
        return _NAN
    own = books[(books["carried_from"] == "") & ~books["doc_id"].isin(before)]
    own = own[~own["eligibility"].isin(BLOCKED) & (own["family"] != "deleted")]
    availed = own[[f"availed_{name}" for name in schema.TAXES]]
    said = availed.sum(axis=1).where(availed.notna().any(axis=1), tax(own))
    return total(said * schema.signs(own))


def unclaimed(view: View) -> pd.DataFrame:
    """Documents whose credit is not claimed and could be: doc_date, tax in rupees.

    Of IMS what is pending or not filed by the supplier, of the books what IMS does not hold; not what is rejected or
    blocked, and not credit notes.
    """
    found = groups(view.lines) if len(view.lines) else None
    waiting = view.lines[found.pending | found.unfiled] if found else view.lines
    eligible = waiting[~waiting["eligibility_text"].map(text).isin(BLOCKED)] if found else waiting
    alone = view.unmatched
    final = alone["reason"].map(is_final) | alone["reason"].str.contains("rejected", regex=False)
    alone = alone[~final.astype("bool") & ~alone["eligibility"].isin(BLOCKED)]
    rows = pd.concat([part[["doc_date", "tax"]] for part in (eligible, alone) if len(part)] or [_none()])
    return rows[rows["tax"] > 0].reset_index(drop=True)


def _none() -> pd.DataFrame:
    return pd.DataFrame({"doc_date": pd.Series(dtype="datetime64[s]"), "tax": pd.Series(dtype="float64")})


def _lapsing(rows: pd.DataFrame, filing: Filing, today: pd.Timestamp) -> dict[str, object]:
    """Of documents (doc_date, tax) those whose last day to claim is the next one: that day, how many, their tax."""
    until = filing.claim_deadlines(rows["doc_date"])
    ahead = until[until >= today]
    if not len(ahead):
        return {"claim_until": pd.NaT, "lapsing": 0, "lapsing_tax": 0.0}
    then = rows.loc[until == ahead.min(), "tax"]
    return {"claim_until": ahead.min(), "lapsing": len(then), "lapsing_tax": total(then)}
