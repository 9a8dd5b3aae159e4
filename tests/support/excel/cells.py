"""Ranges: values as Excel takes and gives them, looks, notes, validations."""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any, ClassVar

from support.excel.model import Com, NotInExcelError, Plain
from support.excel.win32 import ComError

from ims_xl.workbook import ranges
from ims_xl.workbook.ranges import Box

ROWS, COLUMNS = 1_048_576, 16_384
EPOCH = datetime(1899, 12, 30)
_CONTENTS, _FORMATS, _NOTES = 1 | 2 | 4 | 16, 32 | 64, 8  # com.sun.star.sheet.CellFlags
_NUMBERLIKE = re.compile(
    r"\s*[-+(]?\s*(₹|Rs\.?|\$|€|£)?\s*[\d.,]+\s*%?\)?\s*|.*\d\s*[-/:.]\s*\d.*|\d+[eE][-+]?\d+|"
    r"\d+\s*[-/ ]?\s*(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\w*.*|"
    r"(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\w*[-/ ]\d.*|true|false|#\w+[!?/]?\w*|[=+\-@].*",
    re.IGNORECASE,
)
_ERRORS = 4  # com.sun.star.sheet.FormulaResult
_HORIZONTAL = {1: "STANDARD", -4131: "LEFT", -4108: "CENTER", -4152: "RIGHT"}
_VERTICAL = {-4160: 1, -4108: 2, -4107: 3}


class CoercionError(AssertionError):
    """Excel would have made a number, a date or a formula of a text."""


def rgb(bgr: int) -> int:
    """A colour the other way round."""
    return (bgr & 255) << 16 | bgr & 0xFF00 | bgr >> 16 & 255


