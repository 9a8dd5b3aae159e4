"""Excel's objects, of which everything that is set and done is written down; the add-in carries it out all at once.

A call from process to process takes Excel up to a millisecond, and a sheet has thousands of them. So a `Thing` stands
for an object of Excel's: it notes statements, and sends them when something is looked at, or at the end. The add-in's
module ImsDraw reads them, a line each of words parted by tabs, and knows no others.
"""

import ast
import importlib
import json
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, cast

from ims_xl import replacing
from ims_xl.issues import ImsError

_OBJECTS = """
    ActiveSheet Application Axes Cells Chart ChartGroups ChartObjects ChartTitle Columns EntireColumn EntireRow Fill
    Font ForeColor Format FormatConditions HeaderRowRange Hyperlinks Interior Item ListColumns ListObjects Names
    Outline PageSetup Parent Points Range Rows SeriesCollection Sort SortFields Tab TotalsRowRange Validation
    Windows Worksheet Worksheets
"""
_DOES = """
    Activate Apply AutoFilter Clear ClearContents ClearFormats Delete Insert Merge Resize SaveCopyAs UnMerge Unlist
"""
OBJECTS = frozenset(_OBJECTS.split())
"""Members that give an object: it need not be looked at to be spoken of."""
DOES = frozenset(_DOES.split())
"""Methods that are called for what they do."""
MAKERS = frozenset({"Add", "AddComment", "NewSeries", "Union"})
"""Methods that are called for what they give."""

PATIENCE = 60.0  # seconds in which a busy Excel is asked again
# RPC_E_CALL_REJECTED, RPC_E_SERVERCALL_RETRYLATER; 0x800AC472 is Excel's own, while a cell is edited or a box is open
_BUSY = {-2147418111, -2147417846, -2146777998}
_RESET = {"ScreenUpdating", "DisplayAlerts"}
"""What Excel sets to True when a macro is finished; Microsoft does not say whether another one may wait for it."""
_LARGEST = 2_000  # cells of a block that goes as text; a larger one is handed to Excel itself


class Statements:
    """What is to be carried out in one workbook of one Excel.

    `app`, `book`: Excel's own objects; `macro`: the add-in's, `'ims_xl.xlam'!ImsCarryOut`; `path`: the file that
    carries statements there and answers back. Raises pywintypes.com_error when Excel refuses one.
    """

    def __init__(self, app: Any, book: Any, macro: str, path: Path) -> None:
        self.real = {0: app, 1: book}
        self.name = str(book.Name)
        self.macro, self.path = macro, path
        self._lines: list[str] = []
        self._made = 1
        self._known: dict[str, object] = {}
        self.sheets: dict[tuple[str, ...], Any] = {}
        self._begun = False
        self._settings: dict[str, str] = {}  # statements that were sent
        self._to_set: dict[str, str] = {}
        self.app, self.book = Thing(self, 0), Thing(self, 1)

    def note(self, verb: str, target: "Thing", member: str, words: Sequence[object] = ()) -> None:
        """Write a statement down."""
        line = "\t".join([verb, str(target.number), member, *map(_word, words)])
        self._lines.append(line)
        if verb == "let" and member in _RESET:
            self._to_set[member] = line

    def make(self, target: "Thing", member: str, words: Sequence[object]) -> int:
        """The number under which the add-in keeps what this gives."""
        owner, texts = target.number, [_word(word) for word in words]  # which may be told first
        self._made += 1
        self._lines.append("\t".join(["new", str(owner), member, str(self._made), *texts]))
        return self._made

    def ask(self, questions: Sequence[tuple[str, "Thing", str, Sequence[object]]]) -> list[Any]:
        """The answers to verbs that look at something, after all that was written down."""
        for question in questions:
            self.note(*question)
        return self.send()

    def look(self, verb: str, target: "Thing", member: str = "", *words: object) -> Any:
        """The answer to one verb that looks at something."""
        return self.ask([(verb, target, member, words)])[0]

    def value(self, target: "Thing", member: str) -> Any:
        """A value of an object's."""
        if member in self._known:
            return self._known[member]
        found = self.look("ask", target, member)
        if member == "Hwnd":  # there is but one Excel, and xlwings asks for each of its objects
            self._known[member] = found
        return found

    def send(self) -> list[Any]:
        """Have everything carried out; the answers to what was asked, in order."""
        if not self._lines:
            return []
        again = [f"try\t{line}" for line in self._settings.values()]
        lines, self._lines = [*again, *self._lines], []
        self._settings |= self._to_set
        head = f"{'go' if self._begun else 'begin'}\t{self._made}"
        replacing.write(self.path, "\n".join([head, *lines]).encode("ascii"), private=True, durable=False)
        self.patiently(lambda: self.real[0].Run(self.macro, self.path.name, self.name))
        self._begun = True
        answer, *found = self.path.read_text(encoding="ascii").split("\n")
        if answer != "done":
            raise _refused(answer, lines)
        return [ast.literal_eval(text) for text in found if text]

    def patiently(self, call: Callable[[], Any]) -> Any:
        """What a call to Excel gives, which is made again while Excel is busy.

        Raises ImsError when it stays so.
        """
        patient_until = time.monotonic() + PATIENCE
        while True:
            try:
                return call()
            except Exception as error:
                if not _is_busy(error):
                    raise
                if time.monotonic() > patient_until:
                    remedy = (
                        "Leave the cell that is being edited and close Excel's open boxes, then click the button again."
                    )
                    raise ImsError("Excel does not answer", remedy, file=self.name) from error
                time.sleep(0.2)

    @contextmanager
    def where_it_can(self) -> Iterator[None]:
        """What is noted in here may be refused."""
        first = len(self._lines)
        yield
        self._lines[first:] = [f"try\t{line}" for line in self._lines[first:]]


