"""Stands in for pywin32, so that xlwings' own Windows engine runs on this machine over any COM-like objects."""

import ctypes
import datetime as dt
import importlib
import sys
from types import ModuleType
from typing import Any
from unittest.mock import patch


class ComError(Exception):
    """pywintypes.com_error: what Excel refuses."""

    def __init__(self, *said: Any) -> None:
        message = said[0] if len(said) == 1 else ""
        self.hresult = -2147352567
        self.excepinfo = said[2] if len(said) > 1 else (0, "Microsoft Excel", message, None, 0, -2146827284)
        super().__init__(self.hresult, "Exception occurred.", self.excepinfo, None)


class CDispatch:
    """win32com.client.CDispatch."""


class Anything:
    """A module whose members do nothing."""

    def __getattr__(self, name: str) -> Any:
        return Anything()

    def __call__(self, *words: Any) -> Any:
        return None


def windows_engine() -> Any:
    """xlwings' engine for Windows."""
    if "xlwings._xlwindows" not in sys.modules:
        _pretend()
        lacking = {"oledll": Anything(), "windll": Anything(), "PyDLL": lambda path: Anything()}
        with patch.multiple(ctypes, create=True, **lacking):
            importlib.import_module("xlwings._xlwindows")
    return sys.modules["xlwings._xlwindows"].engine


def _pretend() -> None:
    def module(name: str, **members: Any) -> ModuleType:
        made = ModuleType(name)
        made.__dict__.update(members)
        sys.modules[name] = made
        return made

    class TimeZoneInfo:
        utc = staticmethod(lambda: dt.UTC)

    module("pywintypes", com_error=ComError, error=ComError, TimeType=dt.datetime, IID=str)
    module("pythoncom", __file__=__file__, CoInitialize=lambda: None, ole_error=ComError)
    module("win32api", MessageBox=lambda handle, text, title, style: 6)  # Yes
    module("win32con", MB_OK=0, MB_OKCANCEL=1, MB_YESNO=4, MB_YESNOCANCEL=3, MB_ICONINFORMATION=64, MB_ICONWARNING=48)
    module("win32gui")
    module("win32process", GetWindowThreadProcessId=lambda handle: (0, handle))
    module("win32timezone", TimeZoneInfo=TimeZoneInfo)
    classes = dict.fromkeys(("CDispatch", "CoClassBaseClass", "DispatchBaseClass"), CDispatch)
    client = module("win32com.client", **classes, Dispatch=None, DispatchEx=None)
    module("win32com", client=client)
