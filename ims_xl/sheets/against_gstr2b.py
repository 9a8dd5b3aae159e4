"""How the credit of table 4 differs from what GSTR-2B says, in words and line by line."""

import pandas as pd

from ims_xl.gst import table4
from ims_xl.money import in_rupees, total
from ims_xl.sheets.gstr3b_rows import BOOKS, IMS, LEDGER
from ims_xl.sheets.view import View
from ims_xl.wording import counted


def against_gstr2b(view: View, lines: pd.DataFrame) -> str:
    """How the credit of table 4 that stands in GSTR-2B comes to what that says, or what is missing before it is read.

    `lines`: of `working_rows`.
    """
    if view.gstr2b is None:
        return (
            "GSTR-2B of the month is not read: 4(D)(2), distributed credit and reverse charge of registered suppliers "
            "are missing here."
        )
    of_portal = _of_portal(lines)
    here, there = total(of_portal["total"]), view.gstr2b.net
    if round(here - there, 2) == 0:
        return f"4(A) without the books' own lines and what is reclaimed comes to {in_rupees(here)}, as GSTR-2B says."
    causes = (
        (len(view.gstr2b.differences), "finding", "on sheet GSTR-2B"),
        (int(of_portal["total"].isna().sum()), "document", "here whose effect is not known"),
        (view.gstr2b.left_out, "amended document", "that its sums leave out"),
        (
            int(of_portal["type_label"].str.contains("amended").sum()),
            "amended document",
            "that count with their change",
        ),
    )
    found = [f"{counted(number, what)} {where}" for number, what, where in causes if number]
    return (
        f"4(A) without the books' own lines and what is reclaimed comes to {in_rupees(here)}, "
        f"GSTR-2B says {in_rupees(there)}. "
        f"Look at {', '.join(found) or 'its sums: no document differs'}."
    )


STEPS = 7
"""Lines from GSTR-2B to 4(A): always as many, so that what stands below them stays in its place."""


def from_gstr2b(view: View, lines: pd.DataFrame) -> pd.DataFrame:
    """From the net credit of GSTR-2B to the credit of table 4 that stands in it: line, documents, total in rupees.

    STEPS lines, of which those between the first and the last add up to the difference; none before GSTR-2B is read.
    `lines`: of `working_rows`.
    """
    if view.gstr2b is None:
        return pd.DataFrame(columns=["line", "documents", "total"])
    here, net, listed = _of_portal(lines), view.gstr2b.net, view.gstr2b.credits
    amended = here["type_label"].str.contains("amended")
    ours = here[(here["from"] == IMS) & ~amended].set_index("doc_id")["total"]
    theirs = listed[listed["in_ims"] & ~listed["amended"]]
    same = theirs[theirs["doc_id"].isin(ours.index)].set_index("doc_id")["credit"]
    difference = (ours.reindex(same.index) - same).round(2)
    found = [
        ("Counted here, not in the credit of GSTR-2B", ours[~ours.index.isin(same.index)].dropna()),
        ("In the credit of GSTR-2B, not counted here", -theirs.loc[~theirs["doc_id"].isin(same.index), "credit"]),
        ("Counted here with another amount", difference[difference != 0].dropna()),
        ("Shown here, but in no sum: see Why", -same[difference.isna()]),
    ]
    steps = [(line, len(amounts), total(amounts)) for line, amounts in found]
    reached = net + sum(amount for _, _, amount in steps)
    change, number = total(here.loc[amended, "total"]), int(amended.sum() or listed["amended"].sum())
    left = round(total(here["total"]) - reached, 2)
    line = "In the sums of GSTR-2B, but in no document that it lists"
    if number:
        line = f"Amended documents: {in_rupees(change)} counted here, {in_rupees(change - left)} in the sums of GSTR-2B"
    steps.append((line, number, left))
    first = ("GSTR-2B: ITC available, less accepted credit notes", view.gstr2b.with_credit, net)
    last = ("4(A), without the books' own lines and what is reclaimed", len(here), total(here["total"]))
    return pd.DataFrame([first, *steps, last], columns=["line", "documents", "total"])


def _of_portal(lines: pd.DataFrame) -> pd.DataFrame:
    return lines[lines["line"].isin(table4.AVAILABLE) & ~lines["from"].isin([BOOKS, LEDGER])]
