"""Files of one GSTR-2B: how they are told apart, joined, and what is missing."""

from typing import Any

import pytest

from ims_xl.statements import age, file_key, latest, merge, missing, parts_read


def row(files: str = "", summary: str = "", count: int = 0, day: str = "14-11-2026", **more: Any) -> dict[str, Any]:
    return {
        "gstr2b_period": "102026", "generated": day, "file_count": count, "files": files.replace(" ", "\n"),
        "summary_file": summary, **more,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("file", "key"),
    [
        ("File1.json", "1"),
        ("2b.zip/File01.json", "1"),
        ("File 1 (2).json", "1"),
        ("GSTR2B_102026_part-12.json", "12"),
        ("returns_R2B_x_others_3.json", "3"),
        ("2B.json", "2b"),
        ("2b (1).json", "2b"),
        ("2b - Copy.json", "2b"),
        ("GSTR2B Oct-26.json", "gstr2b oct-26"),
        ("profile2026.json", "profile2026"),
    ],
)
def test_what_names_a_file_of_a_statement(file: str, key: str) -> None:
    assert file_key(file) == key


@pytest.mark.parametrize(
    ("held", "found", "told"),
    [
        ("14-11-2026", "14-11-2026", "same"),
        ("14-11-2026", "", "same"),
        ("", "14-11-2026", "same"),
        ("14-11-2026", "15-11-2026", "later"),
        ("30-11-2026", "01-12-2026", "later"),
        ("15-11-2026", "14-11-2026", "earlier"),
        ("15-11-2026", "November", "later"),
    ],
)
def test_which_of_two_days_is_later(held: str, found: str, told: str) -> None:
    assert age(held, found) == told


@pytest.mark.parametrize(
    ("read", "parts", "lacks"),
    [
        (row("2b.json", "2b.json", 1), "", ""),
        (row("2b.json"), "", ""),
        (row("File1.json File2.json", "Summary.json", 2), "parts 1, 2 of 2 read", ""),
        (row("File3.json File1.json", "Summary.json", 3), "parts 1, 3 of 3 read", "part 2 of 3 was not read"),
        (row("File10.json", "Summary.json", 12), "part 10 of 12 read",
         "parts 1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 12 of 12 were not read"),
        (row("", "Summary.json", 2), "none of 2 parts read", "parts 1, 2 of 2 were not read"),
        (row("", "Summary.json", 0), "", "only its Summary was read, not its documents"),
        (row("", "Summary.json", 1), "", "only its Summary was read, not its documents"),
        (row("File1.json"), "", "its Summary was not read, so how many parts it has is not known"),
        (row("a.json b.json"), "2 files read", "its Summary was not read, so how many parts it has is not known"),
        (row("a.json b.json", "s.json", 3), "2 of 3 files read", "1 file of 3 was not read"),
        (row("a.json", "s.json", 3), "1 of 3 files read", "2 files of 3 were not read"),
    ],
)  # fmt: skip
def test_what_was_read_and_what_is_missing(read: dict[str, Any], parts: str, lacks: str) -> None:
    assert (parts_read(read), missing(read)) == (parts, lacks)


def test_files_of_one_statement_are_joined_in_any_order() -> None:
    parts = [
        row("File1.json"), row("2b.zip/File2.json", day=""), row("", "Summary.json", 2, available_igst=558.0)
    ]  # fmt: skip
    for order in (parts, parts[::-1], [parts[2], parts[0], parts[1]]):
        (joined,), notes = latest([{**one, "file": "x"} for one in order])
        assert notes == []
        assert (joined["available_igst"], joined["file_count"], joined["summary_file"]) == (558.0, 2, "Summary.json")
        assert sorted(joined["files"].split("\n")) == ["2b.zip/File2.json", "File1.json"]
        assert joined["generated"] == "14-11-2026"


def test_a_file_read_again_takes_its_own_place() -> None:
    assert (
        merge(row("File1.json File2.json"), row("") | {"files": "File1 (1).json"})["files"]
        == "File1 (1).json\nFile2.json"
    )


def test_sums_kept_before_their_file_was_known_stay() -> None:
    old = row() | {"available_igst": 558.0}
    joined = merge(old, row("File1.json", available_igst=float("nan")))
    assert (joined["available_igst"], joined["files"], missing(old)) == (558.0, "File1.json", "")


def test_what_was_read_whole_stays_whole() -> None:
    whole, part = row("2b.json", "2b.json", 1), row("", "Summary.json", 2)
    assert missing(merge(whole, part)) == ""
    assert missing(merge(part, whole)) == ""


def test_of_two_statements_of_a_period_the_later_holds() -> None:
    old, new = (
        row("a.json", day="14-11-2026") | {"file": "a.json"},
        row("b.json", day="16-11-2026") | {"file": "b.json"},
    )
    for order in ([old, new], [new, old]):
        (held,), (note,) = latest(order)
        assert (held["files"], note.file, note.value) == ("b.json", "a.json", "14-11-2026")
