"""IMS as Excel taken in like the portal's JSON, for those who have no JSON."""

import io
from dataclasses import replace
from pathlib import Path

from ims_xl import archives
from ims_xl.gstn import offline
from ims_xl.gstn.portal_json import Opened, Part
from ims_xl.issues import ImsError, Issue
from ims_xl.ownership import judge, name_clues
from ims_xl.purchases.detect import open_content
from ims_xl.purchases.ims_sheets import ImsRecords, ims_records, ims_tables
from ims_xl.purchases.sources import Source, open_sources

TOOL, PORTAL = "IMS Offline Tool", "Portal Excel"
_HEAD = 64
_TABLES = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".csv", ".htm", ".html")


def read(path: Path, recipient_gstin: str) -> offline.PortalFile | None:
    """The documents of an IMS workbook, or of those of a zip; None where the file holds none.

    Raises ImsError when it is of another GSTIN.
    """
    found = _records(path)
    if not found:
        return None
    parts: list[Part] = []
    for source, records in found:
        part = Part(
            source.name, "download", records.sections,
            [*records.clues, *name_clues(source.name, recipient_gstin, portal=True)],
        )  # fmt: skip
        judge(part.clues, recipient_gstin).refuse(part.name)
        parts.append(part)
    told = [issue.inside(file=source.name) for source, records in found for issue in records.issues]
    digest = found[0][0].sha256 if len(found) == 1 else ""
    file = offline.of_parts(Opened(path.name, digest, parts, []), recipient_gstin)
    rows = {source.name: records.rows for source, records in found}
    form = TOOL if any(records.is_tool for _, records in found) else PORTAL
    placed = [_in_sheet(issue, rows.get(issue.file, {})) for issue in file.issues]
    return replace(file, form=form, issues=[*told, *placed])


def _records(path: Path) -> list[tuple[Source, ImsRecords]]:
    """The workbooks of the file that list documents of IMS; a file that cannot be opened is told by other readers."""
    if not _may_be_excel(path):
        return []
    found: list[tuple[Source, ImsRecords]] = []
    try:
        for source in open_sources(path):
            content = None if source.kind in ("json", "xml") else open_content(source)
            if content and content.once(ims_tables):
                found.append((source, ims_records(content)))
    except ImsError:
        return []
    return found


def _may_be_excel(path: Path) -> bool:
    """Whether it is a table or a zip of tables, by its first bytes: a large JSON is not opened twice."""
    try:
        with path.open("rb") as stream:
            head = stream.read(_HEAD).lstrip(b"\xef\xbb\xbf \t\r\n")
        if not head.startswith(b"PK"):
            return not head.startswith((b"{", b"["))
        with archives.opened(io.BytesIO(path.read_bytes()), path.name) as archive:
            return "[Content_Types].xml" in archive.names or any(
                name.lower().endswith(_TABLES) or name == "content.xml" for name in archive.names
            )
    except (ImsError, *archives.DAMAGED):
        return False


def _in_sheet(issue: Issue, rows: dict[str, list[tuple[str, int]]]) -> Issue:
    """The finding on a record with its sheet and row, where it has only its place in the section."""
    places = rows.get(issue.sheet, [])
    if not 0 < issue.row <= len(places):
        return issue
    sheet, row = places[issue.row - 1]
    return replace(issue, sheet=sheet, row=row)
