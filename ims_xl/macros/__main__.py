"""Answers a click: `python -m ims_xl.macros FILE`, where the add-in has written down what was clicked."""

import faulthandler
import inspect
import sys

from ims_xl.issues import ImsError
from ims_xl.macros import answer, calling, entry

LONGEST = 1_800  # seconds; whatever keeps Python longer, Excel is not left waiting


def main(file: str) -> None:
    """Do what was clicked and write the answer.

    Raises ImsError when the click cannot be read or means no button.
    """
    clicked = calling.read(file)
    calling.begin(clicked)
    act = getattr(entry, clicked.name, None)
    if not inspect.isfunction(act) or act.__module__ != entry.__name__ or clicked.name.startswith("_"):
        raise ImsError("there is no such button", "Install the add-in again: ims-xl addin install", value=clicked.name)
    with answer.log_file() as log:
        faulthandler.dump_traceback_later(LONGEST, exit=True, file=log)
        act(*clicked.arguments)
        faulthandler.cancel_dump_traceback_later()


if __name__ == "__main__":
    main(sys.argv[1])
