"""What openpyxl would drop from a workbook, in the accountant's words; facts found by loading and saving."""

import re
import zipfile
import zlib
from pathlib import Path

from ims_xl.issues import ImsError
from ims_xl.workbook.package import damaged

_PICTURES = "pictures"
_SHAPES = "text boxes, shapes or WordArt"
_CONTROLS = "buttons, check boxes or other form controls"

_PARTS = (
    # part, what it is; "" is kept, or made anew by the program that opens the file
    (r"\[Content_Types\]\.xml|.*\.rels|docProps/(core|app|custom)\.xml|docProps/thumbnail\..*", ""),
    (r"xl/(workbook|styles|sharedStrings|calcChain)\.xml|xl/theme/theme\d+\.xml", ""),
    (r"xl/(worksheets|chartsheets)/sheet\d+\.xml|xl/tables/table\d+\.xml|xl/charts/chart\d+\.xml", ""),
    (r"xl/(comments/)?comments?\d*\.xml|xl/drawings/(drawing|vmlDrawing|commentsDrawing)\d+\.(xml|vml)", ""),
    (r"xl/charts/(style|colors)\d+\.xml|xl/printerSettings/.*|xl/persons/.*", ""),
    (r"xl/metadata\.xml", ""),  # SheetJS adds it to every file; cells that need it say so
    (r"xl/pivotTables/.*|xl/pivotCache/.*|xl/externalLinks/externalLink\d+\.xml", ""),
    (r"xl/vbaProject.*|xl/(macrosheets|dialogsheets)/.*|xl/vbaData\.xml", "macros"),
    (r"customUI/.*|userCustomization/.*", "a ribbon of its own"),
    (r"customXml/.*", "custom XML data (SharePoint and document systems store it)"),
    (r"_xmlsignatures/.*", "a digital signature"),
    (r"docMetadata/.*", "a sensitivity label"),
    (r"xl/threadedComments/.*", "threaded comments (notes are kept)"),
    (r"xl/slicers/.*|xl/slicerCaches/.*", "slicers"),
    (r"xl/timelines/.*|xl/timelineCaches/.*", "timelines"),
    (r"xl/activeX/.*|xl/ctrlProps/.*", _CONTROLS),
    (r"xl/embeddings/.*", "embedded objects"),
    (r"xl/diagrams/.*", "SmartArt"),
    (r"xl/media/.*|xl/cellimages\.xml", _PICTURES),
    (r"xl/charts/chartEx\d+\.xml", "charts of the newer kinds (waterfall, treemap, histogram and the like)"),
    (r"xl/connections\.xml|xl/queryTables/.*|xl/webPr.*", "connections to external data"),
    (r"xl/model/.*|xl/customData/.*", "a data model (Power Pivot)"),
    (r"xl/xmlMaps\.xml", "XML maps"),
    (r"xl/richData/.*", "linked data types or pictures in cells"),
    (r"xl/featurePropertyBag/.*", "check boxes in cells"),
    (r"xl/revisions/.*|xl/userNames\.xml", "the change history of a shared workbook"),
    (r"xl/volatileDependencies\.xml", "real-time data formulas"),
    (r"xl/namedSheetViews/.*", "sheet views of their own"),
    (r"xl/(webextensions|taskpanes|ink)/.*", "task panes or ink"),
)

_EXTENSIONS = {
    "{78C0D931-6437-407D-A8EE-F0AAD7539E65}": "data bars, icon sets or rules that look at other sheets",
    "{B025F937-C7B1-47D3-B67F-A62EFF666E3E}": "data bars, icon sets or rules that look at other sheets",
    "{CCE6A557-97BC-4B89-ADB6-D9C93CAAB3DF}": "dropdowns whose list is on another sheet",
    "{05C60535-1F16-4FD2-B633-F4F36F0B64E0}": "sparklines",
    "{A8765BA9-456A-4DAB-B4F3-ACF838C121DE}": "slicers",
    "{3A4CF648-6AED-40F4-86FF-DC5316D8AED3}": "slicers",
    "{7E03D99C-DC04-49D9-9315-930204A7B6E9}": "timelines",
    "{FC87AEE6-9EDD-4A0A-B7FB-166176984837}": "ranges that certain users may edit",
    "{01252117-D84E-4E92-8308-4BE1C098FCBB}": "",  # which green corners to hide
    "{504A1905-F514-4F6F-8877-14C23A59335A}": "",  # alternative text of a table
}

_TAGS = (
    # where, element, what it is
    ("xl/worksheets/", rb"<(?:\w+:)?protectedRanges\b", "ranges that certain users may edit"),
    ("xl/worksheets/", rb"<(?:\w+:)?picture\b", "a background picture"),
    ("xl/worksheets/", rb"<(?:\w+:)?legacyDrawingHF\b", "pictures in headers or footers"),
    ("xl/worksheets/", rb"<(?:\w+:)?oleObjects\b", "embedded objects"),
    ("xl/worksheets/", rb"<(?:\w+:)?controls\b", _CONTROLS),
    ("xl/worksheets/", rb' cm="[1-9][^<>]*>', "formulas that spill (FILTER, SORT, UNIQUE and the like)"),
    ("xl/worksheets/", rb' vm="[1-9][^<>]*>', "linked data types, cube formulas or pictures in cells"),
    ("xl/drawings/drawing", rb"<(?:\w+:)?(?:sp|cxnSp|grpSp|contentPart)\b[ >/]", _SHAPES),
    ("xl/drawings/drawing", rb"<(?:\w+:)?pic\b", _PICTURES),
    ("xl/drawings/drawing", rb"<(?:\w+:)?userShapes\b", "shapes drawn on charts"),
    ("xl/drawings/vml", rb"ObjectType=\"(?!Note\")", _CONTROLS),
    ("xl/charts/chart", rb"datalabelsRange\b", "chart labels taken from cells"),
)

_EXTENSION = re.compile(rb"<(?:\w+:)?ext\b[^>]*?\buri=\"([^\"]+)\"")


def losses(path: Path) -> list[str]:
    """What would be lost if openpyxl rewrote the file, each once; empty when nothing would."""
    found: dict[str, None] = {}
    with zipfile.ZipFile(path) as archive:
        for part in archive.namelist():
            if part.endswith("/"):
                continue
            known = next((words for pattern, words in _PARTS if re.fullmatch(pattern, part)), None)
            found[f"a part this program does not know ({part})" if known is None else known] = None
            if known == "" and part.startswith(("xl/worksheets/", "xl/tables/", "xl/drawings/", "xl/charts/")):
                found.update(dict.fromkeys(_inside(part, archive.read(part))))
    return [words for words in found if words]


def refuse_losses(path: Path) -> None:
    """Raises ImsError, naming each, when the workbook holds something that would be lost."""
    try:
        lost = losses(path)
    except (zipfile.BadZipFile, zlib.error) as error:
        raise damaged(path) from error
    if lost:
        remedy = "Use the IMS ribbon in Excel, which keeps it, or move it to another workbook."
        raise ImsError(f"saving this workbook would lose {'; '.join(lost)}", remedy, file=path.name)


def _inside(part: str, text: bytes) -> list[str]:
    found = [words for start, pattern, words in _TAGS if part.startswith(start) and re.search(pattern, text)]
    if part.startswith(("xl/worksheets/", "xl/tables/")):
        for uri in _EXTENSION.findall(text):
            code = uri.decode("ascii", "replace").upper()
            found.append(_EXTENSIONS.get(code, f"an extension this program does not know ({code})"))
    return found
