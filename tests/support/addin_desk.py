"""The built add-in at work in pyOpenVBA's interpreter, with everything outside Excel replaced by recorders."""

import ast
import datetime as dt
import json
import os
import re
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from pyopenvba import ExcelFile
from pyopenvba.apps.excel import ExcelApplication
from pyopenvba.interpreter import VBAArray, VBAObject, member, method, setter
from pyopenvba.interpreter._objects import MemberSpec
from pyopenvba.interpreter._values import EMPTY, MISSING, NOTHING, error

PROFILE = r"C:\Users\Asha"
INTERPRETER = PROFILE + r"\AppData\Local\ims_xl\env\Scripts\python.exe"
FOLDER = PROFILE + r"\AppData\Local\ims_xl\excel"
CALL, ANSWER, TYPED = (FOLDER + rf"\{name}-4711" for name in ("call", "result", "typed"))  # of this Excel
CONFIGURATION = PROFILE + r"\.ims_xl\addin.json"
_BOX = """
Public Function ImsShow(ByVal text As String, ByVal style As Long, ByVal title As String) As Long
    ImsShow = MsgBox(text, style, title)
End Function
"""
_CLICK = "Sub Click_{name}()\n Dim control As Object\n Set control = Nothing\n {name} control\nEnd Sub\n"
YES, NO = 6, 7


class _Stream(VBAObject):
    def __init__(self, files: dict[str, str], path: str) -> None:
        self.files, self.path = files, path

    @member
    def AtEndOfStream(self) -> object:
        return not self.files[self.path]

    @method
    def ReadAll(self) -> object:
        return self.files[self.path]

    @method
    def Write(self, Text: object = MISSING) -> object:
        self.files[self.path] += str(Text)
        return EMPTY

    @method
    def Close(self) -> object:
        return EMPTY


class _Short(VBAObject):
    """A file with its name of 8 and 3 letters, as Windows has one for each."""

    def __init__(self, path: str) -> None:
        self.path = path

    @member
    def ShortPath(self) -> object:
        return re.sub(r"[^\\]*[^\x00-\x7f][^\\]*", "0A1B~1", self.path)


class _Files(VBAObject):
    def __init__(self, files: dict[str, str]) -> None:
        self.files = files

    @method
    def FileExists(self, Path: object = MISSING) -> object:
        return str(Path) in self.files

    @method
    def GetFile(self, Path: object = MISSING) -> object:
        return _Short(str(Path))

    @method
    def OpenTextFile(self, Path: object = MISSING, Mode: object = MISSING) -> object:
        return _Stream(self.files, str(Path))

    @method
    def CreateTextFile(self, Path: object = MISSING, Overwrite: object = MISSING) -> object:
        self.files[str(Path)] = ""
        return _Stream(self.files, str(Path))

    @method
    def DeleteFile(self, Path: object = MISSING, Force: object = MISSING) -> object:
        del self.files[str(Path)]
        return EMPTY


class _Shell(VBAObject):
    def __init__(self, desk: "Desk") -> None:
        self.desk = desk

    @member
    def CurrentDirectory(self) -> object:
        return self.desk.current

    @setter("CurrentDirectory")
    def _set_current(self, value: object) -> None:
        self.desk.current = str(value)

    @method
    def ExpandEnvironmentStrings(self, Text: object = MISSING) -> object:
        return str(Text).replace("%USERPROFILE%", PROFILE)

    @method
    def Run(self, Command: object = MISSING, Style: object = MISSING, Wait: object = MISSING) -> object:
        self.desk.commands.append(str(Command))
        call = self.desk.folder + CALL.removeprefix(FOLDER)
        self.desk.written.append(self.desk.files[call])
        del self.desk.files[call]
        self.desk.calls.append(ast.literal_eval(self.desk.written[-1]))
        self.desk.started_in.append(self.desk.current)
        self.desk.python(self.desk)
        return 0


class _Entry(VBAObject):
    """What a menu's entry hands to its callback."""

    def __init__(self, tag: str) -> None:
        self.tag = tag

    @member
    def Tag(self) -> object:
        return self.tag


