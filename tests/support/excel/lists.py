"""Tables, which LibreOffice keeps as database ranges; filters and sorting."""

from collections.abc import Iterator
from typing import Any

from support.excel.cells import Range
from support.excel.model import Com, Plain
from support.excel.win32 import ComError

from ims_xl.workbook.ranges import Box


class ListObjects(Com):
    """The tables of a sheet."""

    kind = "ListObjects"

    def __init__(self, sheet: Any) -> None:
        self.sheet = sheet

    def _found(self) -> list["ListObject"]:
        ranges, number = self.sheet.book.doc.DatabaseRanges, self.sheet.number
        here = [name for name in ranges.ElementNames if ranges.getByName(name).DataArea.Sheet == number]
        return [ListObject(self.sheet, name) for name in here]

    def get_Count(self) -> int:
        return len(self._found())

    def call_Item(self, Index: int | str) -> "ListObject":
        found = self._found()
        if isinstance(Index, int):
            return found[Index - 1]
        for table in found:
            if table.name.lower() == Index.lower():
                return table
        raise ComError(f"no table {Index}")

    def __iter__(self) -> Iterator["ListObject"]:
        for table in self._found():
            self.note("get", "Item")
            yield table

    def call_Add(
        self,
        SourceType: int,
        Source: Range,
        LinkSource: Any = None,
        XlListObjectHasHeaders: int = 1,
        Destination: Any = None,
        TableStyleName: str = "",
    ) -> "ListObject":
        ranges = self.sheet.book.doc.DatabaseRanges
        assert XlListObjectHasHeaders == 1
        if Source.box.top == Source.box.bottom:
            raise ComError("a table needs a row besides its headings")
        headers = [str(text).lower() for text in Source.uno().getDataArray()[0]]
        if "" in headers or len(set(headers)) < len(headers):
            raise ComError("Excel would change the headings: one is blank or twice there")
        for table in self._found():
            if table.box.meets(Source.box):
                raise ComError("a table cannot overlap another table")
        name = next(name for name in (f"Table{n}" for n in range(1, 99)) if not ranges.hasByName(name))
        ranges.addNewByName(name, Source.uno().RangeAddress)
        ranges.getByName(name).AutoFilter = True
        ranges.getByName(name).ContainsHeader = True
        return ListObject(self.sheet, name)


