"""Whose file it is: what names a GSTIN or a State in it, and what that means for this workbook."""

import functools
import itertools
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

import pandas as pd

from ims_xl.gst import gstin
from ims_xl.gst.places import STATES, place_code
from ims_xl.issues import ImsError, Issue
from ims_xl.wording import counted

Verdict = Literal["ours", "foreign", "doubtful", "unnamed"]
ClueKind = Literal["content", "records", "export name", "file name", "places"]

OTHER_FILE = "Choose the file of this GSTIN, or open the other workbook."
_CHECK = "Check that it is the file of this GSTIN."


class _Weight(NamedTuple):
    """What a kind of clue proves: a stronger one that names this workbook's GSTIN outweighs it."""

    strength: int
    refuses: bool  # alone; else the accountant is asked
    words: str


CLUES: dict[ClueKind, _Weight] = {
    "content": _Weight(3, True, "the file is of GSTIN {who}, this workbook is of {ours}"),
    "records": _Weight(2, True, "the file holds {told} of GSTIN {who}, this workbook is of {ours}"),
    "export name": _Weight(2, True, "the name of the file holds GSTIN {who}, this workbook is of {ours}"),
    # A register may be named after a supplier.
    "file name": _Weight(1, False, "the name of the file holds GSTIN {who}, this workbook is of {ours}"),
    "places": _Weight(1, False, "{told}, this workbook is of {ours}"),
}


class Clue(NamedTuple):
    """One thing that names whose the file is: a GSTIN, or of places of supply a State code."""

    kind: ClueKind
    who: str
    key: str = ""  # of the JSON, where it is one
    told: str = ""


@dataclass(frozen=True, slots=True)
class Ownership:
    """Whose a file is, and what says so.

    `ours`: it names this workbook's GSTIN. `foreign`: another's, and is refused. `doubtful`: something speaks
    against it; ask with `reason`. `unnamed`: nothing names it; ask once.
    """

    verdict: Verdict
    ours: str
    gstin: str = ""  # the one that is named, "" for none
    reason: str = ""
    column: str = ""
    clues: tuple[Clue, ...] = ()

    def refuse(self, file: str) -> None:
        """Raise ImsError when the file is of another GSTIN."""
        if self.verdict == "foreign":
            raise ImsError(self.reason, OTHER_FILE, file=file, column=self.column)

    def doubts(self, file: str) -> list[Issue]:
        """The warning of a doubtful file, else none."""
        return [Issue("warning", self.reason, _CHECK, file=file, column=self.column)] * (self.verdict == "doubtful")


def judge(clues: Iterable[Clue], ours: str) -> Ownership:
    """Whose the file is for the workbook of this GSTIN ("" for any: then nothing is foreign)."""
    clues = tuple(clues)
    named = next((clue.who for clue in clues if clue.kind != "places"), "")
    own = (ours, place_code(gstin.state_code(ours)))
    others = [clue for clue in clues if clue.who not in own] if ours else []
    backing = max((CLUES[clue.kind].strength for clue in clues if not ours or clue.who == ours), default=0)
    against = max(others, key=lambda clue: CLUES[clue.kind].strength, default=None)
    if against is None:
        return Ownership("ours" if backing else "unnamed", ours, named, clues=clues)
    weight = CLUES[against.kind]
    # Two keys of one file that name two GSTINs: what belongs to whom cannot be told.
    if weight.refuses and (against.kind == "content" or backing < weight.strength):
        verdict: Verdict = "foreign"
    elif weight.refuses or backing <= weight.strength:
        verdict = "doubtful"
    else:
        return Ownership("ours", ours, ours, clues=clues)
    reason = weight.words.format(who=against.who, ours=ours, told=against.told)
    gstin_named = "" if against.kind == "places" else against.who
    return Ownership(verdict, ours, gstin_named, reason, against.key, clues)


# The recipient's keys; `gstin` and `rtin` of a record could be another's and count in wrappers only.
_CONTENT_KEYS = {"gstin", "rtin", "rgstin", "recipientgstin", "gstinofrecipient", "rgstinrefid"}
_RECORD_KEYS = ("rgstin", "rtin", "rgstinrefId", "recipient_gstin")
_SUPPLIER_KEYS = ("ctin", "stin")
_INSIDE = ("inv", "nt", "boe", "doclist")
_TELLING = {*_RECORD_KEYS, *_INSIDE}
_LONGEST_LIST = 20  # a longer list holds records
_DEEPEST = 8


def clues_in(payload: object) -> list[Clue]:
    """GSTINs that the keys of a portal's JSON name as the recipient, at any level and in its records."""
    content: dict[tuple[str, str], None] = {}
    records: Counter[tuple[str, str]] = Counter()
    _walk(payload, content, records, 0)
    found = [Clue("content", who, key) for key, who in content]
    return found + [Clue("records", who, key, counted(count, "record")) for (key, who), count in records.items()]