class Range(Com):
    """Rectangles on one sheet."""

    kind = "Range"

    def __init__(self, sheet: Any, boxes: Sequence[Box]) -> None:
        self.sheet = sheet
        self.boxes = list(boxes)
        self.found: dict[Box, Any] = {}

    # where
    @property
    def box(self) -> Box:
        return self.boxes[0]

    def uno(self, box: Box | None = None) -> Any:
        box = box or self.box
        if box not in self.found:
            corners = box.left - 1, box.top - 1, box.right - 1, box.bottom - 1
            self.found[box] = self.sheet.uno.getCellRangeByPosition(*corners)
        return self.found[box]

    def each(self) -> Iterator[Any]:
        return (self.uno(box) for box in self.boxes)

    @property
    def doc(self) -> Any:
        return self.sheet.book.doc

    def get_Application(self) -> Any:
        return self.sheet.book.app

    def get_Worksheet(self) -> Any:
        return self.sheet

    def get_Parent(self) -> Any:
        return self.sheet

    def get_Address(self) -> str:
        texts = []
        for box in self.boxes:
            text = ranges.address(box, fixed=True)
            first, _, last = text.partition(":")
            texts.append(first if first == last else text)
        return ",".join(texts)

    def get_Row(self) -> int:
        return self.box.top

    def get_Column(self) -> int:
        return self.box.left

    def get_Count(self) -> int:
        return sum((box.bottom - box.top + 1) * (box.right - box.left + 1) for box in self.boxes)

    def get_Areas(self) -> "Areas":
        return Areas([Range(self.sheet, [box]) for box in self.boxes])

    def call_Rows(self) -> "Lines":
        return Lines(self, self.box.bottom - self.box.top + 1)

    def call_Columns(self) -> "Lines":
        return Lines(self, self.box.right - self.box.left + 1)

    def get_EntireRow(self) -> "Range":
        return Whole(self.sheet, [box._replace(left=1, right=COLUMNS) for box in self.boxes])

    def get_EntireColumn(self) -> "Range":
        return Whole(self.sheet, [box._replace(top=1, bottom=ROWS) for box in self.boxes])

    def call_Item(self, row: int, column: int = 1) -> "Range":
        top, left = self.box.top + row - 1, self.box.left + column - 1
        return Range(self.sheet, [Box(top, left, top, left)])

    def call_Cells(self, row: int, column: int = 1) -> "Range":
        return self.call_Item(row, column)

    def get_Left(self) -> float:
        return float(self.uno().Position.X * 72 / 2540)

    def get_Top(self) -> float:
        return float(self.uno().Position.Y * 72 / 2540)

    def call_Select(self) -> None:
        self.sheet.book.select(self)

    def call_SpecialCells(self, Type: int, Value: int | None = None) -> "Range":
        assert Type == 12, "only visible cells"
        boxes = []
        used = self.sheet.get_UsedRange().box if self.get_Count() == 1 else None
        for box in [used] if used else self.boxes:
            for found in self.uno(box).queryVisibleCells().RangeAddresses:
                boxes.append(Box(found.StartRow + 1, found.StartColumn + 1, found.EndRow + 1, found.EndColumn + 1))
        if not boxes:
            raise ComError("No cells were found.")
        return Range(self.sheet, boxes)

    # values
    def get_Value(self) -> Any:
        uno = self.uno()
        rows = [list(row) for row in uno.getDataArray()]
        top, left = self.box.top, self.box.left
        for group in uno.getUniqueCellFormatRanges():
            kind = self.doc.NumberFormats.getByKey(group.getByIndex(0).NumberFormat).Type
            if not kind & 6:  # com.sun.star.util.NumberFormat.DATE, TIME
                continue
            for address in group.RangeAddresses:
                for row in range(address.StartRow + 1 - top, min(address.EndRow + 1 - top + 1, len(rows))):
                    for column in range(
                        address.StartColumn + 1 - left, min(address.EndColumn + 2 - left, len(rows[0]))
                    ):
                        if isinstance(rows[row][column], float):
                            rows[row][column] = _moment(rows[row][column])
        found = tuple(tuple(None if value == "" else value for value in row) for row in rows)
        return found[0][0] if self.get_Count() == 1 else found

    def set_Value(self, value: Any) -> None:
        rows = [list(row) for row in value] if isinstance(value, list | tuple) else None
        if rows is None:
            height, width = self.box.bottom - self.box.top + 1, self.box.right - self.box.left + 1
            rows = [[value] * width for _ in range(height)]
        texts = self._text_cells()
        longest = 32_767 if self.get_Count() == 1 else 8_203
        written = [
            tuple(self._taken(value, texts(row, column), longest) for column, value in enumerate(line))
            for row, line in enumerate(rows)
        ]
        with self._notes_kept():
            self.uno().setDataArray(tuple(written))
        for row, line in enumerate(written):
            for column, value in enumerate(line):
                self.sheet.links.pop((self.box.top + row, self.box.left + column), None) if value == "" else None

    @contextmanager
    def _notes_kept(self) -> Iterator[None]:
        """LibreOffice drops notes where an array is written, Excel keeps them."""
        kept = [(note.at, note.call_Text()) for note in self.sheet.get_Comments() if self.box.has(*note.at)]
        yield
        for (row, column), text in kept:
            cell = self.sheet.uno.getCellByPosition(column - 1, row - 1)
            if not cell.getAnnotation().getString():
                self.sheet.uno.Annotations.insertNew(cell.CellAddress, text)

    def _taken(self, value: Any, is_text: bool, longest: int) -> Any:
        if value is None or value == "":
            return ""
        if isinstance(value, datetime):
            return (value.replace(tzinfo=None) - EPOCH) / timedelta(days=1)
        if isinstance(value, str):
            if len(value) > longest:
                raise ComError("a text is too long for a block of cells")
            if is_text:
                return value
            if value.startswith("'"):
                return value[1:]
            if _NUMBERLIKE.fullmatch(value):
                raise CoercionError(f"Excel would not keep the text {value!r} in a cell that is not formatted as text")
            return value
        if is_text:
            raise CoercionError(f"Excel would make a text of {value!r} in a cell formatted as text")
        return float(value)

    def _text_cells(self) -> Any:
        """Which cells of the range are formatted as text, by row and column from 0."""
        boxes = []
        for group in self.uno().getUniqueCellFormatRanges():
            if self.doc.NumberFormats.getByKey(group.getByIndex(0).NumberFormat).Type & 256:
                boxes += [(a.StartRow, a.StartColumn, a.EndRow, a.EndColumn) for a in group.RangeAddresses]
        top, left = self.box.top - 1, self.box.left - 1
        if len(boxes) == 1 and boxes[0] == (top, left, self.box.bottom - 1, self.box.right - 1):
            return lambda row, column: True
        return lambda row, column: any(
            first <= row + top <= last and start <= column + left <= end for first, start, last, end in boxes
        )

    def get_Formula(self) -> Any:
        rows = self.uno().getFormulaArray()
        return rows[0][0] if self.get_Count() == 1 else rows

    def set_Formula(self, formula: Any) -> None:
        """One formula, or a block of them as rows."""
        rows = formula if isinstance(formula, list | tuple) else [[formula]]
        is_text = self._text_cells()
        for row, line in enumerate(rows):
            for column, one in enumerate(line):
                if is_text(row, column):
                    raise CoercionError(f"Excel would keep {one} as a text")
        part = self.uno()
        part.setFormulaArray(tuple(tuple(native(one) for one in line) for line in rows))
        wrong = part.queryFormulaCells(_ERRORS).Cells.createEnumeration()
        while wrong.hasMoreElements():
            cell = wrong.nextElement()
            if cell.getError() in (508, 509, 510, 525):
                raise ComError(f"Excel does not take the formula {cell.getFormula()}")

    def call_ClearContents(self) -> None:
        for part in self.each():
            part.clearContents(_CONTENTS)

    def call_ClearFormats(self) -> None:
        for part in self.each():
            part.clearContents(_FORMATS)

    def call_Clear(self) -> None:
        for part in self.each():
            part.clearContents(_CONTENTS | _FORMATS | _NOTES)

    def call_Merge(self, Across: bool = False) -> None:
        self.uno().merge(True)

    def call_UnMerge(self) -> None:
        for part in self.each():
            part.merge(False)

    def call_Insert(self, Shift: int | None = None, CopyOrigin: int | None = None) -> None:
        box = self.box
        assert (box.left, box.right) == (1, COLUMNS), "whole rows"
        self.sheet.uno.Rows.insertByIndex(box.top - 1, box.bottom - box.top + 1)

    # looks
    def _all(self, name: str, value: Any) -> None:
        for part in self.each():
            part.setPropertyValue(name, value)

    def same(self, name: str) -> Any:
        """The value of a property, None when cells differ."""
        part = self.uno()
        if part.getPropertyState(name).value == "AMBIGUOUS_VALUE":
            return None
        return part.getPropertyValue(name)

    def set_NumberFormat(self, value: str) -> None:
        self._all("NumberFormat", self.sheet.book.number_format(value))

    def get_Font(self) -> "Font":
        return Font(self)

    def get_Interior(self) -> "Interior":
        return Interior(self)

    def call_Borders(self, Index: int | None = None) -> "Border":
        return Border("Borders" if Index is None else "Border", self, Index)

    def set_HorizontalAlignment(self, value: int) -> None:
        self._all("HoriJustify", self.sheet.book.enum("table.CellHoriJustify", _HORIZONTAL[value]))

    def set_VerticalAlignment(self, value: int) -> None:
        self._all("VertJustify", _VERTICAL[value])

    def set_WrapText(self, value: bool) -> None:
        self._all("IsTextWrapped", value)

    def set_IndentLevel(self, value: int) -> None:
        self._all("ParaIndent", value * 353)

    def set_ColumnWidth(self, value: float) -> None:
        for part in self.each():
            part.Columns.Width = round((value * 7 + 5) * 2540 / 96)

    def set_RowHeight(self, value: float) -> None:
        for part in self.each():
            part.Rows.Height = round(value * 2540 / 72)

    def set_Hidden(self, value: bool) -> None:
        raise NotInExcelError("Hidden is for whole rows and columns")

    def call_AutoFilter(
        self, Field: int, Criteria1: Any = None, Operator: int = 1, Criteria2: Any = None, VisibleDropDown: bool = True
    ) -> None:
        from support.excel.lists import filter_table

        table = next(table for table in self.sheet.get_ListObjects()._found() if table.box.meets(self.box))
        filter_table(table, Field, None if Criteria1 is None else (Criteria1, Operator, Criteria2))

    # notes, links, rules
    def get_Comment(self) -> "Comment | None":
        return next((note for note in self.sheet.get_Comments() if note.at == (self.box.top, self.box.left)), None)

    def call_AddComment(self, Text: str = "") -> "Comment":
        if self.get_Comment():
            raise ComError("there is a comment already")
        self.sheet.uno.Annotations.insertNew(self.uno().getCellByPosition(0, 0).CellAddress, Text)
        found = self.get_Comment()
        assert found
        return found

    def call_Hyperlinks(self, Index: int | None = None) -> "Hyperlinks":
        return Hyperlinks(self)

    def get_Validation(self) -> "Validation":
        return Validation(self)

    def get_FormatConditions(self) -> Any:
        from support.excel.rules import FormatConditions

        return FormatConditions(self)