class ListObject(Com):
    """One table."""

    kind = "ListObject"

    def __init__(self, sheet: Any, name: str) -> None:
        self.sheet, self.name = sheet, name

    @property
    def uno(self) -> Any:
        return self.sheet.book.doc.DatabaseRanges.getByName(self.name)

    @property
    def box(self) -> Box:
        area = self.uno.DataArea
        return Box(area.StartRow + 1, area.StartColumn + 1, area.EndRow + 1, area.EndColumn + 1)

    def resize(self, box: Box) -> None:
        self.uno.DataArea = Range(self.sheet, [box]).uno().RangeAddress

    @property
    def headers(self) -> list[str]:
        texts = self.sheet.bare.get(self.name) or self._row(self.box.top).uno().getDataArray()
        return [str(text) for text in texts[0]]

    def get_Name(self) -> str:
        return self.name

    def set_Name(self, value: str) -> None:
        if self.sheet.book.doc.DatabaseRanges.hasByName(value):
            raise ComError("this name is taken")
        self.uno.setName(value)
        self.name = value

    def get_Parent(self) -> Any:
        return self.sheet

    def get_Range(self) -> Range:
        return Range(self.sheet, [self.box])

    def get_HeaderRowRange(self) -> Range:
        return Range(self.sheet, [self.box._replace(bottom=self.box.top)])

    def get_DataBodyRange(self) -> Range:
        top = self.box.top + self.get_ShowHeaders()
        return Range(self.sheet, [self.box._replace(top=top, bottom=self.box.bottom - self.get_ShowTotals())])

    def get_TotalsRowRange(self) -> Range | None:
        return self._row(self.box.bottom) if self.get_ShowTotals() else None

    def get_ShowAutoFilter(self) -> bool:
        return bool(self.uno.AutoFilter)

    def get_ShowHeaders(self) -> bool:
        return self.name not in self.sheet.bare

    def set_ShowHeaders(self, value: bool) -> None:
        """The cells of the headings stay where they are, blank."""
        if value == self.get_ShowHeaders():
            return
        if value:
            self.resize(self.box._replace(top=self.box.top - 1))
            self._row(self.box.top).uno().setFormulaArray(self.sheet.bare.pop(self.name))
        else:
            row = self._row(self.box.top).uno()
            self.sheet.bare[self.name] = row.getFormulaArray()
            row.clearContents(1 | 2 | 4 | 16)
            self.resize(self.box._replace(top=self.box.top + 1))

    def get_ShowTotals(self) -> bool:
        return self.name in self.sheet.with_totals

    def set_ShowTotals(self, value: bool) -> None:
        """The row is remembered; what stands below it moves away."""
        if value == self.get_ShowTotals():
            return
        if value:
            below = self._row(self.box.bottom + 1).uno()
            if any(text for text in below.getFormulaArray()[0]):
                self.sheet.uno.insertCells(below.RangeAddress, self.sheet.book.enum("sheet.CellInsertMode", "DOWN"))
            self.resize(self.box._replace(bottom=self.box.bottom + 1))
            self.sheet.with_totals.add(self.name)
            blank = tuple(self.sheet.totals.get(self.name, ((),))[0])
            blank += ("",) * (len(self.headers) - len(blank))
            self._row(self.box.bottom).uno().setFormulaArray((blank[: len(self.headers)],))
        else:
            row = self._row(self.box.bottom).uno()
            self.sheet.totals[self.name] = row.getFormulaArray()
            row.clearContents(1 | 2 | 4 | 16)
            self.resize(self.box._replace(bottom=self.box.bottom - 1))
            self.sheet.with_totals.remove(self.name)

    def _row(self, number: int) -> Range:
        return Range(self.sheet, [self.box._replace(top=number, bottom=number)])

    def get_AutoFilter(self) -> "AutoFilter":
        return AutoFilter(self)

    def get_ListColumns(self) -> "ListColumns":
        return ListColumns(self)

    def get_Sort(self) -> "Sort":
        return Sort(self)

    def call_Resize(self, Range: Range) -> None:
        assert not self.get_ShowTotals(), "a totals row would stand among the lines"
        if Range.box.top != self.box.top or not Range.box.meets(self.box) or Range.box.bottom <= Range.box.top:
            raise ComError("the headings must stay in their row")
        self.resize(Range.box)

    def call_Unlist(self) -> None:
        self.sheet.book.doc.DatabaseRanges.removeByName(self.name)


class ListColumns(Com):
    """The columns of a table."""

    kind = "ListColumns"

    def __init__(self, table: ListObject) -> None:
        self.table = table

    def get_Count(self) -> int:
        return len(self.table.headers)

    def call_Item(self, Index: int | str) -> "ListColumn":
        return ListColumn(self.table, Index if isinstance(Index, int) else self.table.headers.index(Index) + 1)

    def __iter__(self) -> Iterator["ListColumn"]:
        for number in range(1, len(self.table.headers) + 1):
            self.note("get", "Item")
            yield ListColumn(self.table, number)

    def call_Add(self, Position: int | None = None) -> "ListColumn":
        box, sheet = self.table.box, self.table.sheet
        number = Position or len(self.table.headers) + 1
        column = box._replace(left=box.left + number - 1, right=box.left + number - 1)
        sheet.uno.insertCells(
            Range(sheet, [column]).uno().RangeAddress, sheet.book.enum("sheet.CellInsertMode", "RIGHT")
        )
        self.table.resize(box._replace(right=box.right + 1))
        return ListColumn(self.table, number)


class ListColumn(Com):
    """One column of a table."""

    kind = "ListColumn"

    def __init__(self, table: ListObject, number: int) -> None:
        self.table, self.number = table, number

    @property
    def box(self) -> Box:
        left = self.table.box.left + self.number - 1
        return self.table.box._replace(left=left, right=left)

    def get_Name(self) -> str:
        return self.table.headers[self.number - 1]

    def set_Name(self, value: str) -> None:
        Range(self.table.sheet, [self.box]).uno().getCellByPosition(0, 0).setString(value)

    def get_Range(self) -> Range:
        return Range(self.table.sheet, [self.box])

    def call_Delete(self) -> None:
        table, sheet = self.table, self.table.sheet
        whole = table.box
        sheet.uno.removeRange(
            Range(sheet, [self.box]).uno().RangeAddress, sheet.book.enum("sheet.CellDeleteMode", "LEFT")
        )
        table.resize(whole._replace(right=whole.right - 1))


