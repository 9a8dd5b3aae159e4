"""Opening a workbook with old portal data: asked in VBA alone, Yes downloads, No is remembered until tomorrow."""

import datetime as dt
from pathlib import Path

import pytest
from support.addin_desk import FOLDER, NO, YES, Desk

BOOK_ID = "0123456789abcdef0123456789abcdef"
READ = "2026-11-20 09:30:00"
READ_AT = dt.datetime(2026, 11, 20, 9, 30)


def opened(addin: Path, now: dt.datetime, **facts: object) -> Desk:
    desk = Desk(addin, facts={"book_id": BOOK_ID, "portal_at": READ, "remind_days": 2, **facts})
    desk.at(now)
    return desk


def test_yes_downloads(addin: Path) -> None:
    desk = opened(addin, READ_AT + dt.timedelta(days=2))
    desk.app.answer_dialogs(YES)
    desk.opened()
    assert desk.said == []  # the question waits until Excel has finished opening
    desk.tick()
    assert desk.said == [
        "The portal data in Oct-2026.xlsx is of 20-11-2026.\n\nDownload the latest data now? No asks again tomorrow."
    ]
    assert desk.called() == ["start('download')"]


def test_of_two_workbooks_opened_at_once_each_is_asked_about_and_the_right_one_downloads(addin: Path) -> None:
    desk = opened(addin, READ_AT + dt.timedelta(days=2))
    desk.add("Nov-2026.xlsx", {"book_id": "f" * 32, "portal_at": READ, "remind_days": 2})
    desk.app.answer_dialogs(YES)
    desk.opened("Oct-2026.xlsx", "Nov-2026.xlsx")
    assert len(desk.clock) == 1
    desk.tick()
    assert desk.called() == ["start('download')"]
    assert desk.calls[0]["book"] == "Oct-2026.xlsx"  # though the other one is in front
    assert len(desk.said) == 1  # of the other one again when it is opened: one piece of work at a time
    desk = opened(addin, READ_AT + dt.timedelta(days=2))
    desk.add("Nov-2026.xlsx", {"book_id": "f" * 32, "portal_at": READ, "remind_days": 2})
    desk.app.answer_dialogs(NO, NO)
    desk.opened("Oct-2026.xlsx", "Nov-2026.xlsx")
    desk.tick()
    assert [said.partition(" is of")[0] for said in desk.said] == [
        "The portal data in Oct-2026.xlsx",
        "The portal data in Nov-2026.xlsx",
    ]


def test_no_is_remembered_until_tomorrow_and_starts_no_python(addin: Path) -> None:
    desk = opened(addin, dt.datetime(2026, 11, 24, 10, 0))
    desk.app.answer_dialogs(NO)
    for _ in range(2):
        desk.opened()
        desk.tick()
    assert len(desk.said) == 1
    assert desk.files[rf"{FOLDER}\asked-{BOOK_ID}.txt"] == "2026-11-24"
    assert desk.commands == []
    desk.at(dt.datetime(2026, 11, 25, 0, 1))
    desk.app.answer_dialogs(NO)
    desk.opened()
    desk.tick()
    assert len(desk.said) == 2


@pytest.mark.parametrize(
    ("facts", "now"),
    [
        ({}, READ_AT + dt.timedelta(days=2, seconds=-1)),
        ({"remind_days": 0}, READ_AT + dt.timedelta(days=90)),
        ({"remind_days": 7}, READ_AT + dt.timedelta(days=6)),
        ({"portal_at": ""}, READ_AT),
        ({"portal_at": "2026-11-2x 09:30:00"}, READ_AT + dt.timedelta(days=90)),
        ({"remind_days": 2.5}, READ_AT + dt.timedelta(days=2, hours=11)),
    ],
)
def test_nothing_is_asked_before_it_is_old(addin: Path, facts: dict[str, object], now: dt.datetime) -> None:
    desk = opened(addin, now, **facts)
    desk.opened()
    desk.tick()
    assert desk.said == []


def test_another_workbook_is_not_looked_at(addin: Path) -> None:
    desk = Desk(addin, book="Other.xlsx", facts={})
    desk.opened()
    assert desk.clock == []


@pytest.mark.parametrize("book_id", ["..\\..\\Startup\\x", "0" * 31, "0" * 33, "ABCDEF7890abcdef0123456789abcdef"])
def test_a_made_up_workbook_cannot_choose_the_file_that_is_written(addin: Path, book_id: str) -> None:
    desk = opened(addin, READ_AT + dt.timedelta(days=9), book_id=book_id)
    before = dict(desk.files)
    desk.opened()
    desk.tick()
    assert desk.files == before
    assert desk.said == []


def test_what_the_workbook_says_of_itself_is_what_python_writes() -> None:
    from ims_xl.sheets.identity import Identity
    from ims_xl.sheets.lists import metadata

    identity = Identity(BOOK_ID, "27AAZCD1111E1ZS", "102026", READ, portal_at=READ, drawn_at=READ, remind_days=2.0)
    first, run = (str(cell.value) for cell in metadata(identity.to_text()).cells if cell.row == 1)
    for fact in (f'"book_id": "{BOOK_ID}"', f'"portal_at": "{READ}"', '"remind_days": 2.0'):
        assert fact in first
        assert first.index(fact) < first.index('"digest"')
    assert len(run) == 12
