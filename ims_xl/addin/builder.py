"""Builds the two add-ins from text; the same text gives the same bytes.

The worksheet functions declare functions of Windows, which many offices block in macros: they have a file of their own,
so that the ribbon works where that one may not be opened.
"""

import hashlib
import io
import tempfile
import zipfile
from importlib import metadata, resources
from pathlib import Path

from ims_xl import __version__
from ims_xl.addin import functions, ribbon, stock
from ims_xl.addin.places import NAME
from ims_xl.addin.ribbon import Ribbon
from ims_xl.issues import ImsError

MODULES = ("ImsText", "ImsHost", "ImsPython", "ImsBox", "ImsAsk", "ImsWork", "ImsReminder", "ImsBooks", "ImsDraw")
"""Modules of the ribbon kept as text in the folder `vba`; ImsButtons is made."""
SHARED = ("ImsText", "ImsHost")
"""Those of them that the worksheet functions need too; their ImsFunctions and xlwings are made."""

_RIBBON = "customUI/customUI14.xml"
_RELATION = (
    '<Relationship Id="rIdRibbon" Type="http://schemas.microsoft.com/office/2007/relationships/ui/extensibility" '
    f'Target="{_RIBBON}"/>'
)
_CORE = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>IMS</dc:title><dc:creator>ims_xl</dc:creator>'
    "<dc:description>ims_xl {}, xlwings {}</dc:description></cp:coreProperties>"
)
_MOMENT = (1980, 1, 1, 0, 0, 0)


def sources(described: Ribbon) -> dict[str, str]:
    """Text of every VBA module of the ribbon by its name, in order."""
    texts = {name: _text(f"{name}.bas") for name in MODULES}
    texts["ImsButtons"] = ribbon.to_vba(described)
    texts["ThisWorkbook"] = _text("ThisWorkbook.cls")
    return _with_windows_line_ends(texts)


def function_sources() -> dict[str, str]:
    """Text of every VBA module of the worksheet functions by its name, in order."""
    texts = {name: _text(f"{name}.bas") for name in SHARED}
    texts["ImsFunctions"] = functions.to_vba()
    texts["xlwings"] = stock.reduced(stock.installed()) + _text("functions/udf_server.bas")
    texts["ThisWorkbook"] = _text("functions/ThisWorkbook.cls")
    return _with_windows_line_ends(texts)


def _text(name: str) -> str:
    return resources.files(__package__).joinpath("vba", *name.split("/")).read_text(encoding="utf-8")


def _with_windows_line_ends(texts: dict[str, str]) -> dict[str, str]:
    return {name: text.replace("\r\n", "\n").replace("\n", "\r\n") for name, text in texts.items()}


def build(out: Path, described: Ribbon | None = None) -> str:
    """Write the add-in with the ribbon as shipped or another one; gives back its SHA-256.

    Raises ImsError when the library that writes VBA projects is not installed.
    """
    described = described or ribbon.load()
    return _write(out, _package(_with_modules(sources(described)), ribbon.to_xml(described)))


def build_functions(out: Path) -> str:
    """Write the add-in with the worksheet functions; gives back its SHA-256.

    Raises ImsError when the library that writes VBA projects is not installed.
    """
    return _write(out, _package(_with_modules(function_sources()), ""))


def _write(out: Path, packed: bytes) -> str:
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_bytes(packed)
    return hashlib.sha256(packed).hexdigest()


def _with_modules(texts: dict[str, str]) -> dict[str, bytes]:
    """The parts of an empty add-in with these modules in it."""
    try:
        from pyopenvba import ExcelFile
    except ImportError as error:
        raise ImsError("building the add-in needs pyOpenVBA", "The built one comes with the program.") from error
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, NAME)
        with ExcelFile.create_new(path) as file:
            project = file.vba_project()
            project.delete_module("Module1")
            for name, text in texts.items():
                if name == "ThisWorkbook":
                    file.set_module(name, text)
                else:
                    project.add_module(name, text)
            file.save()
        with zipfile.ZipFile(path) as package:
            return {name: package.read(name) for name in package.namelist()}


def _package(parts: dict[str, bytes], xml: str) -> bytes:
    """The parts with ribbon and own properties, stored without compression, which differs between machines."""
    if xml:
        relations = parts["_rels/.rels"].decode()
        parts["_rels/.rels"] = relations.replace("</Relationships>", f"{_RELATION}</Relationships>").encode()
        parts[_RIBBON] = xml.encode()
    parts["docProps/core.xml"] = _CORE.format(__version__, metadata.version("xlwings")).encode()
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as package:
        for name, content in parts.items():
            entry = zipfile.ZipInfo(name, _MOMENT)
            entry.create_system = 0  # else it would say on which system it was made
            package.writestr(entry, content)
    return out.getvalue()
