"""A row that was left out is corrected in its file and read again: nothing is doubled, and its finding goes."""

import openpyxl
from support.months import Months, register

from ims_xl.workflow import import_purchases

OCT = "102026"


def held(months: Months) -> tuple[list[str], list[str]]:
    def read(job):
        found = job.store.findings.of(job.identity.book_id)
        numbers = job.store.registers.of(job.identity.book_id)["doc_number"].tolist()
        return numbers, found.loc[found["severity"] == "error", "reason"].tolist()

    return months.look(OCT, read)


def test_a_corrected_row_is_read_from_its_file_and_once(tmp_path):
    months = Months(tmp_path)
    months.begin(OCT)
    path = register(tmp_path / "books.xlsx", [("A/1", "05-10-2026", 1_000), ("A/2", "06-10-2026", 400)])
    book = openpyxl.load_workbook(path)
    book.active["F7"] = "soon"
    book.save(path)
    months.do(OCT, import_purchases, [path])
    assert held(months) == (["A/1"], ["this is not a date"])
    months.do(OCT, import_purchases, [path])
    assert held(months) == (["A/1"], ["this is not a date"])
    book.active["F7"] = "06-10-2026"
    book.save(path)
    for _ in range(2):
        months.do(OCT, import_purchases, [path])
        assert held(months) == (["A/1", "A/2"], [])
