"""The part that makes a range of cells a table."""

import re
from collections.abc import Mapping, Sequence

from ims_xl.workbook.layout import field
from ims_xl.workbook.ranges import Box, address
from ims_xl.workbook.xlsx.xml import MAIN, Element

TABLE_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.table+xml"
_SUBTOTAL = re.compile(r"SUBTOTAL\((\d+),[^,()]*\)")
_STYLE = {
    "name": "TableStyleLight1",
    "showFirstColumn": "0",
    "showLastColumn": "0",
    "showRowStripes": "0",
    "showColumnStripes": "0",
}


def new_table(name: str, number: int, box: Box, headers: Sequence[str]) -> Element:
    """The root of a part for a table; `number` is one that no other table of the workbook has."""
    reference = address(box)
    words = {"xmlns": MAIN, "id": str(number), "name": name, "displayName": name, "ref": reference}
    columns = [Element("tableColumn", {"id": str(n), "name": h}) for n, h in enumerate(headers, start=1)]
    return Element(
        "table",
        {**words, "totalsRowShown": "0"},
        [
            Element("autoFilter", {"ref": reference}),
            Element("tableColumns", {"count": str(len(columns))}, columns),
            Element("tableStyleInfo", dict(_STYLE)),
        ],
    )


def totals_cell(cell: Element, table: str, header: str) -> Element:
    """A cell of the row of totals below a longer or shorter table: a total of a column is one of the whole column."""
    formula = cell.find("f")
    found = _SUBTOTAL.fullmatch(formula.text) if formula is not None else None
    if formula is None or found is None:
        return cell
    made = Element("c", {"r": cell.get("r"), **({"s": cell.get("s")} if cell.get("s") else {})})
    made.children = [Element("f", {}, [f"SUBTOTAL({found[1]},{field(table, header)})"])]  # computed when it is opened
    return made


def resize(table: Element, box: Box, headers: Sequence[str], ours: Mapping[str, bool], *, totals: bool = False) -> None:
    """Let a table that is there cover other rows and columns; filters and looks of its columns stay with them.

    `ours`: heading -> whether the column is ours: what the accountant let Excel compute in it is then no more.
    `totals`: whether the accountant has a row of totals below it.
    """
    columns = table.find("tableColumns")
    there = {_said(column.get("name")): column for column in columns.elements} if columns else {}
    before = list(there)
    taken = {int(column.get("id", "0")) for column in there.values()}
    made = []
    for header in headers:
        column = there.get(header)
        if column is None:
            number = max(taken, default=0) + 1
            taken.add(number)
            column = Element("tableColumn", {"id": str(number), "name": header})
        elif ours.get(header):
            column.children = [child for child in column.elements if child.name != "calculatedColumnFormula"]
        made.append(column)
    if columns is None:
        columns = Element("tableColumns")
        table.children.append(columns)
    columns.children, columns.attributes["count"] = list(made), str(len(made))
    reference = address(box)
    table.attributes["ref"] = address(box._replace(bottom=box.bottom + 1)) if totals else reference
    for name in ("headerRowCount", "totalsRowCount", "insertRow", "insertRowShift"):
        table.attributes.pop(name, None)
    if totals:
        table.attributes["totalsRowCount"] = "1"
    _refilter(table, reference, before, headers)


def _refilter(table: Element, reference: str, before: Sequence[str], headers: Sequence[str]) -> None:
    """The filter over the whole table, each condition on the column it was set for; the note of a sort goes."""
    table.children = [child for child in table.elements if child.name != "sortState"]
    found = table.find("autoFilter")
    if found is None:
        return
    found.attributes["ref"] = reference
    kept = []
    for condition in found.elements:
        if condition.name == "filterColumn":
            rank = int(condition.get("colId", "0"))
            if rank >= len(before) or before[rank] not in headers:
                continue
            condition.attributes["colId"] = str(headers.index(before[rank]))
        elif condition.name == "sortState":
            continue
        kept.append(condition)
    kept.sort(key=lambda one: int(one.get("colId", "9999")))
    found.children = list(kept)


def _said(text: str) -> str:
    return " ".join(text.replace("_x000a_", " ").replace("_x000A_", " ").split())
