"""What would not be true any more of a workbook after we wrote it, in the accountant's words; all else is kept."""

import re
import zipfile
import zlib
from pathlib import Path

from ims_xl.issues import ImsError
from ims_xl.workbook.xlsx.package import damaged

_PARTS = (
    # A signature is of the bytes that were signed: any change breaks it, and Excel says so at every opening.
    (r"_xmlsignatures/.*", "a digital signature"),
    # The log names cells by place; Excel repairs a workbook whose cells it does not fit.
    (r"xl/revisions/.*|xl/userNames\.xml", "the change history of a shared workbook"),
)


def unsupported(path: Path) -> list[str]:
    """What of the file would not hold after a change, each once; empty when everything would."""
    with zipfile.ZipFile(path) as archive:
        names = [name for name in archive.namelist() if not name.endswith("/")]
    return [words for pattern, words in _PARTS if any(re.fullmatch(pattern, name) for name in names)]


def refuse_unsupported(path: Path) -> None:
    """Raises ImsError, naming each, when the workbook holds something that a change would break."""
    try:
        lost = unsupported(path)
    except (zipfile.BadZipFile, zlib.error) as error:
        raise damaged(path) from error
    if lost:
        remedy = "Use the IMS ribbon in Excel, which keeps it, or remove it in Excel."
        raise ImsError(f"saving this workbook would break {' and '.join(lost)}", remedy, file=path.name)
