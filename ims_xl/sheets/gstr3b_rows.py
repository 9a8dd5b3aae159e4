"""Table 4 of GSTR-3B: a row for each document and line, and what the lines come to."""

from collections.abc import Iterator, Sequence

import pandas as pd

from ims_xl import schema
from ims_xl.decisions.cells import text
from ims_xl.decisions.effect import EFFECTS
from ims_xl.decisions.eligibility import BLOCKED
from ims_xl.decisions.reversal_ledger import OPENING, RECLAIMED, REVERSED
from ims_xl.gst import periods, table4
from ims_xl.gst.actions import Action
from ims_xl.gst.reversals import BY_CODE
from ims_xl.gst.sections import SECTIONS
from ims_xl.money import total
from ims_xl.sheets.itc import groups
from ims_xl.sheets.lines import TYPES
from ims_xl.sheets.view import View

_SHOWN = [
    "doc_id", "type_label", "supplier_name", "supplier_gstin", "doc_number", "doc_date", "eligibility", *schema.TAXES,
]  # fmt: skip
_DISTRIBUTED = ("isd", "isda")
_AMENDED = ("isda", *(section.key for section in SECTIONS.values() if section.amends))


def working_rows(view: View) -> pd.DataFrame:
    """One row a document and line of the table: columns of month_columns.WORKING, and `doc_id`; signed rupees.

    A document whose credit is reversed stands twice: in 4(A), and in 4(B) with what is reversed; what is reclaimed
    stands in 4(A)(5) and 4(D)(1), both from the ledger of ITC Reversals. One whose effect is not known has no amounts
    and is in no sum.
    Source: Circular 170/02/2022-GST.
    """
    given = pd.concat([_of_ims(view), _of_gstr2b(view), _of_books(view)], ignore_index=True)
    given = given.astype(dict.fromkeys(schema.TAXES, "float64"))
    given = given[given[list(schema.TAXES)].isna().all(axis=1) | (given[list(schema.TAXES)] != 0).any(axis=1)]
    blocked = given["eligibility"].isin(BLOCKED) & given["line"].isin(table4.AVAILABLE)
    blocked_rows = given[blocked].assign(line=table4.REVERSED, why="reversed for good")
    rows = pd.concat([given, blocked_rows, *_of_ledger(view.reversals.rows)], ignore_index=True)
    order = {line.code: at for at, line in enumerate(table4.LINES)}
    rows = rows.assign(order=rows["line"].map(order), total=rows[list(schema.TAXES)].sum(axis=1, min_count=1).round(2))
    by = ["order", "supplier_name", "supplier_gstin", "doc_date", "doc_number"]
    return rows.sort_values(by, kind="stable", ignore_index=True).drop(columns="order")


def table_4(rows: pd.DataFrame) -> pd.DataFrame:
    """The lines of the table from `working_rows`: code, title, counted, source, documents, four heads and total."""
    heads = list(schema.TAXES)
    sums = {code: [total(part[head]) for head in heads] for code, part in rows.groupby("line")}
    nothing = [0.0] * len(heads)
    below = [max(0.0, -amount) for amount in sums.get(table4.OTHER, nothing)]
    found = {line.code: sums.get(line.code, nothing) for line in table4.LINES}
    found[table4.OTHER] = [max(0.0, amount) for amount in found[table4.OTHER]]
    found[table4.REVERSED_FOR_NOW] = _added(found[table4.REVERSED_FOR_NOW], below)
    gross = [sum(amounts) for amounts in zip(*(found[code] for code in table4.AVAILABLE), strict=True)]
    back = _added(found[table4.REVERSED], found[table4.REVERSED_FOR_NOW])
    found[table4.NET] = [round(one - other, 2) for one, other in zip(gross, back, strict=True)]
    documents = rows["line"].value_counts()
    lines = [
        (*line, int(documents.get(line.code, 0)), *found[line.code], round(sum(found[line.code]), 2))
        for line in table4.LINES
    ]
    return pd.DataFrame(lines, columns=[*table4.Line._fields, "documents", *heads, "total"])


LISTED = "GSTR-2B"
"""Code of the line below table 4 with what GSTR-2B lists to be reversed; it is in no other line."""


def with_listed(view: View, lines: pd.DataFrame) -> pd.DataFrame:
    """The lines of `table_4`, and below them what GSTR-2B itself lists to be reversed, where it does.

    Source: GSTR-2B, ITC Reversal (`itcrev`); rule 37A.
    """
    heads = view.gstr2b.to_reverse if view.gstr2b is not None else []
    if not any(heads):
        return lines
    said = (
        "Of 4(B)(2): listed by GSTR-2B itself",
        "counts only as typed on ITC Reversals",
        "GSTR-2B, itcrev; rule 37A",
    )
    row = [LISTED, *said, 0, *heads, round(sum(heads), 2)]
    return pd.concat([lines, pd.DataFrame([row], columns=lines.columns)], ignore_index=True)


IMS, GSTR2B, BOOKS, LEDGER = "IMS", "GSTR-2B", "Books", "Ledger"
"""Where a row comes from."""


