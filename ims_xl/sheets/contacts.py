"""Supplier Contacts: how each supplier is reached, what is to be asked, when that was done and what the answer was."""

from collections.abc import Iterable, Mapping
from dataclasses import astuple

import pandas as pd

from ims_xl.contacts import NAMES, Contact
from ims_xl.gst import periods
from ims_xl.letters.writing import abouts
from ims_xl.sheets import supplier_columns
from ims_xl.sheets.contact_cells import DRAWN
from ims_xl.sheets.lines import NAME_NOT_GIVEN
from ims_xl.sheets.view import View
from ims_xl.wording import counted
from ims_xl.workbook.sheet import Cell, Sheet, Table, Tint
from ims_xl.workbook.styles import NAVY

KEY, TITLE = "contacts", "Supplier Contacts"
TABLE, LETTERS = "ims_Contacts", "ims_Letters"
_TOP = 5
_HELP = (
    "Type or paste into the yellow columns; new suppliers below the last line. Supplier letters on the IMS tab writes "
    "drafts about the open points; it sends nothing."
)
_BAD_ADDRESS = 'AND({E-mail}<>"",ISERROR(FIND("@",{E-mail})))'


def sheets(view: View) -> list[Sheet]:
    """The sheet, once there is a supplier."""
    rows = view.contacts
    if not len(rows):
        return []
    open_count = int((rows["open_points"] != "").sum())
    company = f"{view.company.name or view.gstin} · {periods.label(view.period)}"
    state = f"{counted(open_count, 'supplier')} with open points" if open_count else "no open points"
    cells = (
        Cell(1, 1, "◂ Home", "link", link="home"),
        Cell(1, 2, TITLE, "title"),
        Cell(2, 2, f"{company} · {counted(len(rows), 'supplier')}, {state}", "subtitle"),
        Cell(3, 2, _HELP, "muted"),
    )
    table = Table(TABLE, supplier_columns.CONTACTS, rows, _TOP, is_list=True, text_lines=2)
    tints = (
        Tint(TABLE, ("E-mail",), _BAD_ADDRESS, "bad"),
        Tint(TABLE, ("Not reportable",), 'COUNTIF(ims_list_YesNo,{Not reportable})+({Not reportable}="")=0', "bad"),
        Tint(TABLE, ("Open points",), '{Open points}<>""', "warn"),
    )
    return [
        Sheet(
            KEY, TITLE, cells, (table,), tints, freeze=(_TOP + 1, 3), tab=NAVY.strong,
            print_columns=sum(column.first_screen for column in supplier_columns.CONTACTS),
        )
    ]  # fmt: skip


def contact_rows(
    lines: pd.DataFrame, bills: pd.DataFrame, known: Mapping[str, Contact], points: pd.DataFrame, letters: pd.DataFrame
) -> pd.DataFrame:
    """One row a supplier, by name: the suppliers of these documents that have a GSTIN, and whoever is known besides.

    `points`: situations.open_points; `letters`: tables.LETTERS. Columns: the fields of a contact, `open_points`,
    `reminded_at` (datetime), `reminded_of`, DRAWN.
    """
    named = pd.concat([frame[["supplier_gstin", "supplier_name"]] for frame in (lines, bills)], ignore_index=True)
    named = named[named["supplier_gstin"] != ""].drop_duplicates("supplier_gstin")
    named["supplier_name"] = named["supplier_name"].mask(named["supplier_name"] == NAME_NOT_GIVEN, "")
    of_documents = {gstin: Contact(gstin, name) for gstin, name in named.itertuples(index=False, name=None)}
    everyone = {
        key: known[key].filled_from(of_documents.get(key, Contact())) if key in known else of_documents[key]
        for key in [*of_documents, *(key for key in known if key not in of_documents)]
    }
    open_points = abouts(points)
    last = {str(row["supplier_gstin"]): row for row in letters.to_dict("records")}
    found = pd.DataFrame([astuple(one) for one in everyone.values()], columns=list(NAMES), dtype="str").assign(
        open_points=_texts(open_points.get(key, "") if one.may_be_chased else "" for key, one in everyone.items()),
        reminded_at=pd.Series([last[key]["at"] if key in last else pd.NaT for key in everyone], dtype="datetime64[s]"),
        reminded_of=_texts(last[key]["about"] if key in last else "" for key in everyone),
        **{DRAWN: _texts(one.to_text() for one in everyone.values())},
    )
    name = found["supplier_name"].str.casefold()
    order = pd.DataFrame({"has none": name == "", "name": name}).sort_values(["has none", "name"], kind="stable").index
    return found.loc[order].reset_index(drop=True)


def _texts(values: Iterable[str]) -> "pd.Series[str]":
    return pd.Series(list(values), dtype="str")