class Whole(Range):
    """Whole rows or columns."""

    def set_Hidden(self, value: bool) -> None:
        for part, box in zip(self.each(), self.boxes, strict=True):
            (part.Columns if box.bottom == ROWS else part.Rows).IsVisible = not value

    def set_OutlineLevel(self, value: int) -> None:
        columns = self.sheet.book.enum("table.TableOrientation", "COLUMNS")
        for part in self.each():
            for _ in range(value - 1):
                self.sheet.uno.group(part.RangeAddress, columns)


class Lines(Com):
    """Rows or columns of a range."""

    kind = "Range"

    def __init__(self, area: Range, count: int) -> None:
        self.area, self.count = area, count

    def get_Count(self) -> int:
        return self.count


class Areas(Com):
    """The rectangles of a range."""

    kind = "Areas"

    def __init__(self, areas: list[Range]) -> None:
        self.areas = areas

    def get_Count(self) -> int:
        return len(self.areas)

    def __iter__(self) -> Iterator[Range]:
        for area in self.areas:
            self.note("get", "Item")
            yield area


class Font(Com):
    """Letters."""

    kind = "Font"

    def __init__(self, area: Range) -> None:
        self.area = area

    def set_Name(self, value: str) -> None:
        self.area._all("CharFontName", value)

    def set_Size(self, value: float) -> None:
        self.area._all("CharHeight", float(value))

    def set_Bold(self, value: bool) -> None:
        self.area._all("CharWeight", 150.0 if value else 100.0)

    def get_Bold(self) -> bool | None:
        found = self.area.same("CharWeight")
        return None if found is None else found > 100

    def get_Italic(self) -> bool | None:
        found = self.area.same("CharPosture")
        return None if found is None else found.value != "NONE"

    def set_Italic(self, value: bool) -> None:
        self.area._all("CharPosture", self.area.sheet.book.enum("awt.FontSlant", "ITALIC" if value else "NONE"))

    def set_Underline(self, value: int) -> None:
        self.area._all("CharUnderline", 1 if value == 2 else 0)

    def set_Color(self, value: int) -> None:
        self.area._all("CharColor", rgb(value))

    def get_Color(self) -> int | None:
        found = self.area.same("CharColor")
        return None if found is None else rgb(max(found, 0))

    def get_ColorIndex(self) -> int | None:
        found = self.area.same("CharColor")
        return None if found is None else -4105 if found == -1 else 1