def _walk(value: object, content: dict[tuple[str, str], None], records: Counter[tuple[str, str]], depth: int) -> None:
    if depth > _DEEPEST:
        return
    if isinstance(value, dict):
        for key, inner in value.items():
            if isinstance(inner, str):
                if key.lower().replace("_", "") in _CONTENT_KEYS and (who := gstin.clean(inner)[:15]):
                    content[key, who] = None
            else:
                _walk(inner, content, records, depth + 1)
    elif isinstance(value, list):
        if len(value) > _LONGEST_LIST:
            records.update(itertools.chain.from_iterable(map(_in_record, value)))
            return
        for one in value:
            if _is_wrapper(one):
                _walk(one, content, records, depth + 1)
            else:
                records.update(_in_record(one))


def _is_wrapper(value: object) -> bool:
    """Whether an item of a list is an object around something, and no supplier or document."""
    return (
        isinstance(value, dict)
        and not any(key in value for key in (*_SUPPLIER_KEYS, *_INSIDE))
        and any(isinstance(inner, dict | list) for inner in value.values())
    )


def _in_record(record: object) -> Iterator[tuple[str, str]]:
    if not isinstance(record, dict) or not record.keys() & _TELLING:
        return
    for key in _RECORD_KEYS:
        if isinstance(found := record.get(key), str) and (who := _registration(found)):
            yield key, who
    for key in _INSIDE:
        if isinstance(inner := record.get(key), list):
            for one in inner:
                yield from _in_record(one)


@functools.lru_cache(maxsize=1024)
def _registration(text: str) -> str:
    """The number a text begins with, "" where that is built like none."""
    who = gstin.clean(text)[:15]
    return who if gstin.has_shape(who) else ""


_WORD = re.compile(r"(?<![A-Z0-9])(\d{2}[A-Z0-9]{13})(?![A-Z0-9])", re.ASCII)
_ANYWHERE = re.compile(r"(?=(\d{2}[A-Z0-9]{13}))", re.ASCII)
# The portal: 102026_GSTIN_GSTR2B_14112026.xlsx, returns_R2B_GSTIN_102026.json.
_EXPORT = re.compile(
    r"(?:GSTR|(?<![A-Z])R|(?<![A-Z0-9]))[-_ ]?2[-_ ]?[AB](?![A-Z0-9])|(?<![A-Z])IMS(?![A-Z])", re.ASCII
)


def name_clues(name: str, ours: str, *, portal: bool) -> list[Clue]:
    """The GSTIN that the file's name holds, `archive.zip/member.json` by the member if that holds one.

    `portal`: it is a file of the portal, so a GSTIN in its name is its owner's; of any other file only when it is
    named as the portal names its exports. GSTINs without their right check digit are none.
    """
    for part in reversed(re.split(r"[/\\]", name.upper())):
        is_export = portal or _EXPORT.search(part) is not None
        found = [one for one in (_ANYWHERE if portal else _WORD).findall(part) if gstin.is_valid(one)]
        if found:
            kind: ClueKind = "export name" if is_export else "file name"
            return [Clue(kind, ours)] if ours in found else [Clue(kind, one) for one in dict.fromkeys(found)]
    return []


_ENOUGH = 5  # documents; fewer prove nothing
_SHARE = 0.9


def place_clues(documents: Sequence[pd.DataFrame], ours: str) -> list[Clue]:
    """A clue when nearly all documents with CGST and SGST have their place of supply in other States than ours.

    Such a document is taxed in the State of its place of supply, and credit is the registration's of that State.
    """
    columns = ["place_of_supply", "cgst", "sgst"]
    frames = [frame[columns] for frame in documents if {*columns} <= {*frame.columns}]
    if not frames or not ours:
        return []
    joined = pd.concat(frames, ignore_index=True)
    within = joined[(joined["cgst"].gt(0) | joined["sgst"].gt(0)) & joined["place_of_supply"].isin(list(STATES))]
    places: pd.Series[Any] = within["place_of_supply"].value_counts()
    home = place_code(gstin.state_code(ours))
    elsewhere = len(within) - int(places.get(home, 0))
    if len(within) < _ENOUGH or elsewhere < _SHARE * len(within):
        return []
    most = str(places.drop(home, errors="ignore").index[0])
    told = (
        f"of {counted(len(within), 'document')} with CGST and SGST {elsewhere:,} have a place of supply outside "
        f"{STATES.get(home, home)} ({int(places[most]):,} in {STATES[most]})"
    )
    return [Clue("places", most, "", told)]