class Typed(str):
    """A formula as a person would type it: `{row}` is the row of the active cell, `{,}` is what parts arguments."""


class Thing:
    """An object of Excel's: a number that the add-in knows, or a member of another that is not yet spoken of."""

    def __init__(self, statements: Statements, number: int = -1, parent: "Thing | None" = None, *way: Any) -> None:
        fields = {"_statements": statements, "_number": number, "_parent": parent, "_way": way}
        for name, value in fields.items():
            object.__setattr__(self, name, value)

    @property
    def number(self) -> int:
        """Its number; the add-in is told when it has none yet."""
        if self._number < 0:
            member, words = self._way
            object.__setattr__(self, "_number", self._statements.make(self._parent, f"{member}/{len(words)}", words))
        return cast(int, self._number)

    @property
    def real(self) -> Any:
        """Excel's own object, found by names alone; None when it is not."""
        if self._parent is None:
            return self._statements.real[self._number]
        member, words = self._way
        kept = self._statements.sheets
        if member == "Worksheets" and words in kept:
            return kept[words]
        owner = self._parent.real
        if owner is None or member in MAKERS or not all(isinstance(word, str) for word in words):
            return None
        found = getattr(owner, member)
        found = found(*words) if words else found
        if member == "Worksheets" and words:
            kept[words] = found
        return found

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        if name in OBJECTS:
            found = Thing(self._statements, -1, self, name, ())
            if name.startswith("Active"):  # another one may be active when it is used
                _ = found.number
            return found
        if name in MAKERS or name in DOES:
            return _Doing(self, name)
        if name in ("Value", "Formula"):
            statements = self._statements
            statements.send()
            if (real := self.real) is not None:
                return statements.patiently(lambda: getattr(real, name))
        return self._statements.value(self, name)

    def __setattr__(self, name: str, value: Any) -> None:
        statements = self._statements
        if name in ("Value", "Formula") and isinstance(value, list) and len(value) * len(value[0]) > _LARGEST:
            statements.send()
            if (real := self.real) is not None:
                statements.patiently(lambda: setattr(real, name, value))
                return
        statements.note("let", self, name, [value])

    def __call__(self, *words: Any) -> "Thing":
        """A member with arguments, or an item of a collection."""
        if self._number < 0 and not self._way[1] and words:
            member, _ = self._way
            found = Thing(self._statements, -1, self._parent, member, words)
            _ = found.number  # rows may be inserted before it is used
            return found
        return cast(Thing, self.Item(*words)) if words else self

    def __iter__(self) -> Iterator["Thing"]:
        for position in range(1, int(self.Count) + 1):
            yield self.Item(position)


class _Doing:
    """A method that is called for what it does, or for what it makes."""

    def __init__(self, target: Thing, name: str) -> None:
        self.target, self.name = target, name

    def __call__(self, *words: Any, **named: Any) -> Thing | None:
        statements = self.target._statements
        named = {name: value for name, value in named.items() if value is not None}
        signature = f"{self.name}({','.join(named)})" if named else f"{self.name}/{len(words)}"
        given = [*words, *named.values()]
        if self.name in MAKERS and "AlertStyle" not in named:  # to add a validation makes nothing
            return Thing(statements, statements.make(self.target, signature, given))
        statements.note("do", self.target, signature, given)
        if self.name == "SaveCopyAs":  # the file is read next
            statements.send()
        return None


def _word(value: object) -> str:
    """A value as a word of a statement: its kind, then its text in ASCII without tabs and line ends."""
    if isinstance(value, Thing):
        return f"o{value.number}"
    if isinstance(value, list):
        rows = [row if isinstance(row, list) else [row] for row in value]
        cells = [_word(cell) for row in rows for cell in row]
        return f"a{len(rows)},{len(rows[0])}" + "".join(f"\t{cell}" for cell in cells)
    if value is None:
        return "e"
    if isinstance(value, bool):
        return "y" if value else "f"
    if isinstance(value, int) and abs(value) < 2**31:  # VBA's Long
        return f"i{int(value)}"
    if isinstance(value, int | float):
        return f"n{float(value)!r}"
    return ("r" if isinstance(value, Typed) else "s") + json.dumps(str(value))[1:-1]


def _is_busy(error: Exception) -> bool:
    said = getattr(error, "excepinfo", None) or ()
    return not _BUSY.isdisjoint({getattr(error, "hresult", 0), *said[5:6]}) or type(error).__name__ == "ExcelBusyError"


def _refused(answer: str, lines: Sequence[str]) -> Exception:
    """What Excel said, as pywin32 would have raised it."""
    how, *said = answer.split("\t")
    text, number = "the add-in did not carry out the statements", 0
    if how == "refused":
        position, number = int(said[0]), int(said[1])
        text = f"{ast.literal_eval(said[2])} ({lines[position - 1][:200] if position else ''})"
    errors = importlib.import_module("pywintypes")
    error: Exception = errors.com_error(
        -2147352567, "Exception occurred.", (0, "Microsoft Excel", text, None, 0, number), None
    )
    return error


def told(thing: Any) -> Statements:
    """The statements about something of xlwings'."""
    return cast(Statements, thing.api._statements)
