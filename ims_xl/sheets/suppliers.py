"""Supplier View and IMS Dashboard: one line a supplier, with a bulk Action that is a command.

The figures are live: they follow the type of document that is chosen above them, which follows Match Status until
another one is chosen here.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import pandas as pd

from ims_xl.gst import periods
from ims_xl.sheets import document_view, supplier_columns
from ims_xl.sheets.choices import ALL_TYPES, CHOSEN_TYPE
from ims_xl.sheets.names import DOCUMENTS
from ims_xl.sheets.view import STATUSES, View
from ims_xl.wording import counted
from ims_xl.workbook.formulas import row_of
from ims_xl.workbook.layout import field, link
from ims_xl.workbook.sheet import Cell, Column, Sheet, Table
from ims_xl.workbook.styles import TONES

TYPE_CELL = (4, 3)  # row and column of the dropdown on both sheets
SUPPLIER_VIEW, DASHBOARD = "ims_SupplierView", "ims_Dashboard"
_SUPPLIER_TOP, _DASHBOARD_TOP = 10, 7  # rows of the headings
_BLOCK = 5  # row of the headings of the summary
_HELP = (
    "A bulk action is applied once, at the next step, to the supplier's documents of the chosen type that have no "
    "decision here or on the portal; then the cell is emptied."
)
_CRITERION = f'IF($C$4="{ALL_TYPES}","*",$C$4)'
_GO = "documents ▸"
_AMOUNTS = ("taxable_value", "igst", "cgst", "sgst", "cess")
_STATES = {"no_action": "N", "accepted": "A", "rejected": "R", "pending": "P"}


def sheets(view: View) -> list[Sheet]:
    """Supplier View once there is a match, IMS Dashboard once there are IMS documents."""
    found = []
    if view.comparing and view.matched:
        found.append(_supplier_view(view))
    if len(view.lines):
        found.append(_dashboard(view))
    return found


def supplier_rows(view: View, family: str = ALL_TYPES) -> pd.DataFrame:
    """One row a supplier: both sides' documents, taxable and tax (signed rupees), difference and statuses.

    `family`: the type of document that is counted; suppliers without any stay, with zeros.
    """
    ims, books = view.lines, view.unmatched
    both = pd.concat(
        [
            ims[[*_NAMED, "status", "family", "taxable_value", "tax", "books_taxable_value", "books_tax"]].assign(
                documents=1, books_documents=(ims["books_number"].fillna("") != "").astype("int64")
            ),
            books[list(_NAMED)].assign(
                status="Missing in IMS",
                family=books["family_label"],
                documents=0,
                books_documents=1,
                books_taxable_value=books["taxable_value"],
                books_tax=books["tax"],
            ),
        ],
        ignore_index=True,
    )
    rows = _suppliers(both)
    chosen = both if family == ALL_TYPES else both[both["family"] == family]
    sums = ["documents", "books_documents", "taxable_value", "tax", "books_taxable_value", "books_tax"]
    totals = chosen.groupby("supplier_key")[sums].sum().round(2).reindex(rows["supplier_key"], fill_value=0)
    rows[sums] = totals.to_numpy()
    rows = rows.astype({"documents": "int64", "books_documents": "int64"})
    rows["tax_difference"] = (rows["tax"] - rows["books_tax"]).round(2)
    counts = chosen.groupby(["supplier_key", "status"]).size().to_dict()
    rows["statuses"] = [
        ", ".join(f"{status} {counts[key, status]}" for status in STATUSES if (key, status) in counts)
        for key in rows["supplier_key"]
    ]
    return rows.sort_values("tax_difference", key=abs, ascending=False, kind="stable", ignore_index=True)


def dashboard_rows(view: View, family: str = ALL_TYPES) -> pd.DataFrame:
    """One row a supplier: documents by the state they would have after the next upload, amounts signed."""
    lines = view.lines
    rows = _suppliers(lines).sort_values(["supplier_gstin", "supplier_name"], kind="stable", ignore_index=True)
    chosen = lines if family == ALL_TYPES else lines[lines["family"] == family]
    figures = chosen[["supplier_key", *_AMOUNTS]].assign(
        documents=1, **{name: (chosen["state"] == code).astype("int64") for name, code in _STATES.items()}
    )
    sums = ["documents", *_STATES, *_AMOUNTS]
    totals = figures.groupby("supplier_key")[sums].sum().round(2).reindex(rows["supplier_key"], fill_value=0)
    rows[sums] = totals.to_numpy()
    return rows.astype(dict.fromkeys(("documents", *_STATES), "int64"))


_NAMED = ("supplier_key", "supplier_gstin", "supplier_name")


def shown_type(chosen: Iterable[str]) -> str:
    """The type of document that is meant, of those that stand on the sheets: the one that was changed last.

    All sheets were drawn with the same one, so what differs from the others was chosen since; what was chosen on Match
    Status stands on all of them when Excel has worked them out.
    """
    counts = Counter(chosen)
    return min(counts, key=lambda one: (counts[one], one == ALL_TYPES), default=ALL_TYPES)


def _suppliers(documents: pd.DataFrame) -> pd.DataFrame:
    """The suppliers of these documents, each once, under the name it has most often; `action` is blank."""
    counts = documents.groupby(list(_NAMED), as_index=False, sort=True).size()
    best = counts.sort_values("size", ascending=False, kind="stable").drop_duplicates("supplier_key")
    return best.sort_values("supplier_key")[list(_NAMED)].assign(action="", go=_GO).reset_index(drop=True)


def _supplier_view(view: View) -> Sheet:
    rows = supplier_rows(view, view.shown_type)
    table = Table(
        SUPPLIER_VIEW,
        _live(supplier_columns.SUPPLIER_VIEW, _SUPPLIER_FORMULAS),
        rows,
        _SUPPLIER_TOP,
        total=True,
        text_lines=2,
    )
    halves = (
        ("IMS data", "Documents (IMS)", "Taxable (IMS)", "Total tax (IMS)"),
        ("Purchase data", "Documents (PR)", "Taxable (PR)", "Total tax (PR)"),
    )
    heads = ("Data type", "Documents", "Taxable value", "Tax")
    cells = [
        *_banner("Supplier View", view),
        *(Cell(_BLOCK, 2 + i, name, "heading") for i, name in enumerate(heads)),
        Cell(_BLOCK, 7, _reconciled(view), "subtitle"),
    ]
    for row, (name, *headers) in enumerate(halves, start=_BLOCK + 1):
        cells.append(Cell(row, 2, name, "label"))
        for column, (header, style) in enumerate(zip(headers, ("count", *["difference"] * 2), strict=True), start=3):
            of = next(one for one in table.columns if one.header == header)
            value = round(float(rows[of.field].sum()), 2)
            formula = f"=SUM({field(SUPPLIER_VIEW, header)})"
            cells.append(Cell(row, column, int(value) if style == "count" else value, style, formula=formula))
    return _sheet("supplier_view", "Supplier View", cells, table)


def _dashboard(view: View) -> Sheet:
    base = document_view.TABLE if view.comparing and view.matched else "" if view.comparing else DOCUMENTS.table
    rows = dashboard_rows(view, view.shown_type if base else ALL_TYPES)
    shown = _live(supplier_columns.DASHBOARD, _dashboard_formulas(base)) if base else supplier_columns.DASHBOARD
    table = Table(DASHBOARD, shown, rows, _DASHBOARD_TOP, total=True)
    return _sheet("dashboard", "IMS Dashboard", _banner("IMS Dashboard", view, has_type=bool(base)), table)


def _sheet(key: str, name: str, cells: Sequence[Cell], table: Table) -> Sheet:
    return Sheet(
        key,
        name,
        tuple(cells),
        (table,),
        freeze=(table.top + 1, 4),
        tab=TONES["ALL"].strong,
        print_columns=sum(column.first_screen for column in table.columns),
    )


def _banner(title: str, view: View, *, has_type: bool = True) -> list[Cell]:
    about = f"{view.company.name or view.gstin} · {periods.label(view.period)}"
    cells = [Cell(1, 1, "◂ Home", "link", link="home"), Cell(1, 2, title, "title"), Cell(2, 2, about, "subtitle")]
    cells.append(Cell(3, 2, _HELP, "muted"))
    if has_type:
        cells.append(Cell(TYPE_CELL[0], 2, "Type of document", "label"))
        follows = f"={CHOSEN_TYPE}" if view.comparing and view.run else ""
        cells.append(Cell(*TYPE_CELL, view.shown_type, "input", formula=follows, choices="DocumentType"))
    return cells


def _reconciled(view: View) -> str:
    """How the documents of the books that Home counts come to those counted here."""
    paired = view.books - len(view.unmatched) - len(view.settled)
    with_books = int((view.lines["books_number"].fillna("") != "").sum())
    parts = [
        f"{counted(view.books, 'books document')}: {paired:,} booked against {counted(with_books, 'IMS document')}",
        f"{len(view.unmatched):,} missing in IMS",
        f"{len(view.settled):,} settled earlier",
    ]
    return ", ".join(parts)


def _live(shown: Sequence[Column], formulas: Mapping[str, str]) -> tuple[Column, ...]:
    return tuple(replace(one, formula=formulas.get(one.field, "")) for one in shown)


def _of_supplier(base: str, *also: str) -> str:
    """The criteria of a supplier's documents of the chosen type; the key is made of plain words."""
    return ",".join([field(base, "Supplier key"), "{Supplier key}", field(base, "Family"), _CRITERION, *also])


