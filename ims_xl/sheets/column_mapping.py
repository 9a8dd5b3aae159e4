"""Column Mapping: which column of an own register holds which field, proposed by the program, corrected by hand."""

import pandas as pd

from ims_xl.column_mapping import MappingDraft
from ims_xl.sheets import record_columns
from ims_xl.sheets.view import View, when
from ims_xl.workbook.sheet import Cell, Sheet, Table, Tint

_TABLE = "ims_ColumnMapping"
_HELP = "Correct the Field column, then map the same file again: Map columns on the IMS tab, or purchases with --map."
_BEFORE = "You see what the file gives before anything is read."
_AFTER = "Files with the same headings are read so, in later months too."


def sheets(view: View) -> list[Sheet]:
    """The sheet, once a mapping was proposed in this workbook."""
    return [_sheet(view.mapping)] if view.mapping else []


def _sheet(draft: MappingDraft) -> Sheet:
    problems = draft.mapping.problems()
    state = f"In use since {when(draft.accepted_at)}" if draft.accepted_at else "A proposal: nothing is read by it yet"
    missing = [f"Not complete: {'; '.join(problems)}"] if problems else []
    cells = (
        Cell(1, 1, "◂ Home", "link", link="home"),
        Cell(1, 2, "Column Mapping", "title"),
        Cell(2, 2, f"{state} · {_place(draft)}", "subtitle"),
        Cell(3, 2, f"{_HELP} {_AFTER if draft.accepted_at else _BEFORE}", "subtitle"),
        *(Cell(4, 2, text, "warn", span=6) for text in missing),
    )
    tints = (
        Tint(_TABLE, ("Field",), "COUNTIF(ims_list_RegisterField,{Field})=0", "bad"),
        Tint(_TABLE, ("Confidence",), "AND({Confidence}>0,{Confidence}<0.7)", "warn"),
    )
    table = Table(_TABLE, record_columns.MAPPING, mapping_rows(draft), 6)
    return Sheet("column_mapping", "Column Mapping", cells, (table,), tints, freeze=(7, 3), print_columns=7)


def mapping_rows(draft: MappingDraft) -> pd.DataFrame:
    """One row a column of the register, with the fields of record_columns.MAPPING."""
    mapping = draft.mapping
    return pd.DataFrame(
        [
            {
                "title": column.title or f"(column {at + 1}, no heading)",
                "choice": column.choice,
                "confidence": column.confidence / 100 if column.confidence else None,
                "reason": column.reason,
                **dict(zip(("first", "second", "third"), (*column.samples, "", "", ""), strict=False)),
                "place": f"{mapping.fingerprint}:{at}",
            }
            for at, column in enumerate(mapping.columns)
        ]
    )


def _place(draft: MappingDraft) -> str:
    mapping = draft.mapping
    sheet = f", sheet {mapping.sheet}" if mapping.sheet else ""
    return f"{mapping.file}{sheet}, headings in row {mapping.row}"
