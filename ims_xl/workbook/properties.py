"""Who made a workbook and with which program, as its file says: openpyxl would write its own name there."""

import re
import zipfile
from datetime import UTC, datetime
from pathlib import Path

_CORE, _APP = "docProps/core.xml", "docProps/app.xml"
_NONE = {
    _CORE: b'<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"/>',
    _APP: b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"/>',
}
_MODIFIED = re.compile(rb"(<(?:\w+:)?modified\b[^>]*(?<!/)>)[^<]*(</)")
_LISTS = re.compile(rb"<(?:\w+:)?(HeadingPairs|TitlesOfParts|HLinks)\b.*?</(?:\w+:)?\1>", re.DOTALL)


def kept(path: Path) -> dict[str, bytes]:
    """Part -> what it is to hold when the workbook is saved anew: as in the file, with the time of saving.

    Lists of its sheets, names and links are left out: they may no longer hold.
    """
    with zipfile.ZipFile(path) as archive:
        there = set(archive.namelist())
        texts = {part: archive.read(part) if part in there else empty for part, empty in _NONE.items()}
    now = f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}".encode()
    return {_CORE: _MODIFIED.sub(rb"\g<1>" + now + rb"\2", texts[_CORE]), _APP: _LISTS.sub(b"", texts[_APP])}
