"""Long work of the built add-in: started, watched by Excel's clock, cancelled, ended."""

import datetime as dt

from support.addin_desk import FOLDER, NO, YES, Desk

NOW = dt.datetime(2026, 11, 24, 10, 0, 0)


def started(desk: Desk) -> Desk:
    desk.at(NOW)
    desk.click("ims_download")
    return desk


def test_the_clock_watches_until_the_worker_is_done_then_the_sheets_are_written(desk: Desk) -> None:
    started(desk)
    desk.progress(state="running", done=3, total=12, what="b2b")
    desk.tick()
    assert desk.status_bar == "IMS: Download 3 of 12: b2b   (Cancel on the IMS tab stops it)"
    desk.progress(state="done", done=12, total=12, what="")
    desk.python = lambda at: at.result(ok=True, title="Download", text="20 documents.")
    desk.tick()
    assert desk.called() == ["start('download')", "finish('download')"]
    assert desk.said == ["20 documents."]
    assert desk.status_bar is False
    assert desk.clock == []


def test_a_second_click_is_refused_kindly_while_one_runs(desk: Desk) -> None:
    started(desk)
    desk.click("ims_accept")
    assert desk.called() == ["start('download')"]
    assert desk.said == ["Download is still running. Wait for its message, or stop it with Cancel on the IMS tab."]


def test_cancel_leaves_a_file_for_the_worker(desk: Desk) -> None:
    started(desk)
    assert FOLDER + r"\cancel" not in desk.files
    desk.click("ims_cancel")
    assert desk.files[FOLDER + r"\cancel"] == "cancel"
    assert desk.status_bar == "IMS: Download is being stopped ..."
    desk.progress(state="cancelled", done=3, total=12, what="")
    desk.tick()
    assert desk.called()[-1] == "finish('download')"


def test_cancel_does_nothing_when_nothing_runs(desk: Desk) -> None:
    desk.click("ims_cancel")
    assert FOLDER + r"\cancel" not in desk.files


def test_an_old_cancel_does_not_stop_the_next_work(desk: Desk) -> None:
    desk.files[FOLDER + r"\cancel"] = "cancel"
    started(desk)
    assert FOLDER + r"\cancel" not in desk.files


def test_a_refused_start_is_said_and_nothing_is_watched(desk: Desk) -> None:
    desk.python = lambda at: at.result(ok=False, title="Download", text="No provider is set.")
    started(desk)
    assert desk.said == ["No provider is set."]
    assert desk.clock == []
    desk.click("ims_accept")
    assert desk.called()[-1] == "accept()"


def test_the_sheets_are_written_into_the_workbook_it_began_in(desk: Desk) -> None:
    started(desk)
    desk._workbook("Other.xlsx", {"book_id": "1" * 32})
    desk.progress(state="done")
    desk.tick()
    assert "Oct-2026.xlsx" in desk.commands[-1]
    assert "Other.xlsx" not in desk.commands[-1]


def test_a_closed_workbook_is_named_and_nothing_is_lost(desk: Desk) -> None:
    started(desk)
    desk.app.application.workbooks_.books.remove(desk.book)
    desk.progress(state="done")
    desk.tick()
    assert desk.called() == ["start('download')"]
    assert desk.said == ["Download has ended. Open Oct-2026.xlsx to see what came of it."]


def test_a_worker_that_fell_silent_is_looked_after(desk: Desk) -> None:
    started(desk)
    desk.progress(state="running", done=3, total=12, what="b2b")
    desk.tick()
    desk.at(NOW + dt.timedelta(seconds=299))
    desk.tick()
    assert desk.called() == ["start('download')"]
    desk.at(NOW + dt.timedelta(seconds=300))
    desk.tick()
    assert desk.called()[-1] == "finish('download')"


def test_a_silent_worker_that_still_works_is_watched_further(desk: Desk) -> None:
    started(desk)
    desk.progress(state="running", done=3, total=12, what="b2b")
    desk.tick()
    desk.python = lambda at: at.result(ok=True, title="Download", text="Download is still at work.")
    desk.at(NOW + dt.timedelta(seconds=301))
    desk.tick()
    assert desk.said == ["Download is still at work."]
    desk.progress(state="done", done=12, total=12, what="")
    desk.python = lambda at: at.result(ok=True, title="Download", text="20 documents.")
    desk.tick()
    assert desk.said[-1] == "20 documents."
    assert desk.clock == []


def test_work_left_when_excel_was_closed_is_watched_again(desk: Desk) -> None:
    desk.at(NOW)
    desk.progress(state="running", job="download", label="Download", book_id="0" * 32, done=1, total=2, what="b2b")
    desk.opened()
    desk.tick()
    desk.tick()
    assert desk.status_bar == "IMS: Download 1 of 2: b2b   (Cancel on the IMS tab stops it)"
    desk.progress(state="done", job="download", label="Download", book_id="0" * 32)
    desk.tick()
    assert desk.called() == ["finish('download')"]


def test_work_of_another_workbook_is_left_alone(desk: Desk) -> None:
    desk.progress(state="running", job="download", label="Download", book_id="f" * 32)
    desk.opened()
    desk.tick()
    assert desk.clock == []


def test_a_confirmation_stands_before_an_upload(desk: Desk) -> None:
    desk.app.answer_dialogs(NO, YES)
    desk.click("ims_upload")
    assert desk.called() == []
    desk.click("ims_upload")
    assert desk.called() == ["start('upload')"]


def test_an_otp_is_asked_when_python_has_requested_it(desk: Desk) -> None:
    def python(at: Desk) -> None:
        if len(at.commands) == 1:
            at.result(ok=True, title="", text="", ask="otp|OTP sent to the mobile number of the portal")
        else:
            at.result(ok=True, title="Sign in", text="Signed in.")

    desk.python = python
    desk.answers = ["12345", "123456"]
    desk.click("ims_about")
    assert desk.called() == ["about()", "about('123456')"]
    assert desk.questions == ["OTP sent to the mobile number of the portal"] * 2
    assert desk.said == ["An OTP has six digits.", "Signed in."]


def test_no_otp_no_call(desk: Desk) -> None:
    desk.python = lambda at: at.result(ok=True, title="", text="", ask="otp|OTP")
    desk.answers = [False]
    desk.click("ims_about")
    assert desk.called() == ["about()"]


def test_a_choice_is_given_back_as_its_words(desk: Desk) -> None:
    desk.python = lambda at: at.result(ok=True, title="", text="", ask="choice|Which company?|Deccan;Konkan")
    desk.answers = ["3", "2", False]
    desk.click("ims_about")
    assert desk.called()[:2] == ["about()", "about('Konkan')"]
    assert desk.questions[0] == "Which company?\n1  Deccan\n2  Konkan"