def _count(base: str, header: str, criterion: str) -> str:
    return f"COUNTIFS({_of_supplier(base, field(base, header), criterion)})"


def _sum(base: str, header: str) -> str:
    return f"ROUND(SUMIFS({field(base, header)},{_of_supplier(base)}),2)"


def _statuses(base: str) -> str:
    """`Exact Match 3, Mismatched 1` as a formula: each status that has documents, with their number."""
    parts = []
    for status in STATUSES:
        number = _count(base, "Matching status", f'"{status}"')
        parts.append(f'IF({number}>0,", {status} "&{number},"")')
    return f"MID({'&'.join(parts)},3,200)"


def _way(base: str, sheet: str) -> str:
    """A link to the first of the supplier's documents, where they stand by supplier."""
    return f'HYPERLINK("#{link(sheet)[:-1]}"&{row_of(base, "Supplier key", "{Supplier key}")},"{_GO}")'


_BASE = document_view.TABLE
_SUPPLIER_FORMULAS = {
    "go": _way(_BASE, document_view.TITLE),
    "tax_difference": "ROUND({Total tax (IMS)}-{Total tax (PR)},2)",
    "tax": _sum(_BASE, "Tax (IMS)"),
    "books_tax": _sum(_BASE, "Tax (Books)"),
    "documents": _count(_BASE, "State", '"?*"'),
    "books_documents": _count(_BASE, "In books", '"Yes"'),
    "taxable_value": _sum(_BASE, "Taxable (IMS)"),
    "books_taxable_value": _sum(_BASE, "Taxable (Books)"),
    "statuses": _statuses(_BASE),
}


def _dashboard_formulas(base: str) -> dict[str, str]:
    suffix = "" if base == document_view.TABLE else " (IMS)"
    heads = {"igst": "IGST", "cgst": "CGST", "sgst": "SGST", "cess": "Cess"}
    return {
        "go": _way(base, document_view.TITLE if base == document_view.TABLE else DOCUMENTS.status),
        "documents": _count(base, "State", '"?*"'),
        **{name: _count(base, "State", f'"{code}"') for name, code in _STATES.items()},
        "taxable_value": _sum(base, "Taxable (IMS)"),
        **{name: _sum(base, header + suffix) for name, header in heads.items()},
    }
