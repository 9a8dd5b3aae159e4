"""Letter Texts as it stands in the workbook: what differs from the first words is the accountant's."""

import pandas as pd

from ims_xl.letters.texts import BY_KEY, LetterText
from ims_xl.sheets.letter_texts import faults, read_texts


def rows(*lines: tuple[object, object, object]) -> pd.DataFrame:
    frame = pd.DataFrame(lines, columns=["part", "english", "hindi"], dtype="object")
    return frame.assign(sheet="Letter Texts", row=range(6, 6 + len(lines)))


def test_only_other_words_are_kept_with_their_row() -> None:
    first = BY_KEY["subject"].first
    found = read_texts(
        rows(
            ("Subject", first["English"], "नमस्ते"), ("closing", "  Thanks ", None), ("Own line", "x", "y"), (None, 1, 2)
        )
    )
    assert found == (LetterText("subject", "Hindi", "नमस्ते", 6), LetterText("closing", "English", "Thanks", 7))


def test_a_slip_names_its_cell() -> None:
    (issue,) = faults(read_texts(rows(("Missing in IMS", "{cuont} documents", None))))
    assert (issue.severity, issue.place) == ("warning", "sheet Letter Texts, row 6, column English")
    assert (issue.value, issue.reason) == (
        "{cuont}",
        "letters have no such field, in the text of Missing in IMS",
    )
    assert issue.remedy.startswith("Write one of {supplier}, {gstin}, ")
