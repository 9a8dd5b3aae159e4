"""Answers a click: `python -m ims_xl.macros FILE`, where the add-in has written down what was clicked."""

import faulthandler
import inspect
import sys
from collections.abc import Callable
from typing import cast

from ims_xl.issues import ImsError
from ims_xl.macros import answer, calling, entry

LONGEST = 1_800  # seconds; whatever keeps Python longer, Excel is not left waiting


def main(file: str) -> None:
    """Do what was clicked and write the answer.

    Raises ImsError when no click has such a file, so that nobody waits for an answer.
    """
    calling.begin(calling.Calling(excel=calling.excel_of(file)))
    try:
        clicked = calling.read(file)
        calling.begin(clicked)
        act = _button(clicked.name)
    except ImsError as error:
        answer.refuse("IMS", error)
        return
    with answer.log_file() as log:
        faulthandler.dump_traceback_later(LONGEST, exit=True, file=log)
        act(*clicked.arguments)
        faulthandler.cancel_dump_traceback_later()


def _button(name: str) -> Callable[..., None]:
    """The function of a button.

    Raises ImsError when there is none of that name.
    """
    act = getattr(entry, name, None)
    if not inspect.isfunction(act) or act.__module__ != entry.__name__ or name.startswith("_"):
        raise ImsError("there is no such button", "Install the add-in again: ims-xl addin install", value=name)
    return cast(Callable[..., None], act)


if __name__ == "__main__":
    main(sys.argv[1])
