"""Excels that are not ours to end."""

import atexit
import sys


def leave_running() -> None:
    """Keep xlwings, which is imported, from ending every Excel without a workbook in a window when this Python ends.

    Another program may be at work in a hidden one.
    """
    if engine := sys.modules.get("xlwings._xlwindows"):
        atexit.unregister(engine.cleanup)
