"""Opening a file and finding its format."""

from collections.abc import Sequence

from ims_xl.issues import ImsError
from ims_xl.purchases.content import Content
from ims_xl.purchases.csv_file import read_csv
from ims_xl.purchases.formats import FORMATS, Format
from ims_xl.purchases.grid import read_workbook
from ims_xl.purchases.html_file import read_html
from ims_xl.purchases.json_file import load_json
from ims_xl.purchases.sources import KNOWN, Source
from ims_xl.purchases.spreadsheet_xml import read_spreadsheet_xml
from ims_xl.purchases.unknown import MAP, REMEDY, resemblance
from ims_xl.purchases.xml_file import load_xml

_LISTED = 10  # names of sheets in a message


def open_content(source: Source) -> Content:
    """The file opened.

    Raises ImsError when it is empty, damaged, protected or of no kind that can be opened.
    """
    match source.kind:
        case "workbook":
            return Content(source, read_workbook(source))
        case "json":
            return Content(source, payload=load_json(source))
        case "xml":
            return Content(source, payload=load_xml(source))
        case "spreadsheet xml":
            return Content(source, read_spreadsheet_xml(source))
        case "html":
            return Content(source, read_html(source))
        case "text":
            return Content(source, [read_csv(source)])


def detect(content: Content, formats: Sequence[Format] = FORMATS) -> Format:
    """The format of the file.

    Raises ImsError when it is none of those that can be read, with its name where it is known.
    """
    found = next((one for one in formats if one.identify(content)), None)
    if found is None:
        if like := resemblance(content):
            reason = f"this seems to be a list of purchases, but {like}"
            raise ImsError(reason, REMEDY, file=content.source.name, sheet=like.sheet, row=like.row)
        names = [sheet.name for sheet in content.sheets if sheet.name]
        more = f" and {len(names) - _LISTED:,} more" if len(names) > _LISTED else ""
        sheets = ", ".join(names[:_LISTED]) + more
        reason = f"no purchase data was found in the {f'sheets {sheets}' if sheets else 'file'}"
        if content.is_csv and content.source.path.suffix.lower().startswith(".xl"):
            reason = "the file is text and no Excel workbook, and no purchase data was found in it"
        raise ImsError(reason, f"{KNOWN} {MAP}" if content.sheets else KNOWN, file=content.source.name)
    found.check(content)
    return found
