"""The application, workbooks, sheets and names."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from support.excel.cells import COLUMNS, ROWS, Comment, Range, boxes
from support.excel.lists import ListObject, ListObjects
from support.excel.model import Com, Plain
from support.excel.office import Office
from support.excel.win32 import ComError

from ims_xl.workbook.ranges import Box

_PIECE = re.compile(r"('(?:[^']|'')+'|[^'!,()=]+)!(\$?[A-Z]+\$?\d+(?::\$?[A-Z]+\$?\d+)?)")


class Application(Com):
    """Excel."""

    kind = "Application"

    def __init__(self, office: Office) -> None:
        self.office = office
        self.books: list[Workbook] = []
        self.exchange = Path()
        self.separator = ","
        self.settings: dict[str, Any] = {
            "Calculation": -4105,
            "EnableEvents": True,
            "ScreenUpdating": True,
            "DisplayAlerts": True,
            "StatusBar": False,
            "PrintCommunication": True,
            "Visible": True,
            "Hwnd": 1,
            "Version": "16.0",
        }

    def open(self, path: Path) -> "Workbook":
        """Open a workbook, as the accountant does."""
        self.books.append(Workbook(self, path))
        return self.books[-1]

    def _member(self, how: str, name: str) -> Any:
        if name in self.settings and how == "get":
            return lambda: self.settings[name]
        if name in self.settings and how == "set":
            return lambda value: self._set(name, value)
        return super()._member(how, name)

    def _set(self, name: str, value: Any) -> None:
        self.settings[name] = value
        for book in self.books:
            if name == "Calculation":
                book.doc.enableAutomaticCalculation(value == -4105)
                book.doc.calculate() if value == -4105 else None

    def get_Workbooks(self) -> "Workbooks":
        return Workbooks(self)

    def get_ActiveWorkbook(self) -> "Workbook":
        return self.books[-1]

    def get_ActiveSheet(self) -> "Worksheet":
        return self.books[-1].get_ActiveSheet()

    def get_Selection(self) -> Range:
        return self.books[-1].selection

    def get_ActiveCell(self) -> Range:
        row = self.books[-1].active_row
        return Range(self.get_ActiveSheet(), [Box(row, 1, row, 1)])

    def call_Run(self, Macro: str, Arg1: str, Arg2: str) -> None:
        from support.excel.carrier import carrier

        assert Macro == "'ims_xl.xlam'!ImsCarryOut"
        carrier().draw(self.exchange, Arg1, next(book for book in self.books if book.get_Name() == Arg2))

    def call_International(self, Index: int) -> str:
        assert Index == 5
        return self.separator

    def call_Union(self, Arg1: Range, Arg2: Range) -> Range:
        return Range(Arg1.sheet, [*Arg1.boxes, *Arg2.boxes])

    def call_Intersect(self, Arg1: Range, Arg2: Range) -> Range | None:
        found = [
            Box(max(a.top, b.top), max(a.left, b.left), min(a.bottom, b.bottom), min(a.right, b.right))
            for a in Arg1.boxes
            for b in Arg2.boxes
            if a.meets(b)
        ]
        return Range(Arg1.sheet, found) if found else None


class Workbooks(Com):
    """The open workbooks."""

    kind = "Workbooks"

    def __init__(self, app: Application) -> None:
        self.app = app

    def get_Count(self) -> int:
        return len(self.app.books)

    def get_Application(self) -> Application:
        return self.app

    def __iter__(self) -> Iterator["Workbook"]:
        return iter(self.app.books)


class Workbook(Com):
    """One open workbook."""

    kind = "Workbook"

    def __init__(self, app: Application, path: Path) -> None:
        self.app, self.office, self.path = app, app.office, path
        self.doc = app.office.open(path)
        self.active_row = 1
        self.address = ""  # on the web, when it lies in a cloud folder
        self.very_hidden: set[str] = {"_ims"}
        self.formats: dict[str, int] = {}
        self.sheets = [Worksheet(self, sheet) for sheet in self.doc.Sheets]
        self.selection = Range(self.sheets[0], [Box(1, 1, 1, 1)])

    def enum(self, kind: str, value: str) -> Any:
        return self.office.uno.Enum(f"com.sun.star.{kind}", value)

    def number_format(self, text: str) -> int:
        if text not in self.formats:
            locale = self.office.uno.createUnoStruct("com.sun.star.lang.Locale")
            locale.Language, locale.Country = "en", "US"
            found = self.doc.NumberFormats.queryKey(text, locale, False)
            self.formats[text] = found if found >= 0 else self.doc.NumberFormats.addNew(text, locale)
        return self.formats[text]

    def sheet(self, name: str) -> "Worksheet":
        return next(sheet for sheet in self.sheets if sheet.uno.Name == name)

    def select(self, area: Range) -> None:
        """Select cells, as the accountant does."""
        self.selection, self.active_row = area, area.box.top
        self.doc.CurrentController.setActiveSheet(area.sheet.uno)

    def save(self, path: Path) -> None:
        """Save as .xlsx."""
        for sheet in self.sheets:
            sheet.write_links()
        kind = self.office.value("FilterName", "Calc MS Excel 2007 XML")
        self.doc.storeToURL(path.as_uri(), (kind,))

    def close(self) -> None:
        from support.excel.carrier import forget

        forget()
        self.app.books.remove(self)
        self.doc.close(True)

    def call_SaveCopyAs(self, Filename: str) -> None:
        self.save(Path(Filename))

    def get_Application(self) -> Application:
        return self.app

    def get_Name(self) -> str:
        return self.path.name

    def get_FullName(self) -> str:
        return self.address or str(self.path)

    def get_AutoSaveOn(self) -> bool:
        return bool(self.address)

    def get_ProtectStructure(self) -> bool:
        return bool(self.doc.isProtected())

    def get_Date1904(self) -> bool:
        return False

    def get_Worksheets(self) -> "Worksheets":
        return Worksheets(self)

    def get_ActiveSheet(self) -> "Worksheet":
        return self.sheet(self.doc.CurrentController.ActiveSheet.Name)

    def get_Names(self) -> "Names":
        return Names(self)

    def call_Windows(self, Index: int) -> Plain:
        return Plain("Window")


class Worksheets(Com):
    """Its sheets."""

    kind = "Worksheets"

    def __init__(self, book: Workbook) -> None:
        self.book = book

    def _found(self) -> list["Worksheet"]:
        order = {name: rank for rank, name in enumerate(self.book.doc.Sheets.ElementNames)}
        self.book.sheets = sorted(
            (sheet for sheet in self.book.sheets if not sheet.gone), key=lambda sheet: order[sheet.uno.Name]
        )
        return self.book.sheets

    def get_Count(self) -> int:
        return len(self._found())

    def get_Parent(self) -> Workbook:
        return self.book

    def call_Item(self, Index: int | str) -> "Worksheet":
        found = self._found()
        if isinstance(Index, int):
            return found[Index - 1]
        for sheet in found:
            if sheet.uno.Name.lower() == Index.lower():
                return sheet
        raise ComError(f"no sheet {Index}")

    def __iter__(self) -> Iterator["Worksheet"]:
        for sheet in list(self._found()):
            self.note("get", "Item")
            yield sheet

    def call_Add(self, Before: Any = None, After: Any = None, Count: int = 1, Type: int = 0) -> "Worksheet":
        sheets = self.book.doc.Sheets
        name = next(name for name in (f"Sheet{n}" for n in range(1, 99)) if not sheets.hasByName(name))
        place = Before.number if Before else After.number + 1
        sheets.insertNewByName(name, place)
        made = Worksheet(self.book, sheets.getByName(name))
        self.book.sheets.append(made)
        self._found()
        self.book.doc.CurrentController.setActiveSheet(made.uno)
        return made


class Worksheet(Com):
    """One sheet."""

    kind = "Worksheet"

    def __init__(self, book: Workbook, uno: Any) -> None:
        self.book, self.uno = book, uno
        self.links: dict[tuple[int, int], str] = {}
        self.filters: dict[str, dict[int, Any]] = {}
        self.dead_rules: dict[int, set[int]] = {}
        self.bare: dict[str, tuple[Any, ...]] = {}  # headings of tables that do not show them
        self.totals: dict[str, tuple[Any, ...]] = {}  # of tables that show or showed a totals row: what it held
        self.with_totals: set[str] = set()
        self.gone = False

    @property
    def number(self) -> int:
        return int(self.uno.RangeAddress.Sheet)

    def write_links(self) -> None:
        """Turn the texts of cells with a link into fields, as LibreOffice keeps links."""
        for (row, column), target in self.links.items():
            cell = self.uno.getCellByPosition(column - 1, row - 1)
            field = self.book.doc.createInstance("com.sun.star.text.TextField.URL")
            sheet, _, place = target.rpartition("!")
            field.URL, field.Representation = f"#{sheet}.{place}", cell.String
            cell.setString("")
            cell.insertTextContent(cell.createTextCursor(), field, False)
        self.links.clear()

    def table(self, name: str) -> ListObject:
        return ListObject(self, name)

    def get_Application(self) -> Application:
        return self.book.app

    def get_Name(self) -> str:
        return str(self.uno.Name)

    def set_Name(self, value: str) -> None:
        self.uno.Name = value

    def get_Parent(self) -> Workbook:
        return self.book

    def get_Index(self) -> int:
        return self.number + 1

    def get_Comments(self) -> list[Comment]:
        return [Comment(self, number) for number in range(self.uno.Annotations.Count)]

    def get_ListObjects(self) -> ListObjects:
        return ListObjects(self)

    def get_ProtectContents(self) -> bool:
        return bool(self.uno.isProtected())

    def get_PageSetup(self) -> "PageSetup":
        return PageSetup(self)

    def get_Outline(self) -> "Plain":
        return Plain("Outline")

    def get_Tab(self) -> "Tab":
        return Tab(self)

    def get_UsedRange(self) -> Range:
        cursor = self.uno.createCursor()
        cursor.gotoEndOfUsedArea(False)
        end = cursor.RangeAddress
        return Range(self, [Box(1, 1, end.EndRow + 1, end.EndColumn + 1)])

    def get_Visible(self) -> int:
        return -1 if self.uno.IsVisible else 2 if self.uno.Name in self.book.very_hidden else 0

    def set_Visible(self, value: int) -> None:
        self.uno.IsVisible = value == -1
        if value == 2:
            self.book.very_hidden.add(self.uno.Name)

    def call_Activate(self) -> None:
        self.book.doc.CurrentController.setActiveSheet(self.uno)

    def call_Select(self, Replace: bool = True) -> None:
        self.call_Activate()

    def call_Delete(self) -> None:
        self.book.doc.Sheets.removeByName(self.uno.Name)
        self.gone = True
        self.book.sheets.remove(self)

    def call_Move(self, Before: Any = None, After: Any = None) -> None:
        self.book.doc.Sheets.moveByName(self.uno.Name, Before.number if Before else After.number + 1)

    def call_Range(self, Cell1: Any, Cell2: Any = None) -> Range:
        if isinstance(Cell1, str):
            return Range(self, boxes(Cell1))
        second = Cell2 or Cell1
        return Range(self, [Box(Cell1.box.top, Cell1.box.left, second.box.bottom, second.box.right)])

    def call_Cells(self, RowIndex: int | None = None, ColumnIndex: int | None = None) -> Range:
        if RowIndex is None or ColumnIndex is None:
            return Range(self, [Box(1, 1, ROWS, COLUMNS)])
        return Range(self, [Box(RowIndex, ColumnIndex, RowIndex, ColumnIndex)])

    def call_ChartObjects(self, Index: int | None = None) -> "ChartObjects":
        return ChartObjects(self)


class PageSetup(Plain):
    """Paper; the printed area is told to LibreOffice."""

    def __init__(self, sheet: Worksheet) -> None:
        super().__init__("PageSetup")
        self.sheet = sheet

    def set_PrintArea(self, value: str) -> None:
        self.sheet.uno.setPrintAreas((Range(self.sheet, boxes(value)).uno().RangeAddress,))


class Tab(Com):
    """The colour of a tab."""

    kind = "Tab"

    def __init__(self, sheet: Worksheet) -> None:
        self.sheet = sheet

    def set_Color(self, value: int) -> None:
        self.sheet.uno.TabColor = (value & 255) << 16 | value & 0xFF00 | value >> 16


class ChartObjects(Com):
    """The charts of a sheet."""

    kind = "ChartObjects"

    def __init__(self, sheet: Worksheet) -> None:
        self.sheet = sheet

    def get_Count(self) -> int:
        return int(self.sheet.uno.Charts.Count)

    def call_Item(self, Index: int) -> Plain:
        chart = self.sheet.uno.Charts.getByIndex(Index - 1).EmbeddedObject
        title = str(chart.Title.String) if chart.HasMainTitle else ""
        shown = Plain("Chart", HasTitle=bool(title), ChartTitle=Plain("ChartTitle", Text=title))
        return Plain("ChartObject", Chart=shown)

    def call_Add(self, Left: float, Top: float, Width: float, Height: float) -> Plain:
        uno = self.sheet.book.office.uno
        place = uno.createUnoStruct("com.sun.star.awt.Rectangle")
        place.X, place.Y, place.Width, place.Height = (round(value * 2540 / 72) for value in (Left, Top, Width, Height))
        # LibreOffice wants a name that no chart of any sheet has.
        name = f"chart {self.sheet.uno.Charts.Count + 1} of {self.sheet.uno.Name}"
        self.sheet.uno.Charts.addNewByName(name, place, (), False, False)
        return Plain("ChartObject", Chart=NewChart(self.sheet.uno.Charts.getByName(name)))


class NewChart(Plain):
    """A chart being made."""

    def __init__(self, uno: Any) -> None:
        super().__init__("Chart")
        self.uno = uno

    def get_ChartTitle(self) -> "NewTitle":
        return NewTitle(self.uno.EmbeddedObject)


class NewTitle(Plain):
    """Its title."""

    def __init__(self, chart: Any) -> None:
        super().__init__("ChartTitle")
        self.chart = chart

    def set_Text(self, value: str) -> None:
        self.chart.HasMainTitle = True
        self.chart.Title.String = value


class Names(Com):
    """Workbook-wide names."""

    kind = "Names"

    def __init__(self, book: Workbook) -> None:
        self.book = book

    def get_Count(self) -> int:
        return len(self.book.doc.NamedRanges.ElementNames)

    def __iter__(self) -> Iterator["Name"]:
        return (Name(self.book, name) for name in self.book.doc.NamedRanges.ElementNames)

    def call_Item(self, Index: int | str) -> "Name":
        return Name(self.book, self.book.doc.NamedRanges.ElementNames[Index - 1] if isinstance(Index, int) else Index)

    def call_Add(self, Name: str, RefersTo: str, Visible: bool = True) -> "Name":
        if len(RefersTo) > 255:
            raise ComError("the text of the name is too long")
        names = self.book.doc.NamedRanges
        if names.hasByName(Name):
            names.removeByName(Name)
        text = _PIECE.sub(lambda found: f"${_quoted(found[1])}.{found[2]}", RefersTo.removeprefix("="))
        text = re.sub(r",(?=\$')", "~", text)
        start = self.book.office.uno.createUnoStruct("com.sun.star.table.CellAddress")
        names.addNewByName(Name, text, start, 0)
        return globals()["Name"](self.book, Name)


def _quoted(sheet: str) -> str:
    return sheet if sheet.startswith("'") else f"'{sheet}'"


class Name(Com):
    """One name; as a key it stays the same whatever is added."""

    kind = "Name"

    def __init__(self, book: Workbook, name: str) -> None:
        self.book, self.name = book, name

    def get_Name(self) -> str:
        return self.name

    def get_RefersTo(self) -> str:
        text = str(self.book.doc.NamedRanges.getByName(self.name).Content)
        text = re.sub(r"\$?('(?:[^']|'')+'|[\w ]+)\.(\$?[A-Z]+\$?\d+)(?::(\$?[A-Z]+\$?\d+))?", _back, text)
        return "=" + text.replace("~", ",").replace(";", ",")

    def call_Delete(self) -> None:
        self.book.doc.NamedRanges.removeByName(self.name)


def _back(found: re.Match[str]) -> str:
    return f"{found[1]}!{found[2]}" + (f":{found[3]}" if found[3] else "")