class Interior(Com):
    """Fill."""

    kind = "Interior"

    def __init__(self, area: Range) -> None:
        self.area = area

    def set_Color(self, value: int) -> None:
        self.area._all("CellBackColor", rgb(value))

    def set_ColorIndex(self, value: int) -> None:
        assert value == -4142
        self.area._all("CellBackColor", -1)

    def get_Color(self) -> int:
        found = self.area.same("CellBackColor")
        return 0 if found is None else rgb(max(found, 0))

    def get_ColorIndex(self) -> int | None:
        found = self.area.same("CellBackColor")
        return None if found is None else -4142 if found == -1 else 1


class Border(Com):
    """Lines around cells; drawn when the colour is set."""

    def __init__(self, kind: str, area: Range, index: int | None) -> None:
        self.kind = kind
        self.area, self.index, self.weight = area, index, 2

    def set_LineStyle(self, value: int) -> None:
        self.style = value

    def set_Weight(self, value: int) -> None:
        self.weight = value

    def set_Color(self, value: int) -> None:
        line = self.area.sheet.book.office.uno.createUnoStruct("com.sun.star.table.BorderLine2")
        line.Color, line.OuterLineWidth = rgb(value), 26 if self.weight == 2 else 88
        line.LineWidth = line.OuterLineWidth
        sides = {None: ("Left", "Right", "Top", "Bottom"), 7: ("Left",), 10: ("Right",), 9: ("Bottom",)}[self.index]
        for side in sides:
            self.area._all(f"{side}Border2", line)


