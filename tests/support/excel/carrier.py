"""The add-in's module ImsDraw at work in pyOpenVBA's interpreter, on the objects that play Excel's."""

from collections.abc import Iterator, Sequence
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from pyopenvba.apps.excel import ExcelApplication
from pyopenvba.interpreter import VBAArray, VBAObject, member, method
from pyopenvba.interpreter._values import EMPTY, MISSING, NOTHING, NULL, VBAInt, error
from support.excel.model import Com, _Method
from support.excel.win32 import ComError

_HOST = """
Public Function ImsIsWorking() As Boolean
    ImsIsWorking = True
End Function
Public Function ImsRead(ByVal name As String) As String
    ImsRead = CreateObject("Exchange").Read(name)
End Function
Public Sub ImsWrite(ByVal name As String, ByVal text As String)
    CreateObject("Exchange").Keep name, text
End Sub
"""


class Played(VBAObject):
    """One of the objects that play Excel's, as a macro sees it."""

    def __init__(self, com: Any) -> None:
        self.com = com
        self.vba_type_name = com.kind

    def vba_get(self, name: str, args: Sequence[object] = (), named: dict[str, object] | None = None) -> object:
        words, options = [_out(word) for word in args], {key: _out(word) for key, word in (named or {}).items()}
        try:
            found = getattr(self.com, name)
            if isinstance(found, _Method) or words or options:
                found = found(*words, **options)
        except (ComError, RuntimeError, IndexError) as refused:
            raise error(1004, str(refused)) from refused
        return _in(found, name)

    def vba_set(
        self,
        name: str,
        value: object,
        args: Sequence[object] = (),
        named: dict[str, object] | None = None,
        *,
        by_ref: bool = False,
    ) -> None:
        try:
            setattr(self.com, name, _out(value))
        except (ComError, RuntimeError) as refused:
            raise error(1004, str(refused)) from refused

    def vba_iterate(self) -> Iterator[object]:
        return (_in(item) for item in self.com)


class _Many(VBAObject):
    """A collection that is only walked."""

    def __init__(self, items: Sequence[object]) -> None:
        self.items = items

    def vba_iterate(self) -> Iterator[object]:
        return (_in(item) for item in self.items)


def _in(value: object, name: str = "") -> object:
    if isinstance(value, Com):
        return Played(value)
    if value is None:
        return NOTHING if name in ("ActiveCell", "Intersect") else NULL
    if isinstance(value, bool) or not isinstance(value, int | list | tuple):
        return value
    if isinstance(value, int):
        return VBAInt(value, "Long")
    if value and isinstance(value[0], Com):
        return _Many(value)
    if not isinstance(value, tuple):
        return _Many(value)
    if not (value and isinstance(value[0], tuple)):
        return VBAArray([(1, len(value))], items=list(value))
    block = VBAArray([(1, len(value)), (1, len(value[0]))])
    for row, cells in enumerate(value, start=1):
        for column, cell in enumerate(cells, start=1):
            block.set([row, column], _in(cell))
    return block


def _out(value: object) -> Any:
    if isinstance(value, Played):
        return value.com
    if value in (EMPTY, NULL, NOTHING):
        return None
    if isinstance(value, VBAArray):
        if value.dimensions == 1:
            return [_out(item) for item in value.items]
        (_, height), (_, width) = value.bounds
        return [[_out(value.get([row, column])) for column in range(1, width + 1)] for row in range(1, height + 1)]
    return int(value) if isinstance(value, VBAInt) else value


class _Exchange(VBAObject):
    """The folder of small files."""

    def __init__(self) -> None:
        self.folder = Path()

    @method
    def Read(self, Name: object = MISSING) -> object:
        return (self.folder / str(Name)).read_text(encoding="ascii")

    @method
    def Keep(self, Name: object = MISSING, Text: object = MISSING) -> object:
        (self.folder / str(Name)).write_text(str(Text), encoding="ascii")
        return EMPTY


class _Open(VBAObject):
    """The workbook that is open."""

    def __init__(self) -> None:
        self.book: Any = None

    @member(default=True)
    def Item(self, Index: object = MISSING) -> object:
        assert self.book.Name == Index
        return Played(self.book)


class Carrier:
    """Runs ImsDraw for a workbook."""

    def __init__(self) -> None:
        self.app = ExcelApplication()
        self.exchange, self.open = _Exchange(), _Open()
        bridge: Any = self.app.interpreter.host
        bridge.create = lambda _name: self.exchange
        self.app.application.workbooks_ = self.open
        vba = resources.files("ims_xl.addin").joinpath("vba")
        for name in ("ImsText", "ImsDraw"):
            self.app.add_module(vba.joinpath(f"{name}.bas").read_text(encoding="utf-8"), name=name)
        self.app.add_module(_HOST, name="ImsHost")

    def draw(self, folder: Path, name: str, book: Any) -> None:
        self.exchange.folder, self.open.book = folder, book
        Com.inside = True
        try:
            self.app.run("ImsCarryOut", name, book.get_Name())
        finally:
            Com.inside = False

    def forget(self) -> None:
        """Let go of what statements have given, as the add-in does when a click has ended."""
        self.app.run("ImsForget")
        self.open.book = None


@cache
def carrier() -> Carrier:
    """The one of this process."""
    return Carrier()


def forget() -> None:
    """Let go of a workbook that is being closed: LibreOffice may die of an object that outlives its document."""
    if carrier.cache_info().currsize:
        carrier().forget()
