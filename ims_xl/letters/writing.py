"""A letter to one supplier: subject, text for the mail, text for messengers, names of its files."""

import re
from collections import Counter
from collections.abc import Hashable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import pandas as pd

from ims_xl.contacts import Contact
from ims_xl.issues import printable
from ims_xl.letters.situations import ORDER, SITUATIONS
from ims_xl.letters.texts import LANGUAGES, Language, LetterText, fill, text_of
from ims_xl.money import in_rupees, total

LISTED = 15  # documents of a situation that a text names; all are in the enclosure
_NAME = 40  # letters of a supplier's name in the name of a file
_KEYS = {one.name: one.key for one in SITUATIONS}


class Sender(NamedTuple):
    """Who writes, of which month (`Oct-2026`), in which words."""

    company: str
    gstin: str
    period: str
    language: str
    texts: Sequence[LetterText] = ()


class Letter(NamedTuple):
    """One letter; `points`: its documents (situations.COLUMNS). `name`: of its files, without the ending."""

    gstin: str
    supplier: str
    contact: Contact
    subject: str
    text: str
    message: str
    name: str
    points: pd.DataFrame

    @property
    def about(self) -> str:
        """`Missing in IMS 2, Mismatched 1`."""
        return abouts(self.points)[self.gstin]


class _Words(NamedTuple):
    """What a language says around figures."""

    nobody: str
    documents: tuple[str, str]
    types: Mapping[str, str]
    of: str
    books: str
    differs: str
    reason: str
    more: str


_WORDS: Mapping[Language, _Words] = {
    "English": _Words(
        "Sir or Madam",
        ("document", "documents"),
        {"INV": "Invoice", "CN": "Credit note", "DN": "Debit note"},
        "{type} {number} of {date}: taxable value {taxable}, tax {tax}",
        "in our books: {text}",
        "what differs: {text}",
        "reason: {text}",
        "and {count} more",
    ),
    "Hindi": _Words(
        "महोदय/महोदया",
        ("दस्तावेज़", "दस्तावेज़"),
        {"INV": "इनवॉइस", "CN": "क्रेडिट नोट", "DN": "डेबिट नोट"},
        "{type} {number}, दिनांक {date}: कर योग्य मूल्य {taxable}, कर {tax}",
        "हमारी बहियों में: {text}",
        "अंतर: {text}",
        "कारण: {text}",
        "और {count}",
    ),
}


def abouts(points: pd.DataFrame) -> dict[str, str]:
    """By GSTIN the situations of a supplier's documents with their numbers: `Missing in IMS 2, Mismatched 1`."""
    counts = Counter(zip(points["supplier_gstin"], points["situation"], strict=True))
    return {
        gstin: ", ".join(f"{name} {counts[gstin, name]}" for name in ORDER if (gstin, name) in counts)
        for gstin in points["supplier_gstin"].unique()
    }


def write_letter(points: pd.DataFrame, contact: Contact, sender: Sender) -> Letter:
    """The letter about these documents (situations.COLUMNS) of one supplier."""
    gstin = str(points["supplier_gstin"].iloc[0])
    supplier = one_line(contact.supplier_name or str(points["supplier_name"].iloc[0]))
    chosen = [language for language in LANGUAGES if language in sender.language.split()]
    head = {
        "supplier": supplier,
        "gstin": gstin,
        "company": one_line(sender.company or sender.gstin),
        "company_gstin": sender.gstin,
        "period": sender.period,
    }
    texts = [_text(points, contact, head, sender.texts, language) for language in chosen]
    subject = fill(text_of("subject", chosen[0], sender.texts), _values(points, contact, head, chosen[0]))
    return Letter(
        gstin,
        supplier,
        contact,
        one_line(subject),
        _BETWEEN.join("\n\n".join(parts) for parts in texts) + "\n",
        _BETWEEN.join("\n\n".join([*parts[:-2], parts[-1]]) for parts in texts) + "\n",
        file_name(gstin, supplier),
        points,
    )


_BETWEEN = f"\n\n{'-' * 40}\n\n"


def one_line(text: str) -> str:
    """The text on one line, without signs that steer a program."""
    return " ".join(printable(text).split())


def file_name(gstin: str, supplier: str) -> str:
    """A name for files that is safe on every system: GSTIN and what of the name are plain letters and digits."""
    words = re.sub(r"[^A-Za-z0-9]+", " ", supplier)[:_NAME].strip()
    number = re.sub(r"[^A-Za-z0-9]+", "", gstin)
    return " ".join(filter(None, ("GST", number, words if words != number else "")))


def _values(points: pd.DataFrame, contact: Contact, head: Mapping[str, str], language: Language) -> dict[str, str]:
    """What stands in the merge fields of a part that speaks of these documents."""
    words = _WORDS[language]
    tax = points["tax"].fillna(points["books_tax"])
    return {
        **head,
        "person": one_line(contact.person) or words.nobody,
        "count": _counted(len(points), words),
        "tax": in_rupees(total(tax)),
    }


def _text(
    points: pd.DataFrame, contact: Contact, head: Mapping[str, str], texts: Sequence[LetterText], language: Language
) -> list[str]:
    """The parts of the text in a language; the enclosure is the last but one."""

    def part(key: str, rows: pd.DataFrame) -> str:
        return fill(text_of(key, language, texts), _values(rows, contact, head, language))

    found = [part("opening", points)]
    for name in ORDER:
        rows = points[points["situation"] == name]
        if len(rows):
            found.append("\n".join([part(_KEYS[name], rows), *_lines(rows, language)]))
    return [*found, part("annex", points), part("closing", points)]


def _lines(rows: pd.DataFrame, language: Language) -> Iterator[str]:
    """The documents, a line each, and one for each thing that is said of them."""
    words = _WORDS[language]
    for row in rows.head(LISTED).to_dict("records"):
        theirs, ours = (_document(row, side, words) for side in ("", "books_"))
        yield f"- {theirs or ours}"
        if row["situation"] == "Mismatched":
            yield f"  {words.books.format(text=ours)}"
            yield f"  {words.differs.format(text=one_line(str(row['differs'])))}"
        if reason := one_line(str(row["reason"])):
            yield f"  {words.reason.format(text=reason)}"
    if len(rows) > LISTED:
        yield f"- {words.more.format(count=_counted(len(rows) - LISTED, words))}"


def _counted(number: int, words: _Words) -> str:
    return f"{number:,} {words.documents[number != 1]}"


def _document(row: Mapping[Hashable, Any], side: str, words: _Words) -> str:
    """One document as one side has it, "" where that side has none."""
    number = one_line(str(row["books_number" if side else "doc_number"]))
    if not number:
        return ""
    day = row["books_date" if side else "doc_date"]
    date = "–" if pd.isna(day) else f"{day:%d-%m-%Y}"
    kind = words.types.get(str(row["doc_type"]), str(row["type_label"]))
    taxable, tax = (in_rupees(abs(row[side + name])) for name in ("taxable_value", "tax"))
    return words.of.format(type=kind, number=number, date=date, taxable=taxable, tax=tax)
