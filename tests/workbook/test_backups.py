from datetime import datetime, timedelta
from pathlib import Path

import pytest

from ims_xl.workbook import backups


def test_a_copy_has_the_name_of_the_workbook_and_the_time(tmp_path: Path) -> None:
    backups.keep(tmp_path, Path("Asha.xlsx"), lambda path: path.write_text("one"))
    (kept,) = tmp_path.iterdir()
    assert kept.read_text() == "one"
    assert kept.name.startswith(f"Asha {datetime.now():%Y-%m-}")
    assert kept.suffix == ".xlsx"


def test_ten_are_kept_and_other_workbooks_left_alone(tmp_path: Path) -> None:
    for minute in range(12):
        (tmp_path / f"Asha 2025-10-01 09{minute:02}00 000000.xlsx").touch()
    (tmp_path / "Asha and Sons 2025-10-01 090000 000000.xlsx").touch()
    backups.keep(tmp_path, Path("Asha.xlsx"), Path.touch)
    names = sorted(path.name for path in tmp_path.iterdir())
    assert len(names) == 10 + 1
    assert names[0] == "Asha 2025-10-01 090300 000000.xlsx"
    assert names[-1] == "Asha and Sons 2025-10-01 090000 000000.xlsx"


def test_the_age_is_that_of_the_newest(tmp_path: Path) -> None:
    assert backups.age(tmp_path / "nowhere", Path("Asha.xlsx")) is None
    for minutes in (50, 10):
        made = datetime.now() - timedelta(minutes=minutes)
        (tmp_path / f"Asha {made:%Y-%m-%d %H%M%S %f}.xlsx").touch()
    found = backups.age(tmp_path, Path("Asha.xlsx"))
    assert found is not None
    assert timedelta(minutes=10) <= found < timedelta(minutes=20)


def test_a_copy_that_fails_leaves_nothing(tmp_path: Path) -> None:
    def half(path: Path) -> None:
        path.write_text("ha")
        raise OSError("the disk is full")

    with pytest.raises(OSError, match="the disk is full"):
        backups.keep(tmp_path, Path("Asha.xlsx"), half)
    assert list(tmp_path.iterdir()) == []


def test_a_clock_set_back_does_not_cost_the_copy_that_is_made_now(tmp_path: Path) -> None:
    for minute in range(10):
        (tmp_path / f"Asha 2099-10-01 09{minute:02}00 000000.xlsx").touch()
    backups.keep(tmp_path, Path("Asha.xlsx"), Path.touch)
    years = [one.at.year for one in backups.copies(tmp_path)]
    assert years == [2099] * 9 + [datetime.now().year]


def test_the_copy_that_is_being_put_back_stays(tmp_path: Path) -> None:
    oldest = tmp_path / "Asha 2025-10-01 090000 000000.xlsx"
    for minute in range(10):
        (tmp_path / f"Asha 2025-10-01 09{minute:02}00 000000.xlsx").touch()
    backups.keep(tmp_path, Path("Asha.xlsx"), Path.touch, spare=oldest)
    assert oldest.exists()
    backups.keep(tmp_path, Path("Asha.xlsx"), Path.touch)
    assert not oldest.exists()
    assert len(list(tmp_path.iterdir())) == 10


def test_copies_are_listed_newest_first_by_the_name_of_the_workbook(tmp_path: Path) -> None:
    for name in (
        "Asha 2025-10-01 090000 000000.xlsx",
        "B 2025 2025-10-02 090000 000000.xlsx",
        "Asha 2025-99-01 090000 000000.xlsx",
    ):
        (tmp_path / name).touch()
    (tmp_path / ".Asha-0123abcd.tmp.xlsx").touch()
    found = [(one.workbook, one.at.day) for one in backups.copies(tmp_path)]
    assert found == [("B 2025.xlsx", 2), ("Asha.xlsx", 1)]
    assert [one.at.day for one in backups.copies(tmp_path, "Asha.xlsx")] == [1]


def test_each_workbook_has_a_folder_of_its_own(tmp_path: Path) -> None:
    book_id = "0123456789abcdef" * 2
    assert backups.folder_of(tmp_path, book_id) == tmp_path / book_id
    others = [backups.folder_of(tmp_path, forged) for forged in ("", "..", "a/b", "A" * 32, "\ud800", book_id + "\n")]
    assert {folder.parent for folder in others} == {tmp_path}
    assert len({folder.name for folder in others}) == 6
