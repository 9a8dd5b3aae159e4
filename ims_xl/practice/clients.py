"""The clients of a practice, one row a GSTIN: from the practice workbook or any list in Excel or CSV."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from ims_xl.decisions.cells import text
from ims_xl.gst.due_dates import FREQUENCIES
from ims_xl.gst.gstin import clean, has_ims, is_valid
from ims_xl.gst.places import place_code
from ims_xl.issues import ImsError, Issue
from ims_xl.purchases.detect import open_content
from ims_xl.purchases.grid import Sheet
from ims_xl.purchases.headers import heading
from ims_xl.purchases.sources import open_sources

GSTIN, NAME, FILED, STATE, FOLDER, TAKES_PART = "GSTIN", "Company name", "GSTR-3B filed", "State", "Folder", "In batch"
HEADINGS = (GSTIN, NAME, FILED, STATE, FOLDER, TAKES_PART)
_WORDS: Mapping[str, Sequence[str]] = {
    GSTIN: ("gstin", "gstin of client", "gst no", "gst number", "gstin uin"),
    NAME: ("company name", "name", "client", "client name", "company", "legal name", "trade name"),
    FILED: ("gstr 3 b filed", "gstr 3b filed", "gstr3b filed", "filing", "frequency", "filing frequency"),
    STATE: ("state",),
    FOLDER: ("folder",),
    TAKES_PART: ("in batch",),
}
"""Headings of a list, as `headers.heading` gives them."""
_TOTAL = re.compile(r"\W*(?:grand\s+)?total", re.IGNORECASE)
_TOP = 40  # rows in which the headings may stand


class Client(NamedTuple):
    """One GSTIN; `folder`: where its files lie, within the folder of the practice, "" where the GSTIN says it."""

    gstin: str
    name: str = ""
    frequency: str = FREQUENCIES[0]
    state: str = ""
    folder: str = ""


def read_list(path: Path) -> pd.DataFrame:
    """The rows of a list of clients as they were typed: columns HEADINGS, index the row that Excel shows.

    Raises ImsError when the file cannot be read or no row of headings has a GSTIN among them.
    """
    sheets = [sheet for source in open_sources(path) for sheet in open_content(source).sheets]
    found = {sheet.name: rows for sheet in sheets if (rows := _rows(sheet)) is not None}
    if len(found) > 1:
        raise ImsError(
            f"clients are listed on more than one sheet: {', '.join(found)}", "Keep them on one.", file=path.name
        )
    if found:
        return next(iter(found.values()))
    remedy = f"Give it a row of headings, {GSTIN} and {NAME} among them, and under it a row for each client."
    raise ImsError("no list of clients was found in the file", remedy, file=path.name)


def _rows(sheet: Sheet) -> pd.DataFrame | None:
    for at, row in enumerate(sheet.rows[:_TOP]):
        named = {heading(cell): place for place, cell in reversed([*enumerate(row.cells)]) if cell != ""}
        places = {name: next((named[word] for word in words if word in named), None) for name, words in _WORDS.items()}
        if places[GSTIN] is None or places[NAME] is None:
            continue
        below = sheet.rows[at + 1 :]
        cells = [
            ["" if place is None or place >= len(one.cells) else text(one.cells[place]) for place in places.values()]
            for one in below
        ]
        return pd.DataFrame(cells, columns=list(HEADINGS), index=[one.number for one in below], dtype="object")
    return None


def clients_of(rows: pd.DataFrame, file: str, sheet: str = "") -> tuple[list[Client], list[Issue]]:
    """The clients of a list (columns HEADINGS, index row numbers), and a finding for each row that cannot be used.

    A client who is not to take part in the batch is left out, as is a blank row.
    """
    clients: dict[str, Client] = {}
    issues: list[Issue] = []
    for number, typed in zip(rows.index, rows[list(HEADINGS)].itertuples(index=False), strict=True):
        gstin, name, filed, state, folder, takes_part = map(text, typed)
        if not any((gstin, name)) or takes_part.casefold() == "no" or (not gstin and _TOTAL.match(name)):
            continue
        client = Client(clean(gstin), name, _frequency(filed), place_code(state), folder)
        fault = next(
            (
                Issue("error", reason, remedy, file, sheet, int(number), column, value)
                for is_wrong, column, value, reason, remedy in (
                    (
                        not is_valid(client.gstin) or not has_ims(client.gstin), GSTIN, gstin,
                        "this is not a GSTIN of a taxpayer who has IMS",
                        "Check its fifteen characters; the last one is a check digit.",
                    ),
                    (client.gstin in clients, GSTIN, gstin, "this GSTIN stands on the list already", "Leave one row."),
                    (
                        not client.frequency, FILED, filed, "this is not how GSTR-3B is filed",
                        f"Write {' or '.join(FREQUENCIES)}.",
                    ),
                    (
                        bool(state) and not client.state, STATE, state, "this is not a State",
                        "Write its two-digit code or its name, for example 27.",
                    ),
                    (
                        _leads_out(folder), FOLDER, folder, "this folder lies outside the folder of the practice",
                        "Write the name of a folder within it.",
                    ),
                )
                if is_wrong
            ),
            None,
        )  # fmt: skip
        if fault:
            issues.append(fault)
        else:
            clients[client.gstin] = client
    return list(clients.values()), issues


def _frequency(typed: str) -> str:
    """The way of filing by its first letters, monthly where nothing is said, "" for neither."""
    said = {"": FREQUENCIES[0], "qrmp": FREQUENCIES[1]}.get(typed.casefold(), typed).casefold()
    return next((one for one in FREQUENCIES if one.casefold().startswith(said)), "")


def _leads_out(folder: str) -> bool:
    path = Path(folder.replace("\\", "/"))
    return path.is_absolute() or ".." in path.parts or ":" in folder


def joined(rows: pd.DataFrame, others: pd.DataFrame) -> pd.DataFrame:
    """The rows of both lists; a GSTIN that both have stands as the second says."""
    stays = ~rows[GSTIN].map(text).map(clean).isin(set(others[GSTIN].map(text).map(clean)) - {""})
    return pd.concat([rows[stays], others], ignore_index=True)


def empty() -> pd.DataFrame:
    """A list without a client."""
    return pd.DataFrame(columns=list(HEADINGS), dtype="object")


def row_of(client: Client) -> pd.DataFrame:
    """The list of this one client."""
    typed = (client.gstin, client.name, client.frequency, client.state, client.folder, "")
    return pd.DataFrame([typed], columns=list(HEADINGS), dtype="object")