class Desk:
    """Excel with the add-in and one IMS workbook open.

    `commands`: command lines that were started; `written`, `calls`: what the add-in wrote down for each, as text and understood; `answers`: what the next questions get, `False` for Cancel;
    `python`: what Python does when it is started, given the desk; `opened_files`: files that were opened, and with which
    security for their macros; `refusal`: what Excel says instead of opening one; `window`: the number of the window in front.
    """

    def __init__(self, addin: Path, book: str = "Oct-2026.xlsx", facts: dict[str, object] | None = None) -> None:
        self.commands: list[str] = []
        self.folder = FOLDER
        self.written: list[str] = []
        self.calls: list[dict[str, Any]] = []
        self.started_in: list[str] = []
        self.current = r"\\server\share\Client"
        self.files: dict[str, str] = {}
        self.questions: list[str] = []
        self.offered: list[str] = []  # what each question held at first
        self.answers: list[object] = []
        self.clock: list[tuple[object, str]] = []
        self.opened_files: list[tuple[str, int]] = []
        self.automation_security = 1  # msoAutomationSecurityLow, as Excel has it for what macros open
        self.refusal = ""
        self.window = 4711
        self.protected_view = False
        self.while_asked: Callable[[], object] = lambda: None  # what the person does while a box is open
        self.python: Callable[[Desk], None] = lambda desk: desk.result(ok=True, title="IMS", text="Done.")
        self.app = ExcelApplication()
        self.app.application.__class__ = _application(self)
        self.app.application.workbooks_.__class__ = _workbooks(self)
        self.own = self.app.add_workbook()
        self.own.name = "ims_xl.xlam"
        self.app.application._this_workbook = self.own
        self.book = self.add(book, facts if facts is not None else {"book_id": "0" * 32})
        bridge: Any = self.app.interpreter.host
        bridge.create = self._create
        with ExcelFile(addin) as file:
            modules = file.vba_modules()
        for name, text in modules.items():
            if name == "ThisWorkbook" or name == "Sheet1":  # the interpreter knows no events; their Subs are in modules
                continue
            self.app.add_module(_BOX if name == "ImsBox" else text, name=name)
        self.configure(interpreter=INTERPRETER, folder=FOLDER)

    def add(self, name: str, facts: dict[str, object]) -> Any:
        folder = Path(tempfile.mkdtemp())
        book = self.app.add_workbook()
        book.name, book.path = name, str(folder)
        if facts:
            book.sheets_[0].name = "_ims"
            self.app.sheet(1, workbook=book).set_value("A1", json.dumps({"format": 1, **facts, "digest": "eJw="}))
        self.app.activate_workbook(book)
        os.rmdir(folder)
        return book

    def _create(self, name: str) -> object:
        made: dict[str, Callable[[], object]] = {
            "WScript.Shell": lambda: _Shell(self),
            "Scripting.FileSystemObject": lambda: _Files(self.files),
            "Ribbon.Entry": lambda: self.entry,
        }
        return made[name]()

    def configure(self, **values: str) -> None:
        """What the installation wrote."""
        self.files[CONFIGURATION] = json.dumps(values)

    def exchange(self, folder: str) -> None:
        """Where the files between Excel and Python are."""
        self.folder = folder

    def result(self, **values: object) -> None:
        """What Python leaves when a call ends."""
        self.files[ANSWER] = json.dumps(values)

    def progress(self, **values: object) -> None:
        """How far the worker says it is."""
        self.files[FOLDER + r"\progress.json"] = json.dumps(values)

    def click(self, callback: str) -> None:
        """Click a button of the ribbon."""
        self.app.add_module(_CLICK.format(name=callback), name=f"Driver_{callback}")
        self.app.run(f"Click_{callback}")

    def menu(self, callback: str) -> str:
        """The XML that a menu of the ribbon asks for when it drops."""
        source = (
            f"Function Menu_{callback}() As String\n Dim content As Variant\n {callback} Nothing, content\n"
            f" Menu_{callback} = content\nEnd Function\n"
        )
        self.app.add_module(source, name=f"Driver_{callback}")
        return str(self.app.run(f"Menu_{callback}"))

    def choose(self, callback: str, tag: str) -> None:
        """Click an entry of a menu."""
        self.entry = _Entry(tag)
        source = f'Sub Choose_{callback}()\n {callback} CreateObject("Ribbon.Entry")\nEnd Sub\n'
        self.app.add_module(source, name=f"Driver_{callback}")
        self.app.run(f"Choose_{callback}")

    def opened(self, *names: str) -> None:
        """What Excel does when IMS workbooks have been opened."""
        lines = "".join(f' ImsOpened Workbooks("{name}")\n' for name in names or [self.book.name])
        self.app.add_module(f"Sub DriverOpens()\n{lines}End Sub\n", name="Driver_opened")
        self.app.run("DriverOpens")

    def close(self, book: Any) -> None:
        """Close a workbook."""
        self.app.application.workbooks_.books.remove(book)

    def tick(self) -> None:
        """Let Excel's clock run what is due next."""
        _, target = self.clock.pop(0)
        self.app.run(target.partition("!")[2])

    def at(self, moment: dt.datetime) -> None:
        """Set the clock."""
        self.app.freeze_clock(moment)

    @property
    def status_bar(self) -> object:
        """The text in Excel's status bar."""
        return self.app.application.status_bar

    @property
    def said(self) -> list[str]:
        """Texts of the message boxes."""
        return [prompt for kind, prompt, _, _ in self.app.dialogs if kind == "MsgBox"]

    def called(self) -> list[str]:
        """Calls of the entry module, as Python source."""
        return [f"{call['do']}({', '.join(map(repr, call['with']))})" for call in self.calls]