class Comment(Com):
    """A note."""

    kind = "Comment"

    def __init__(self, sheet: Any, number: int) -> None:
        self.sheet, self.number = sheet, number
        place = sheet.uno.Annotations.getByIndex(number).Position
        self.at = (place.Row + 1, place.Column + 1)

    def get_Parent(self) -> Range:
        return Range(self.sheet, [Box(*self.at, *self.at)])

    def call_Text(self, Text: str | None = None, Start: int = 0, Overwrite: bool = False) -> str:
        note = self.sheet.uno.Annotations.getByIndex(self.number)
        if Text is not None:
            note.setString(Text)
        return str(note.getString())


class Hyperlinks(Com):
    """Links of a range; they become fields when the workbook is saved."""

    kind = "Hyperlinks"

    def __init__(self, area: Range) -> None:
        self.area = area

    def call_Add(self, Anchor: Range, Address: str, SubAddress: str = "") -> Plain:
        assert Anchor.get_Count() == 1
        self.area.sheet.links[Anchor.box.top, Anchor.box.left] = SubAddress
        return Plain("Hyperlink")

    def call_Delete(self) -> None:
        links = self.area.sheet.links
        for place in [place for place in links if any(box.has(*place) for box in self.area.boxes)]:
            del links[place]


class Validation(Com):
    """A dropdown or a message."""

    kind = "Validation"
    _NAMES: ClassVar[dict[str, str]] = {
        "ShowError": "ShowErrorMessage",
        "ErrorTitle": "ErrorTitle",
        "ErrorMessage": "ErrorMessage",
        "ShowInput": "ShowInputMessage",
        "InputMessage": "InputMessage",
        "IgnoreBlank": "IgnoreBlankCells",
    }

    def __init__(self, area: Range) -> None:
        self.area = area

    def _change(self, **settings: Any) -> None:
        for part in self.area.each():
            rule = part.Validation
            for name, value in settings.items():
                rule.setFormula1(value) if name == "Formula1" else rule.setPropertyValue(name, value)
            part.Validation = rule

    def call_Add(
        self, Type: int, AlertStyle: int = 1, Operator: int = 1, Formula1: str = "", Formula2: str = ""
    ) -> None:
        kinds = {0: "ANY", 3: "LIST"}
        if self.area.uno().Validation.Type.value != "ANY":
            raise ComError("there is a validation already")
        if Type == 3 and not self.area.sheet.book.doc.NamedRanges.hasByName(Formula1.lstrip("=")):
            raise ComError(f"the list {Formula1} is not there")
        made = self.area.sheet.book.enum("sheet.ValidationType", kinds[Type])
        self._change(Type=made, ShowList=1, ShowErrorMessage=Type == 3, Formula1=Formula1.lstrip("="))

    def call_Delete(self) -> None:
        self._change(
            Type=self.area.sheet.book.enum("sheet.ValidationType", "ANY"), ShowInputMessage=False, InputMessage=""
        )

    def _member(self, how: str, name: str) -> Any:
        if how == "set":
            return lambda value: self._change(**{self._NAMES[name]: value})
        return super()._member(how, name)


def native(formula: str) -> str:
    """A formula in LibreOffice's own words: semicolons between arguments, a point behind sheets."""
    parts = re.split(r'("(?:[^"]|"")*"|\[[^\]]*\]+)', formula)
    plain = [
        part if rank % 2 else re.sub(r"('(?:[^']|'')+')!", r"$\1.", part.replace(",", ";"))
        for rank, part in enumerate(parts)
    ]
    return "".join(plain)


def _moment(serial: float) -> datetime:
    return EPOCH + timedelta(seconds=round(serial * 86_400))


def boxes(text: str) -> list[Box]:
    """The rectangles of an address as Range() takes it."""
    if len(text) > 255:
        raise ComError("the address is longer than 255 characters")
    found = []
    for part in text.replace("$", "").split(","):
        rows = re.fullmatch(r"(\d+):(\d+)", part)
        found.append(Box(int(rows[1]), 1, int(rows[2]), COLUMNS) if rows else ranges.box(part))
    return found
