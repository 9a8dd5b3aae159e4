"""What was clicked, as the add-in has written it down; the files that this Excel alone exchanges with Python."""

import ast
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ims_xl.folders import exchange_folder
from ims_xl.issues import ImsError


@dataclass(frozen=True)
class Calling:
    """A click: the function, its arguments, the workbook in front and the file of the add-in.

    `excel`: number of the Excel among several, "" where there is but one; `window`: its window that was in front.
    """

    name: str = ""
    arguments: Sequence[object] = ()
    book: str = ""
    addin: str = ""
    excel: str = ""
    window: int = 0

    def own(self, name: str) -> Path:
        """A file that only this Excel and we exchange: another one may be at work beside it."""
        return exchange_folder() / (f"{name}-{self.excel}" if self.excel else name)


def excel_of(file: str) -> str:
    """The number of the Excel that wrote such a file, "" where there is but one.

    Raises ImsError when no click has a file of that name.
    """
    name, _, excel = file.partition("-")
    if name != "call" or not (excel.isdecimal() or not excel):
        raise ImsError("this is no click", "Click a button of the IMS tab.", file=file)
    return excel


def read(file: str) -> Calling:
    """The click that a file of the exchange folder describes; the file is taken away.

    Raises ImsError when it is not there or says something else.
    """
    excel = excel_of(file)
    path = exchange_folder() / file
    try:
        said = ast.literal_eval(path.read_text(encoding="ascii"))
        return Calling(said["do"], said["with"], said["book"], said["addin"], excel, int(said["window"]))
    except (OSError, ValueError, SyntaxError, KeyError, TypeError) as error:
        raise ImsError("what was clicked cannot be read", "Click the button again.", file=file) from error
    finally:
        path.unlink(missing_ok=True)


_present = Calling()


def present() -> Calling:
    """The click that is being answered."""
    return _present


def begin(calling: Calling) -> None:
    """From here on this click is answered."""
    global _present
    _present = calling