def _of_ims(view: View) -> pd.DataFrame:
    """Documents whose credit is in the month's GSTR-2B as they are decided, those not decided included."""
    found = groups(view.lines)
    rows = view.lines[found.accepted | found.undecided]
    imported = rows["section"].str.startswith("impg")
    why = pd.Series("accepted", index=rows.index).mask(rows["after"] != Action.ACCEPT.value, "deemed accepted")
    amounts = dict(zip(schema.TAXES, (rows[name] for name in EFFECTS), strict=True))
    given = rows.assign(
        **amounts,
        line=imported.map({True: table4.IMPORT_OF_GOODS, False: table4.OTHER}),
        eligibility=rows["eligibility_text"].map(text),
        why=why.mask(rows["itc_effect"].isna(), "effect not known, in no sum"),
    )
    taken = given["doc_id"].map(_taken_before(view.reversals.rows))
    given[list(schema.TAXES)] = given[list(schema.TAXES)].mask(taken.notna())
    given["why"] = given["why"].mask(taken.notna(), "credit of " + taken.astype("str") + ", reversed there; in no sum")
    return given[["line", *_SHOWN, "why"]].assign(**{"from": IMS})


def _taken_before(ledger: pd.DataFrame) -> dict[str, str]:
    """Documents whose credit an earlier month took and reversed, and that month."""
    opened = ledger[(ledger[[f"{OPENING}_{tax}" for tax in schema.TAXES]] != 0).any(axis=1)]
    return dict(zip(opened["doc_id"], opened["reversed_in"].map(periods.label), strict=True))


def _of_ledger(ledger: pd.DataFrame) -> Iterator[pd.DataFrame]:
    """What the month reverses for now and what it reclaims, from the ledger (schema.REVERSALS)."""
    kinds = [BY_CODE[code] for code in ledger["kind"]]
    shown = ledger.assign(
        type_label=ledger["doc_type"].map(TYPES).fillna(""), eligibility=[kind.title for kind in kinds]
    )
    month = ledger["reversed_in"].map(periods.label)
    reclaimed = ("reclaimed, reversed in " + month).mask(month == "", "reclaimed, of the opening balance")
    for part, line, why in (
        (
            REVERSED,
            table4.REVERSED_FOR_NOW,
            pd.Series([kind.reclaim for kind in kinds], index=ledger.index, dtype="str"),
        ),
        (RECLAIMED, table4.OTHER, reclaimed),
        (RECLAIMED, table4.RECLAIMED, reclaimed),
    ):
        amounts = {tax: ledger[f"{part}_{tax}"] for tax in schema.TAXES}
        rows = shown.assign(**amounts, line=line, why=why)[["line", *_SHOWN, "why"]].assign(**{"from": LEDGER})
        yield rows[(rows[list(schema.TAXES)] != 0).any(axis=1)]


def _of_gstr2b(view: View) -> pd.DataFrame:
    """What never comes into IMS; amended documents have no amounts, their difference stands in no file."""
    if view.gstr2b is None:
        return _none()
    rows = view.gstr2b.beside
    barred = rows["itc_available"] == "N"
    line = pd.Series(table4.OTHER, index=rows.index)
    line = line.mask(rows["section"].isin(_DISTRIBUTED), table4.DISTRIBUTED)
    line = line.mask(rows["reverse_charge"], table4.REVERSE_CHARGE).mask(barred, table4.NOT_AVAILABLE)
    sign = schema.signs(rows)
    amended = rows["section"].isin(_AMENDED)
    why = pd.Series("", index=rows.index).mask(barred, "GSTR-2B gives no credit")
    why = why.mask(amended, "amended: the difference is not known, in no sum")
    return rows.assign(
        **{tax: (rows[tax] * sign).mask(amended) for tax in schema.TAXES},
        line=line,
        type_label=rows["doc_type"].map(TYPES).fillna(rows["doc_type"]),
        doc_id="",
        eligibility="",
        why=why,
    )[["line", *_SHOWN, "why"]].assign(**{"from": GSTR2B})


def _of_books(view: View) -> pd.DataFrame:
    """Credit that no supplier reports: services from abroad, and reverse charge of unregistered suppliers."""
    rows = view.unmatched
    if not len(rows):
        return _none()
    abroad = rows["family"] == "imps"
    kept = rows[abroad | (rows["family"] == "b2bur") & rows["reverse_charge"].fillna(False).astype("bool")]
    return kept.assign(
        line=(kept["family"] == "imps").map({True: table4.IMPORT_OF_SERVICES, False: table4.REVERSE_CHARGE}),
        eligibility=kept["eligibility"].fillna(""),
        why="once the tax is paid",
    )[["line", *_SHOWN, "why"]].assign(**{"from": BOOKS})


def _none() -> pd.DataFrame:
    return pd.DataFrame(columns=["line", *_SHOWN, "why", "from"]).astype(dict.fromkeys(schema.TAXES, "float64"))


def _added(one: Sequence[float], other: Sequence[float]) -> list[float]:
    return [round(a + b, 2) for a, b in zip(one, other, strict=True)]
