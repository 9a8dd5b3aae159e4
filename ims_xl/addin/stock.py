"""The part of xlwings' own VBA module that the worksheet functions need, taken from the installed xlwings.

The rest stays out: it reads settings from the active workbook and its folder, starts Python through a shell with
the workbook's folder first on `sys.path`, and knows a paid way of running code kept in workbooks.
"""

import re
from importlib import metadata, resources

from ims_xl.issues import ImsError

KEPT = ("NDims", "XLPy", "KillPy")
_END_OF_HEADER = re.compile(r"^Public Const PROJECT_NAME .*$", re.MULTILINE)
_CONDITIONAL_APP = re.compile(r"^#Const App = .*\n", re.MULTILINE)
_DLLS = re.compile(r"xlwings(?:32|64)-([\d.]+)\.dll")


def installed() -> str:
    """The module for custom add-ins as xlwings ships it; unlike the usual one it speaks of the active workbook."""
    return resources.files("xlwings").joinpath("xlwings_custom_addin.bas").read_text(encoding="utf-8")


def reduced(stock: str) -> str:
    """Licence, declarations and the kept procedures, unchanged.

    Raises ImsError when the module is of another version than the installed xlwings, or built differently.
    """
    stock = stock.replace("\r\n", "\n")
    version = metadata.version("xlwings")
    end = _END_OF_HEADER.search(stock)
    if end is None or set(_DLLS.findall(stock)) != {version} or f'XLWINGS_VERSION As String = "{version}"' not in stock:
        raise ImsError("the VBA module of xlwings is not what this version was made for", "Install the pinned xlwings.")
    header = _CONDITIONAL_APP.sub("Option Private Module\n", stock[: end.start()])
    return "\n".join([header.rstrip("\n"), "", *(_procedure(stock, name) for name in KEPT)])


def _procedure(stock: str, name: str) -> str:
    found = re.search(rf"^(Function|Sub) {name}\(.*?^End \1\n", stock, re.MULTILINE | re.DOTALL)
    if found is None:
        raise ImsError(f"the VBA module of xlwings has no procedure {name}", "Install the pinned xlwings.")
    return found[0]