class Sort(Com):
    """How a table is sorted; rows that are hidden are not."""

    kind = "Sort"

    def __init__(self, table: ListObject) -> None:
        self.table = table
        self.keys: list[tuple[int, int]] = []

    def get_SortFields(self) -> "SortFields":
        return SortFields(self)

    def _member(self, how: str, name: str) -> Any:
        return (lambda value: None) if how == "set" else super()._member(how, name)

    def call_Apply(self) -> None:
        office = self.table.sheet.book.office
        body = self.table.get_DataBodyRange()
        whole = (body.box.top - 1, body.box.bottom - 1)
        if any((seen.StartRow, seen.EndRow) != whole for seen in body.uno().queryVisibleCells().RangeAddresses):
            raise AssertionError("Excel does not sort hidden rows")
        fields = []
        for column, order in self.keys:
            field = office.uno.createUnoStruct("com.sun.star.table.TableSortField")
            field.Field, field.IsAscending = column - self.table.box.left, order == 1
            fields.append(field)
        typed = office.uno.Any("[]com.sun.star.table.TableSortField", tuple(fields))
        settings = (
            office.value("SortFields", typed),
            office.value("ContainsHeader", False),
            office.value("BindFormatsToContent", True),
            office.value("IsSortColumns", False),
        )
        office.uno.invoke(body.uno(), "sort", (settings,))


class SortFields(Com):
    """The columns it is sorted by."""

    kind = "SortFields"

    def __init__(self, sort: Sort) -> None:
        self.sort = sort

    def call_Clear(self) -> None:
        self.sort.keys.clear()

    def call_Add(
        self, Key: Range, SortOn: int = 0, Order: int = 1, CustomOrder: Any = None, DataOption: int = 0
    ) -> Plain:
        self.sort.keys.append((Key.box.left, Order))
        return Plain("SortFields")


class AutoFilter(Com):
    """The filters of a table; rows that do not pass are hidden."""

    kind = "AutoFilter"

    def __init__(self, table: ListObject) -> None:
        self.table = table

    def get_FilterMode(self) -> bool:
        return bool(self.table.sheet.filters.get(self.table.name))

    def get_Filters(self) -> "Filters":
        return Filters(self.table)

    def get_Range(self) -> Range:
        return self.table.get_Range()


class Filters(Com):
    """One a column."""

    kind = "Filters"

    def __init__(self, table: ListObject) -> None:
        self.table = table

    def get_Count(self) -> int:
        return len(self.table.headers)

    def call_Item(self, Index: int) -> "Filter":
        return Filter(self.table.sheet.filters.get(self.table.name, {}).get(Index))


class Filter(Com):
    """What a column is filtered by."""

    kind = "Filter"

    def __init__(self, criteria: tuple[Any, int, Any] | None) -> None:
        self.criteria = criteria

    def get_On(self) -> bool:
        return self.criteria is not None

    def get_Operator(self) -> int:
        assert self.criteria
        return self.criteria[1]

    def get_Criteria1(self) -> Any:
        assert self.criteria
        return self.criteria[0]

    def get_Criteria2(self) -> Any:
        assert self.criteria
        if self.criteria[2] is None:
            raise ComError("there is no second criterion")
        return self.criteria[2]


def filter_table(table: ListObject, field: int, criteria: tuple[Any, int, Any] | None) -> None:
    """Filter a column of a table, or stop filtering it."""
    filters = table.sheet.filters.setdefault(table.name, {})
    if criteria is None:
        filters.pop(field, None)
    else:
        filters[field] = criteria
    body = table.get_DataBodyRange()
    rows = body.uno().getDataArray()
    for offset, row in enumerate(rows):
        shown = all(_passes(row[number - 1], *one) for number, one in filters.items())
        body.uno().Rows.getByIndex(offset).IsVisible = shown


def _passes(value: Any, first: Any, operator: int, second: Any) -> bool:
    if isinstance(first, list | tuple):
        return str(value) in [str(one).removeprefix("=") for one in first]
    if str(first).startswith(">"):
        return isinstance(value, float) and value > float(str(first)[1:])
    return str(value).lower() == str(first).removeprefix("=").lower()
