"""The GSTR-2B of the workbook's period, as far as it was read, against what the portal holds."""

import datetime as dt

import pandas as pd

from ims_xl import schema
from ims_xl.decisions.gstr2b import check_gstr2b, credits_of, gives_credit, left_out, totals
from ims_xl.decisions.snapshot import Snapshot, take_snapshot
from ims_xl.gst.sections import SECTIONS
from ims_xl.money import total
from ims_xl.sheets.lines import TYPES
from ims_xl.sheets.view import Gstr2b
from ims_xl.statements import missing, parts_read
from ims_xl.store import Store


def statement_of(store: Store, book_id: str, documents: pd.DataFrame, period: str, snapshot: Snapshot) -> Gstr2b | None:
    """The GSTR-2B of the period against the documents the portal holds; None when it was not read yet.

    `snapshot`: of those documents that are due. The GSTR-2B of a buyer who files quarterly is that of the quarter.
    """
    period = snapshot.filing.two_b(period)
    sums = store.statements.sums(book_id, period)
    if not len(sums):
        return None
    listed = store.statements.documents([book_id])
    listed = listed[listed["gstr2b_period"] == period].reset_index(drop=True)
    if len(snapshot.documents) < len(documents):
        # A GSTR-2B may list what the portal shows for a later month.
        snapshot = take_snapshot(documents, snapshot.elsewhere, snapshot.filing)
    differences = check_gstr2b(snapshot, listed, period)
    differences["type_label"] = differences["doc_type"].map(TYPES)
    differences["tax"] = differences["tax"] * schema.signs(differences)
    credit = listed[gives_credit(listed)]
    outside = listed["reverse_charge"] | ~listed["section"].isin(list(SECTIONS))
    barred = (listed["part"] == "docdata") & (listed["itc_available"] == "N")
    first = sums.iloc[0]
    return Gstr2b(
        str(first["generated"]),
        str(first["made_at"]),
        len(listed),
        totals(listed, sums),
        differences,
        parts_read(first.to_dict()),
        missing(first.to_dict()),
        left_out(listed, sums),
        len(credit),
        total(credit["taxable_value"] * schema.signs(credit)),
        int((gives_credit(listed) & outside).sum()),
        listed[gives_credit(listed) & outside | barred].reset_index(drop=True),
        credits_of(listed, documents),
    )


def figures(checked: Gstr2b) -> dict[str, object]:
    """The figures for scripts: rupees and counts."""
    return {
        "itc_available": checked.net,
        "itc_rejected": float(checked.totals["total"].iloc[3]),
        "documents": checked.documents,
        "differences": len(checked.differences),
    }


def made_at_most(generated: str, read_at: str) -> str:
    """When a statement of a file was made at the latest: its own day, unless the file is older than its end."""
    try:
        day = dt.datetime.strptime(generated, "%d-%m-%Y")
    except ValueError:
        return read_at
    return min(read_at, f"{day:%Y-%m-%d} 23:59:59")