def _application(desk: Desk) -> type:
    """Excel's Application with the members that pyOpenVBA leaves out."""
    from pyopenvba.apps.excel import Application

    class Excel(Application):
        vba_type_name = "Application"

    def ask(
        _self: object, prompt: object = MISSING, _title: object = MISSING, default: object = MISSING, *_rest: object
    ) -> object:
        desk.while_asked()
        desk.questions.append(str(prompt))
        desk.offered.append(str(default))
        return desk.answers.pop(0)

    def pick(_self: object, *_rest: object) -> object:
        answer = desk.answers.pop(0)
        return VBAArray([(1, len(answer))], items=list(answer)) if isinstance(answer, list) else answer

    def on_time(_self: object, when: object = MISSING, name: object = MISSING, *rest: object) -> object:
        if rest and rest[-1] is False:
            desk.clock.remove((when, str(name)))
        else:
            desk.clock.append((when, str(name)))
        return EMPTY

    extra = {
        "InputBox": (ask, ("Prompt", "Title", "Default", "Left", "Top", "HelpFile", "HelpContextID", "Type")),
        "GetOpenFilename": (pick, ("FileFilter", "FilterIndex", "Title", "ButtonText", "MultiSelect")),
        "GetSaveAsFilename": (pick, ("InitialFilename", "FileFilter", "FilterIndex", "Title")),
        "OnTime": (on_time, ("EarliestTime", "Procedure", "LatestTime", "Schedule")),
        "ActiveProtectedViewWindow": (lambda _self: desk.own if desk.protected_view else NOTHING, ()),
        "Hwnd": (lambda _self: desk.window, ()),
    }
    for name, (function, parameters) in extra.items():
        Excel.vba_add_member(MemberSpec(name, "method" if parameters else "property", function, parameters=parameters))

    def set_security(_self: object, value: object) -> None:
        desk.automation_security = int(str(value))

    Excel.vba_add_member(
        MemberSpec("AutomationSecurity", "property", lambda _self: desk.automation_security, setter=set_security)
    )
    return Excel


def _workbooks(desk: Desk) -> type:
    """Excel's Workbooks, opening files that are only in `desk.files`."""
    from pyopenvba.apps.excel._model import Workbooks

    class Opening(Workbooks):
        vba_type_name = "Workbooks"

        @method
        def Open(self, Filename: object = MISSING) -> object:
            desk.opened_files.append((str(Filename), desk.automation_security))
            if desk.refusal:
                raise error(1004, desk.refusal)
            folder, _, name = str(Filename).replace("\\", "/").rpartition("/")
            book = desk.app.add_workbook()
            book.name, book.path = name, folder
            return book

    return Opening
