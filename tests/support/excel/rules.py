"""Conditional formats, kept by LibreOffice as styles."""

import itertools
import re
from typing import Any

from support.excel.cells import Range, native, rgb
from support.excel.model import Com
from support.excel.win32 import ComError

from ims_xl.workbook.ranges import Box

_NUMBER = itertools.count(1)


class FormatConditions(Com):
    """The conditional formats that touch a range."""

    kind = "FormatConditions"

    def __init__(self, area: Range) -> None:
        self.area = area
        self.counted: list[FormatCondition] = []  # asking LibreOffice for each Item takes longer than a step does

    def _found(self) -> list["FormatCondition"]:
        formats = self.area.sheet.uno.ConditionalFormats.getConditionalFormats()
        return [
            FormatCondition(self, one, number)
            for one in formats
            for number in range(one.getCount())
            if one.getByIndex(number).getType() == 0
            and number not in self.area.sheet.dead_rules.get(one.getPropertyValue("ID"), ())
        ]

    def get_Count(self) -> int:
        self.counted = self._found()
        return len(self.counted)

    def call_Item(self, Index: int) -> "FormatCondition":
        return (self.counted or self._found())[Index - 1]

    def call_Add(self, Type: int, Operator: int = 0, Formula1: str = "", Formula2: str = "") -> "FormatCondition":
        book = self.area.sheet.book
        ranges = book.doc.createInstance("com.sun.star.sheet.SheetCellRanges")
        for box in self.area.boxes:
            ranges.addRangeAddress(self.area.uno(box).RangeAddress, False)
        number = self.area.sheet.uno.ConditionalFormats.createByRange(ranges)
        made = next(
            one
            for one in reversed(self.area.sheet.uno.ConditionalFormats.getConditionalFormats())
            if one.getPropertyValue("ID") == number
        )
        made.createEntry(0, 0)
        entry = made.getByIndex(0)
        if not Formula1.startswith("="):
            raise ComError("a formula begins with =")
        separator = book.app.separator
        if separator != "," and "," in re.sub(r'"[^"]*"', "", Formula1):  # of the system's lists
            raise ComError("this formula has an error")
        formula = re.sub(rf'{separator}(?=(?:[^"]*"[^"]*")*[^"]*$)', ",", Formula1)
        # Excel reads relative references from the active cell, LibreOffice from the top left cell of the range
        first = min((box.top, box.left) for box in self.area.boxes)[0]
        entry.Operator = {1: {7: 4, 8: 3}.get(Operator, 0), 2: 24}[Type]
        entry.Formula1 = native(_shifted(formula, first - book.active_row))[1:]
        style = f"ims rule {next(_NUMBER)}"
        styles = book.doc.StyleFamilies.getByName("CellStyles")
        styles.insertByName(style, book.doc.createInstance("com.sun.star.style.CellStyle"))
        entry.StyleName = style
        return FormatCondition(self, made, 0)


def _shifted(formula: str, down: int) -> str:
    return re.sub(r"(\$[A-Z]{1,3})(\d+)\b", lambda found: f"{found[1]}{int(found[2]) + down}", formula)


class FormatCondition(Com):
    """One of them."""

    kind = "FormatCondition"

    def __init__(self, every: FormatConditions, one: Any, number: int) -> None:
        self.every, self.area, self.one, self.number = every, every.area, one, number

    @property
    def entry(self) -> Any:
        return self.one.getByIndex(self.number)

    @property
    def style(self) -> Any:
        return self.area.sheet.book.doc.StyleFamilies.getByName("CellStyles").getByName(self.entry.StyleName)

    @property
    def boxes(self) -> list[Box]:
        return [
            Box(a.StartRow + 1, a.StartColumn + 1, a.EndRow + 1, a.EndColumn + 1)
            for a in self.one.getPropertyValue("Range").RangeAddresses
        ]

    def get_Type(self) -> int:
        return 2 if self.entry.Operator == 24 else 1

    def get_Formula1(self) -> str:
        return "=" + str(self.entry.Formula1)

    def get_Font(self) -> "RuleFont":
        return RuleFont(self)

    def get_Interior(self) -> "RuleFill":
        return RuleFill(self)

    def set_NumberFormat(self, value: str) -> None:
        self.style.NumberFormat = self.area.sheet.book.number_format(value)

    def set_StopIfTrue(self, value: bool) -> None:
        """LibreOffice always stops."""

    def call_Delete(self) -> None:
        """LibreOffice removes all rules of a range at once: the last one takes them along."""
        sheet, number = self.area.sheet, self.one.getPropertyValue("ID")
        dead = sheet.dead_rules.setdefault(number, set())
        dead.add(self.number)
        if len(dead) == self.one.getCount():
            sheet.uno.ConditionalFormats.removeByID(number)
            del sheet.dead_rules[number]
        self.every.counted = [one for one in self.every.counted if one is not self]


class RuleFont(Com):
    """Its letters."""

    kind = "Font"

    def __init__(self, rule: FormatCondition) -> None:
        self.rule = rule

    def set_Color(self, value: int) -> None:
        self.rule.style.CharColor = rgb(value)

    def set_Bold(self, value: bool) -> None:
        self.rule.style.CharWeight = 150.0 if value else 100.0


class RuleFill(Com):
    """Its fill."""

    kind = "Interior"

    def __init__(self, rule: FormatCondition) -> None:
        self.rule = rule

    def set_Color(self, value: int) -> None:
        self.rule.style.CellBackColor = rgb(value)
