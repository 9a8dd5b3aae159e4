"""What pandas reads is what Python's own reader of CSV reads, record by record."""

import csv
import io

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ims_xl.purchases import csv_blocks
from ims_xl.purchases.columns import Row
from ims_xl.purchases.csv_blocks import DamagedError, read_records

_SIGNS = [",", ";", "\n", "\r\n", "\r", '"', '""', "a", "1", " ", "₹", "\ufeff", "\0", "\x0b", "\u2028", "NA", "nan"]
TEXTS = st.text(alphabet=',"a\n', max_size=20) | st.lists(st.sampled_from(_SIGNS), max_size=40).map("".join)
CELLS = st.text(alphabet='a1 ,;"\n₹', max_size=4)
TABLES = st.lists(st.lists(CELLS, min_size=1, max_size=5), max_size=12)


def by_python(text: str, delimiter: str) -> list[Row]:
    """The records that are not blank, as Python's own reader gives them."""
    records = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    return [Row(number, [*cells]) for number, cells in enumerate(records, 1) if any(map(str.strip, cells))]


@given(TEXTS, st.sampled_from([",", ";", "\t", "|"]), st.sampled_from([1, 7, 1 << 24]))
@settings(max_examples=500)
@example('a,"b\n"\n', ",", 1 << 24)
@example('a,5" pipe\nb,6" pipe\n', ",", 1)
@example(' "a",b\n', ",", 1)
@example('x,a"1,1"a\n', ",", 1)
@example('x,a"1,1"a\nb,c,d\n', ",", 1 << 24)
@example('a","a\nb', ",", 1)
@example("a\r\r\nb\r", ",", 1)
@example("a\rb,c\n", ",", 1)
@example('a,"b\rc"\n', ",", 1)
@example("a\0b,\0\n", ",", 1)
@example("\ufeffa,b\n1,2\n", ",", 1)
@example("a\n\n,,\nb,c,d", ",", 1)
@example('a,b"', ",", 7)
def test_any_text_gives_the_same_records(text: str, delimiter: str, block: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(csv_blocks, "_BLOCK", block)
        assert [*read_records(text.encode(), delimiter)] == by_python(text, delimiter)


@given(TABLES, st.sampled_from([",", ";"]), st.sampled_from(["\n", "\r\n"]), st.booleans())
def test_what_was_written_as_a_csv_comes_back(
    table: list[list[str]], delimiter: str, end: str, all_quoted: bool
) -> None:
    file = io.StringIO(newline="")
    quoting = csv.QUOTE_ALL if all_quoted else csv.QUOTE_MINIMAL
    csv.writer(file, delimiter=delimiter, lineterminator=end, quoting=quoting).writerows(table)
    rows = [Row(number, [*cells]) for number, cells in enumerate(table, 1) if any(map(str.strip, cells))]
    assert [*read_records(file.getvalue().encode(), delimiter)] == rows


def test_a_regular_file_is_read_by_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(csv_blocks, "numbered", lambda *_: iter([]))
    rows = read_records(b'a,"b, ""c"""\r\n\r\n1,2,3\r\n', ",")
    assert [*rows] == [(1, ["a", 'b, "c"']), (3, ["1", "2", "3"])]


def test_a_cell_of_several_lines_stays_in_one_block(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(csv_blocks, "numbered", lambda *_: iter([]))
    monkeypatch.setattr(csv_blocks, "_BLOCK", 5)
    rows = read_records(b'a,"b\nc\nd"\n1,2\n', ",")
    assert [*rows] == [(1, ["a", "b\nc\nd"]), (2, ["1", "2"])]


def test_behind_an_irregular_record_all_are_read_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(csv_blocks, "_BLOCK", 4)
    rows = read_records(b'a,b\n1,2\n5" pipe,3\n6,7\n', ",")
    assert [*rows] == [(1, ["a", "b"]), (2, ["1", "2"]), (3, ['5" pipe', "3"]), (4, ["6", "7"])]


def test_the_record_of_a_cell_that_is_too_long_is_told() -> None:
    with pytest.raises(DamagedError) as told:
        read_records(b"a,b\n1,2\n3," + b"x" * 131_073, ",")
    assert told.value.row == 3


def test_few_records_of_very_many_cells_take_no_columns() -> None:
    data = b"a,b\n" * 20_000 + b"," * 16_383 + b"last\n"
    rows = read_records(data, ",")
    assert len(rows.columns) < 1_000
    assert rows[20_000].cells[-1] == "last"
