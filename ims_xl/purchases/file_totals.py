"""The totals that a register states itself, compared with the rows above them."""

from ims_xl.issues import Issue
from ims_xl.money import in_rupees, to_paise
from ims_xl.purchases.grid import Cell, Row, Sheet
from ims_xl.purchases.headers import Header
from ims_xl.purchases.lines import is_total
from ims_xl.purchases.sums import rupees
from ims_xl.purchases.values import is_blank
from ims_xl.register_words import SUMMED

_COMPARED = (*SUMMED, "doc_value")
_REMEDY = "Look whether a row is missing, was left out, or a column is mapped to the wrong field."


def compare_totals(sheet: Sheet, header: Header) -> list[Issue]:
    """A warning for each amount whose total differs from the rows above it, or a note that all agree.

    The last row that calls itself a total and has no date counts; nothing is said of a file without one.
    """
    places = {field: header.columns[field] for field in _COMPARED if field in header.columns}
    rows = sheet.rows[header.at + 1 :]
    last = next((at for at in range(len(rows) - 1, -1, -1) if _is_total(rows[at], header)), None)
    if last is None:
        return []
    above = [row for row in rows[:last] if not _is_total(row, header)]
    issues: list[Issue] = []
    compared = False
    for place in places.values():
        stated = rupees(_cell(rows[last], place))
        if stated is None or is_blank(_cell(rows[last], place)):
            continue
        compared = True
        found = sum(to_paise(rupees(_cell(row, place)) or 0.0) for row in above) / 100
        if to_paise(stated) != to_paise(found):
            title = " ".join(str(sheet.rows[header.at].cells[place]).split())
            reason = f"the file's own total is {in_rupees(stated)}, its rows add up to {in_rupees(found)}"
            issues.append(Issue("warning", reason, _REMEDY, "", sheet.name, rows[last].number, title))
    if compared and not issues:
        issues.append(Issue("note", "the file's own totals agree with its rows", "", "", sheet.name, rows[last].number))
    return issues


def _is_total(row: Row, header: Header) -> bool:
    return is_blank(_cell(row, header.columns["doc_date"])) and any(map(is_total, row.cells))


def _cell(row: Row, at: int) -> Cell:
    return row.cells[at] if at < len(row.cells) else ""
