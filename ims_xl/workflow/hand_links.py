"""Links made by hand and pairs kept apart, as they hold for the documents that are there now."""

import datetime as dt
import json
from collections.abc import Mapping
from typing import Any, NamedTuple

import pandas as pd

from ims_xl.decisions.stale import differences, watched
from ims_xl.gst import periods
from ims_xl.gst.sections import SECTIONS
from ims_xl.store.links import APART, LINKED

_BASE = {section.key: section.amends or section.key for section in SECTIONS.values()}
_ABOUT = ("supplier_gstin", "doc_type")
_COLUMNS = ["ims_row", "purchase_row", "note", "id", "changed"]


class HandLinks(NamedTuple):
    """What holds now, as the matcher takes it: ims_row, purchase_row, note.

    Beside these `id` in the store, and `changed`, what is not as it was when the link was made.
    """

    locked: pd.DataFrame
    apart: pd.DataFrame


def ims_key(document: Mapping[Any, Any], number: str = "doc_number", date: str = "doc_date") -> str:
    """What names a document in whatever month and version it is reported: section, supplier or port, number, date."""
    on = document[date]
    parts = (
        _BASE.get(document["section"], document["section"]),
        document["supplier_gstin"] or document["port_code"],
        str(document[number]).strip().upper(),
        "" if pd.isna(on) else f"{on:%Y-%m-%d}",
    )
    return "|".join(parts)


def seen(document: Mapping[Any, Any]) -> str:
    """What a document says now, as a link keeps it."""
    return json.dumps({**watched(document), **{name: document[name] for name in _ABOUT}}, ensure_ascii=False)


def note_of(link: Mapping[Any, Any]) -> str:
    """What stands beside a link: `paid by UPI, 12-Oct-2026`."""
    return f"{link['reason']}, {day(link['at'])}"


def present(links: pd.DataFrame, ims: pd.DataFrame, books: pd.DataFrame) -> HandLinks:
    """The links (store.links) between documents that are there now (schema.IMS, schema.BOOKS), by position.

    A link holds for the document in whatever month it is reported, for its amendment where there is one, and for the
    row of the books wherever it stands in the register. What is kept apart is so from every version of the document.
    """
    if not len(links):
        return HandLinks(pd.DataFrame(columns=_COLUMNS), pd.DataFrame(columns=_COLUMNS))
    versions, rows = _versions(links, ims), _book_rows(links, books)
    locked: dict[int, tuple[int, int, str, int, str]] = {}
    apart = []
    for link in links.to_dict("records"):
        booked, reported = rows.get(link["id"]), versions.get(link["ims_key"], [])
        if booked is None or not reported:
            continue
        if link["kind"] == APART:
            apart += [(row, booked, note_of(link), link["id"], "") for row in reported]
        elif booked not in locked:
            changed = _changed(link, ims.iloc[reported[-1]].to_dict(), books.iloc[booked].to_dict())
            locked[booked] = (reported[-1], booked, note_of(link), link["id"], changed)
    made = {pair[:2] for pair in locked.values()}
    return HandLinks(
        pd.DataFrame(locked.values(), columns=_COLUMNS),
        pd.DataFrame([pair for pair in apart if pair[:2] not in made], columns=_COLUMNS),
    )


def numbers(links: pd.DataFrame) -> pd.DataFrame:
    """The links made by hand as `habits.propose` takes them, and `at`, the day of each."""
    made = links[links["kind"] == LINKED]
    ours, theirs = ([json.loads(text) for text in made[name]] for name in ("ims_seen", "book_seen"))
    return pd.DataFrame(
        {
            **{name: [said[name] for said in ours] for name in _ABOUT},
            "ims_number": [said["doc_number"] for said in ours],
            "book_number": [said["doc_number"] for said in theirs],
            "at": [day(at) for at in made["at"]],
        }
    )


def listed(links: pd.DataFrame, ims: pd.DataFrame, books: pd.DataFrame) -> pd.DataFrame:
    """The links and the pairs kept apart that hold for these documents, one row a pair: columns of columns.LINKS."""
    hand = present(links, ims, books)
    found = pd.concat([hand.locked.assign(kind_label="Linked"), hand.apart.assign(kind_label="Kept apart")])
    ours, theirs = (
        side.iloc[found[name].astype("int64")].reset_index(drop=True)
        for side, name in ((ims, "ims_row"), (books, "purchase_row"))
    )
    said = links.set_index("id").loc[found["id"].astype("int64"), ["reason", "at", "user"]].reset_index(drop=True)
    return said.assign(
        kind_label=found["kind_label"].to_numpy(),
        **{name: ours[name] for name in ("supplier_name", "doc_number", "doc_date")},
        books_number=theirs["doc_number"],
        books_date=theirs["doc_date"],
        at=pd.to_datetime(said["at"]),
    )


def day(at: str) -> str:
    """`12-Oct-2026` for the store's `2026-10-12 10:00:00`."""
    return f"{dt.datetime.fromisoformat(at):%d-%b-%Y}"


def _versions(links: pd.DataFrame, ims: pd.DataFrame) -> dict[str, list[int]]:
    """Rows of the documents by the keys that links name: the one that counts, an amendment or the newest, last."""
    wanted = set(links["ims_key"])
    named = {key.rsplit("|", 1)[0].split("|", 2)[2] for key in wanted}
    found: dict[str, list[tuple[bool, int, str, int]]] = {}
    own, original = (ims[name].str.strip().str.upper().isin(named) for name in ("doc_number", "original_number"))
    for row in (own | original).to_numpy().nonzero()[0].tolist():
        document = ims.iloc[row].to_dict()
        amended = _BASE.get(document["section"], document["section"]) != document["section"]
        keys = {ims_key(document)} | ({ims_key(document, "original_number", "original_date")} if amended else set())
        for key in keys & wanted:
            month = periods.ordinal(document["supplier_period"]) if document["supplier_period"] else 0
            found.setdefault(key, []).append((amended, month, document["doc_id"], row))
    return {key: [row for *_, row in sorted(rows)] for key, rows in found.items()}


def _book_rows(links: pd.DataFrame, books: pd.DataFrame) -> dict[int, int]:
    """The row of the books of each link, by its id.

    Rows that differ in their amounts only are counted in the order of the register, which may be another one now.
    """
    bills = books["doc_id"].str.rpartition("|")[0]
    rows: dict[int, int] = {}
    for link in links.to_dict("records"):
        same = books[bills == link["book_doc"].rpartition("|")[0]]
        if not len(same):
            continue
        said = json.loads(link["book_seen"])
        ranked = sorted(
            (bool(differences(said, document)), document["doc_id"] != link["book_doc"], place)
            for place, document in zip(books.index.get_indexer(same.index), same.to_dict("records"), strict=True)
        )
        rows[link["id"]] = int(ranked[0][2])
    return rows


def _changed(link: Mapping[Any, Any], ims: Mapping[Any, Any], book: Mapping[Any, Any]) -> str:
    """What is not as it was when the link was made: `IMS taxable value 1,000.00 -> 900.00`, or ""."""
    sides = (("IMS", link["ims_seen"], ims), ("books", link["book_seen"], book))
    told = [(word, differences(json.loads(said), now)) for word, said, now in sides]
    return "; ".join(f"{word} {text}" for word, text in told if text)
