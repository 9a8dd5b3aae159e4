"""Letter Texts: the words of the letters to suppliers, part by part, which the accountant may write anew."""

from collections.abc import Iterable, Iterator

import pandas as pd

from ims_xl.decisions.cells import text
from ims_xl.issues import Issue
from ims_xl.letters.texts import BY_KEY, BY_NAME, FIELDS, LANGUAGES, PARTS, LetterText, remedy, text_of, unknown_fields
from ims_xl.sheets import supplier_columns
from ims_xl.sheets.view import View
from ims_xl.workbook.sheet import Cell, Sheet, Table

KEY, TITLE = "letter_texts", "Letter Texts"
TABLE = "ims_LetterTexts"
_TOP = 5
_HELP = "Write your own words; an emptied cell gets the first ones back. The language is chosen on Settings."


def sheets(view: View) -> list[Sheet]:
    """The sheet."""
    own = view.company.letter_texts
    rows = pd.DataFrame(
        [
            {"part": part.name, **{language.lower(): text_of(part.key, language, own) for language in LANGUAGES}}
            for part in PARTS
        ]
    )
    fields = " · ".join(f"{{{name}}} {meaning}" for name, meaning in FIELDS.items())
    cells = (
        Cell(1, 1, "◂ Home", "link", link="home"),
        Cell(1, 2, TITLE, "title"),
        Cell(2, 2, _HELP, "subtitle"),
        Cell(3, 2, f"Filled in for each supplier: {fields}", "wrap", span=2),
    )
    table = Table(TABLE, supplier_columns.LETTER_TEXTS, rows, _TOP, text_lines=5)
    return [Sheet(KEY, TITLE, cells, (table,), freeze=(_TOP + 1, 2), print_columns=3, heights={3: 40.0}, one_page=True)]


def read_texts(rows: pd.DataFrame) -> tuple[LetterText, ...]:
    """The texts that are not the first ones, from the table as it stands: row, part, and the languages."""
    found = []
    for line in rows.to_dict("records"):
        part = BY_NAME.get(text(line["part"]).lower())
        for language in LANGUAGES if part else ():
            written = text(line[language.lower()])
            if part and written and written != part.first[language]:
                found.append(LetterText(part.key, language, written, int(line["row"])))
    return tuple(found)


def faults(own: Iterable[LetterText]) -> Iterator[Issue]:
    """What in the texts cannot be filled in, each with its cell."""
    for written in own:
        for value in unknown_fields(written.text):
            reason = f"letters have no such field, in the text of {BY_KEY[written.part].name}"
            yield Issue("warning", reason, remedy(), "", TITLE, written.row, written.language, value)
