"""Which column of an accountant's own register holds which field of ours: proposed, corrected by him, then kept."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import NamedTuple

from ims_xl.register_words import FIELDS, NEEDED, NOT_USED, SUMMED

_HEADS = ("igst", "cgst", "sgst")
_BY_WORDS = {words.casefold(): field for field, words in FIELDS.items()} | {NOT_USED.casefold(): "", "": ""}


@dataclass(frozen=True, slots=True)
class MappedColumn:
    """One column of the register.

    `title`: its heading as the file has it, "" for none. `choice`: the words of a field, or NOT_USED, as they stand in
    the sheet. `confidence`: percent; `reason`: why it was proposed. `samples`: its first cells as text.
    """

    title: str
    choice: str
    confidence: int = 0
    reason: str = ""
    samples: tuple[str, ...] = ()

    @property
    def field(self) -> str | None:
        """The field that is chosen, "" for none, None when the words are none of ours."""
        return _BY_WORDS.get(" ".join(self.choice.split()).casefold())


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """The columns of one layout, from left to right, and in which file, sheet and row its headings were seen."""

    fingerprint: str
    file: str
    sheet: str
    row: int
    columns: tuple[MappedColumn, ...]

    @property
    def fields(self) -> dict[str, list[int]]:
        """Places of the columns of each field that is chosen, from 0."""
        found: dict[str, list[int]] = {}
        for at, column in enumerate(self.columns):
            if column.field:
                found.setdefault(column.field, []).append(at)
        return found

    def with_choices(self, choices: Sequence[str | None]) -> "ColumnMapping":
        """The same columns with other choices, None leaves one as it is."""
        pairs = zip(self.columns, choices, strict=True)
        columns = (
            one if choice is None else MappedColumn(one.title, choice, one.confidence, one.reason, one.samples)
            for one, choice in pairs
        )
        return ColumnMapping(self.fingerprint, self.file, self.sheet, self.row, tuple(columns))

    def problems(self) -> list[str]:
        """Why no register can be read by it, a sentence each; nothing when it can."""
        unknown = [
            f"'{column.choice}' beside {column.title or f'column {at}'} is no field: choose one from the list"
            for at, column in enumerate(self.columns, 1)
            if column.field is None
        ]
        fields = self.fields
        twice = [
            f"{FIELDS[field]} is chosen for {len(places)} columns: keep one"
            for field, places in fields.items()
            if len(places) > 1 and field not in SUMMED
        ]
        absent = [FIELDS[field] for field in NEEDED if field not in fields]
        lacking = [f"no column is {', '.join(absent)}"] if absent else []
        heads = [] if fields.keys() & set(_HEADS) else ["no column is IGST, CGST or SGST"]
        return [*unknown, *twice, *lacking, *heads]

    @property
    def absent_heads(self) -> list[str]:
        """Words of the tax heads that no column holds."""
        return [FIELDS[head] for head in _HEADS if head not in self.fields]

    def to_text(self) -> str:
        """As JSON."""
        return json.dumps(asdict(self), ensure_ascii=False)

    @classmethod
    def from_text(cls, text: str) -> "ColumnMapping":
        """What `to_text` wrote."""
        found = json.loads(text)
        columns = (MappedColumn(**{**one, "samples": tuple(one["samples"])}) for one in found.pop("columns"))
        return cls(**found, columns=tuple(columns))


class MappingDraft(NamedTuple):
    """The layout on the Column Mapping sheet of a workbook; `accepted_at` is empty while no file is read by it."""

    mapping: ColumnMapping
    proposed_at: str
    accepted_at: str


def fingerprint_of(titles: Sequence[str]) -> str:
    """Names a layout by the words of its headings in their order, columns without a heading included: 16 hex digits."""
    words = [*titles]
    while words and not words[-1]:
        words.pop()
    return hashlib.sha256("\x1f".join(words).encode()).hexdigest()[:16]
