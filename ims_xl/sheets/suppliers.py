"""Supplier View and IMS Dashboard: one line a supplier, with a bulk Action that is a command."""

import pandas as pd

from ims_xl.gst import periods
from ims_xl.sheets import columns
from ims_xl.sheets.view import STATUSES, View
from ims_xl.workbook.sheet import Cell, Sheet, Table
from ims_xl.workbook.styles import TONES

_HELP = (
    "A bulk action is applied once, at the next step, to documents of the supplier without a decision here or on the "
    "portal; then the cell is emptied."
)


def sheets(view: View) -> list[Sheet]:
    """Supplier View once there is a match, IMS Dashboard once there are IMS documents."""
    found = []
    if view.comparing and view.matched:
        found.append(_supplier_view(view))
    if len(view.lines):
        found.append(_dashboard(view))
    return found


def supplier_rows(view: View) -> pd.DataFrame:
    """One row a supplier: both sides' documents, taxable and tax (signed rupees), difference and statuses."""
    linked = view.lines.assign(books_documents=(view.lines["books_number"].fillna("") != "").astype("int64"))
    left = pd.DataFrame(
        {
            "supplier_gstin": linked["supplier_gstin"],
            "supplier_name": linked["supplier_name"],
            "status": linked["status"],
            "documents": 1,
            "books_documents": linked["books_documents"],
            "taxable_value": linked["taxable_value"],
            "tax": linked["tax"],
            "books_taxable_value": linked["books_taxable_value"],
            "books_tax": linked["books_tax"],
        }
    )
    alone = view.unmatched
    right = pd.DataFrame(
        {
            "supplier_gstin": alone["supplier_gstin"],
            "supplier_name": alone["supplier_name"],
            "status": "Missing in IMS",
            "documents": 0,
            "books_documents": 1,
            "taxable_value": 0.0,
            "tax": 0.0,
            "books_taxable_value": alone["taxable_value"],
            "books_tax": alone["tax"],
        }
    )
    both = pd.concat([left, right], ignore_index=True)
    sums = ["documents", "books_documents", "taxable_value", "tax", "books_taxable_value", "books_tax"]
    grouped = both.groupby("supplier_gstin", sort=True)
    rows = grouped[sums].sum().round(2).reset_index()
    names = both[both["supplier_name"] != ""].drop_duplicates("supplier_gstin").set_index("supplier_gstin")
    rows["supplier_name"] = rows["supplier_gstin"].map(names["supplier_name"]).fillna("")
    rows["tax_difference"] = (rows["tax"] - rows["books_tax"]).round(2)
    counts = both.groupby(["supplier_gstin", "status"]).size().unstack(fill_value=0)
    by_status = {status: counts[status].to_dict() for status in STATUSES if status in counts}
    rows["statuses"] = [
        ", ".join(f"{status} {by_status[status][gstin]}" for status in by_status if by_status[status][gstin])
        for gstin in rows["supplier_gstin"]
    ]
    rows["action"] = ""
    return rows.sort_values("tax_difference", key=abs, ascending=False, kind="stable").reset_index(drop=True)


def dashboard_rows(view: View) -> pd.DataFrame:
    """One row a supplier: documents by the state they would have after the next upload, amounts signed."""
    lines = view.lines
    state = lines["mark"].where(lines["mark"] != "", lines["portal_action"])
    counted = pd.DataFrame(
        {
            "supplier_gstin": lines["supplier_gstin"],
            "documents": 1,
            **{
                name: (state == code).astype("int64")
                for name, code in (("no_action", "N"), ("accepted", "A"), ("rejected", "R"), ("pending", "P"))
            },
            **{name: lines[name] for name in ("taxable_value", "igst", "cgst", "sgst", "cess")},
        }
    )
    rows = counted.groupby("supplier_gstin", sort=True).sum().round(2).reset_index()
    named = lines.loc[lines["supplier_name"] != "", ["supplier_gstin", "supplier_name"]]
    names = named.drop_duplicates("supplier_gstin").set_index("supplier_gstin")
    rows["supplier_name"] = rows["supplier_gstin"].map(names["supplier_name"]).fillna("")
    rows["action"] = ""
    return rows


def _supplier_view(view: View) -> Sheet:
    rows = supplier_rows(view)
    totals = (
        ("IMS data", int(rows["documents"].sum()), rows["taxable_value"].sum(), rows["tax"].sum()),
        (
            "Purchase data",
            int(rows["books_documents"].sum()),
            rows["books_taxable_value"].sum(),
            rows["books_tax"].sum(),
        ),
    )
    cells = [
        *_banner("Supplier View", view),
        *(Cell(4, 2 + i, name, "heading") for i, name in enumerate(("Data type", "Documents", "Taxable value", "Tax"))),
    ]
    for row, (name, count, taxable, tax) in enumerate(totals, start=5):
        cells += [
            Cell(row, 2, name, "label"),
            Cell(row, 3, count, "number"),
            Cell(row, 4, round(float(taxable), 2), "difference"),
            Cell(row, 5, round(float(tax), 2), "difference"),
        ]
    table = Table("ims_SupplierView", columns.SUPPLIER_VIEW, rows, 8)
    return Sheet(
        "supplier_view",
        "Supplier View",
        tuple(cells),
        (table,),
        freeze=(9, 4),
        tab=TONES["ALL"].strong,
        print_columns=11,
    )


def _dashboard(view: View) -> Sheet:
    table = Table("ims_Dashboard", columns.DASHBOARD, dashboard_rows(view), 5, total=True)
    return Sheet(
        "dashboard",
        "IMS Dashboard",
        tuple(_banner("IMS Dashboard", view)),
        (table,),
        freeze=(6, 4),
        tab=TONES["ALL"].strong,
        print_columns=13,
    )


def _banner(title: str, view: View) -> list[Cell]:
    about = f"{view.company.name or view.gstin} · {periods.label(view.period)} · {_HELP}"
    return [Cell(1, 1, "◂ Home", "link", link="home"), Cell(1, 2, title, "title"), Cell(2, 2, about, "subtitle")]
