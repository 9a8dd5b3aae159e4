import hashlib
from pathlib import Path

import pytest

from ims_xl.issues import ImsError
from ims_xl.purchases.csv_file import read_csv
from ims_xl.purchases.sources import Source


def _source(path: Path) -> Source:
    data = path.read_bytes()
    return Source(path.name, path, data, hashlib.sha256(data).hexdigest())


@pytest.mark.parametrize(
    ("data", "cells"),
    [
        (b"a,b\n1,2\n", [["a", "b"], ["1", "2"]]),
        (b"\xef\xbb\xbfa,b\r\n1,2", [["a", "b"], ["1", "2"]]),
        (b"a;b\n1,50;2", [["a", "b"], ["1,50", "2"]]),
        (b"a\tb\n1\t2", [["a", "b"], ["1", "2"]]),
        (b'a,b\n"4,981",\xa32', [["a", "b"], ["4,981", "£2"]]),
        ("a,b\n₹1,2".encode("utf-16"), [["a", "b"], ["₹1", "2"]]),
        (b'a,b\n="0012",2', [["a", "b"], ["0012", "2"]]),
    ],
)
def test_a_csv_is_understood_whatever_program_wrote_it(tmp_path: Path, data: bytes, cells: list[list[str]]) -> None:
    (tmp_path / "a.csv").write_bytes(data)
    read = read_csv(_source(tmp_path / "a.csv"))
    assert [row.cells for row in read.rows] == cells
    assert not read.is_typed


def test_records_of_a_csv_are_counted_with_the_blank_ones(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("a,b\n\n,\n1,2\n")
    assert [row.number for row in read_csv(_source(tmp_path / "a.csv")).rows] == [1, 4]


def test_a_long_preamble_does_not_hide_the_delimiter(tmp_path: Path) -> None:
    lines = ["ACME, Pune"] + ["line"] * 24 + ["\t".join(("GSTIN of Supplier", "Invoice Number", "Invoice date"))] * 3
    (tmp_path / "register.txt").write_text("\n".join(lines))
    rows = read_csv(_source(tmp_path / "register.txt")).rows
    assert [len(row.cells) for row in rows][-3:] == [3, 3, 3]


def test_a_text_in_which_each_line_was_quoted_whole(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text('"a,b"\n"1,""2,50"""\n')
    assert [row.cells for row in read_csv(_source(tmp_path / "a.csv")).rows] == [["a", "b"], ["1", "2,50"]]


@pytest.mark.parametrize(
    ("data", "row", "reason"),
    [
        (
            'a,b\n1,2\n"3,4\n5,6\n7,8\n9,0\n1,2\n3,4\n5,6"\n',
            3,
            "a quotation mark is opened and not closed before the next rows",
        ),
        (
            "a,b\n1,2\n3," + "x" * 131_073,
            3,
            "the record has a cell of more than 131,072 characters, or is damaged",
        ),
    ],
)
def test_damage_is_told_with_its_record(tmp_path: Path, data: str, row: int, reason: str) -> None:
    (tmp_path / "a.csv").write_text(data)
    with pytest.raises(ImsError) as told:
        read_csv(_source(tmp_path / "a.csv"))
    assert (told.value.issue.row, told.value.issue.reason) == (row, reason)


def test_amounts_with_a_comma_before_paise_are_told_by_the_cells(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("value;tax\n1.000,50;90\n")
    assert read_csv(_source(tmp_path / "a.csv")).decimal == ","
    (tmp_path / "a.csv").write_text("value;tax\n1,000.50;90\n")
    assert read_csv(_source(tmp_path / "a.csv")).decimal == "."
