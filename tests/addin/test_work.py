"""Long work of the built add-in: started, watched by Excel's clock, cancelled, ended."""

import datetime as dt

from support.addin_desk import FOLDER, NO, TYPED, YES, Desk

NOW = dt.datetime(2026, 11, 24, 10, 0, 0)


def started(desk: Desk) -> Desk:
    desk.at(NOW)
    desk.click("ims_download")
    return desk


def test_the_clock_watches_until_the_worker_is_done_then_the_sheets_are_written(desk: Desk) -> None:
    started(desk)
    desk.progress(state="running", done=3, total=12, what="b2b")
    desk.tick()
    assert desk.status_bar == "IMS: Download of Oct-2026.xlsx 3 of 12: b2b   (Cancel on the IMS tab stops it)"
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
    assert desk.said == [
        "Download of Oct-2026.xlsx is still running. Wait for its message, or stop it with Cancel on the IMS tab."
    ]


def test_cancel_leaves_a_file_for_the_worker(desk: Desk) -> None:
    started(desk)
    assert FOLDER + r"\cancel" not in desk.files
    desk.click("ims_cancel")
    assert desk.files[FOLDER + r"\cancel"] == "cancel"
    assert desk.status_bar == "IMS: Download of Oct-2026.xlsx is being stopped ..."
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
    desk.add("Other.xlsx", {"book_id": "1" * 32})
    desk.progress(state="done")
    desk.tick()
    assert desk.calls[-1]["book"] == "Oct-2026.xlsx"


def test_a_closed_workbook_is_named_and_nothing_is_lost(desk: Desk) -> None:
    started(desk)
    desk.close(desk.book)
    desk.progress(state="done")
    desk.tick()
    assert desk.called() == ["start('download')"]
    assert desk.said == ["Download of Oct-2026.xlsx has ended. Open it to see what came of it."]


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
    assert desk.status_bar == "IMS: Download of Oct-2026.xlsx 1 of 2: b2b   (Cancel on the IMS tab stops it)"
    desk.progress(state="done", job="download", label="Download", book_id="0" * 32)
    desk.tick()
    assert desk.called() == ["finish('download')"]


def test_work_that_ended_while_excel_was_closed_is_offered(desk: Desk) -> None:
    """Yes writes the sheets; No asks again when the workbook is opened the next time."""
    ended = {"job": "upload", "label": "Upload", "book_id": "0" * 32, "message": "3 of 3 decisions are on the portal"}
    desk.progress(state="done", **ended)
    desk.app.answer_dialogs(NO, YES)
    desk.opened()
    desk.tick()
    assert desk.clock == []
    assert desk.called() == []
    desk.opened()
    desk.tick()
    desk.python = lambda at: at.result(ok=True, title="Upload", text="3 of 3.")
    desk.tick()
    asked = "Upload of Oct-2026.xlsx has ended: 3 of 3 decisions are on the portal\n\nWrite what came of it into the sheets now?"
    assert desk.said == [asked, asked, "3 of 3."]
    assert desk.called() == ["finish('upload')"]


def test_a_workbook_saved_under_another_name_gets_its_sheets(desk: Desk) -> None:
    started(desk)
    desk.book.name = "Oct-2026 final.xlsx"
    desk.progress(state="done")
    desk.tick()
    assert desk.called()[-1] == "finish('download')"
    assert desk.calls[-1]["book"] == "Oct-2026 final.xlsx"


def test_another_workbook_of_the_same_name_does_not_get_them(desk: Desk) -> None:
    started(desk)
    desk.close(desk.book)
    desk.add("Oct-2026.xlsx", {"book_id": "1" * 32})
    desk.progress(state="done")
    desk.tick()
    assert desk.called() == ["start('download')"]
    assert desk.said == ["Download of Oct-2026.xlsx has ended. Open it to see what came of it."]


def test_with_two_workbooks_open_the_refusal_names_the_one_at_work(desk: Desk) -> None:
    started(desk)
    desk.add("Nov-2026.xlsx", {"book_id": "1" * 32})
    desk.click("ims_download")
    assert desk.called() == ["start('download')"]
    assert desk.said == [
        "Download of Oct-2026.xlsx is still running. Wait for its message, or stop it with Cancel on the IMS tab."
    ]


def test_when_excel_was_about_to_close_and_stayed_the_work_is_watched_again(desk: Desk) -> None:
    started(desk)
    desk.app.run("ImsStopClock")
    assert desk.clock == []
    desk.click("ims_accept")
    assert len(desk.clock) == 1
    desk.progress(state="done")
    desk.tick()
    assert desk.called() == ["start('download')", "finish('download')"]


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


class Asking:
    """A Python that asks one thing after the other, then lets the worker run; keeps what it finds typed."""

    def __init__(self, *asks: tuple[str, str]) -> None:
        self.asks = list(asks)
        self.typed: list[str | None] = []

    def __call__(self, desk: Desk) -> None:
        self.typed.append(desk.files.pop(TYPED, None))
        if self.asks:
            ask, about = self.asks.pop(0)
            desk.result(ok=True, title="", text="", ask=ask, about=about)
        else:
            desk.result(ok=True, title="", text="")


def test_what_python_asks_before_long_work_goes_back_to_its_start(desk: Desk) -> None:
    desk.python = python = Asking(
        ("choice|Profile of your GSP:|alpha;beta", "profile"),
        ("otp|OTP for 27AAZCD1111E1ZS:", "otp"),
        ("confirm|Reject 2 documents?\n  A/1\n  A/2", "1f2e"),
    )
    desk.answers = ["3", "2", "12345", "123456"]
    desk.app.answer_dialogs(YES, YES, YES, YES)
    desk.click("ims_upload")
    assert desk.called() == [
        "start('upload')",
        "start('upload', 'profile', 'beta')",
        "start('upload', 'profile', 'beta', 'otp', None)",
        "start('upload', 'profile', 'beta', 'otp', None, '1f2e', 'yes')",
    ]
    assert desk.questions[0] == "Profile of your GSP:\n1  alpha\n2  beta"
    assert desk.questions[2:] == ["OTP for 27AAZCD1111E1ZS:"] * 2
    assert desk.said[-4:] == [
        "Send every decided document of this workbook to GSTN? Preview shows them first.",
        "Type the number of your choice.",
        "An OTP has six digits.",
        "Reject 2 documents?\n  A/1\n  A/2",
    ]
    assert python.typed == [None, None, "'123456'", None]
    assert len(desk.clock) == 1  # now the worker is watched


def test_what_the_worker_could_not_go_on_without_is_asked_at_its_end_and_begins_it_again(desk: Desk) -> None:
    desk.at(NOW)
    desk.python = python = Asking(("choice|Profile of your GSP:|alpha;beta", "profile"))
    desk.answers = ["1"]
    desk.app.answer_dialogs(YES, NO)
    desk.click("ims_download")
    desk.progress(state="failed", asks="3 of 20 documents would leave")
    python.asks = [("confirm|3 of 20 documents would leave", "1f2e")]
    desk.tick()
    assert desk.called() == [
        "start('download')",
        "start('download', 'profile', 'alpha')",
        "finish('download')",
        "start('download', 'profile', 'alpha', '1f2e', 'yes')",
    ]
    desk.progress(state="failed", asks="4 of 20 documents would leave")
    python.asks = [("confirm|4 of 20 documents would leave", "3d4c")]
    desk.tick()
    assert desk.called()[-1] == "finish('download')"  # No ends it
    assert desk.clock == []


def test_work_found_at_the_start_of_excel_can_be_begun_again_by_its_question(desk: Desk) -> None:
    desk.at(NOW)
    desk.progress(state="running", job="download", label="Download", book_id="0" * 32, done=1, total=2, what="b2b")
    desk.opened()
    desk.tick()
    desk.progress(state="failed", asks="3 of 20 documents would leave")
    desk.python = Asking(("confirm|3 of 20 documents would leave", "1f2e"))
    desk.app.answer_dialogs(YES)
    desk.tick()
    assert desk.called() == ["finish('download')", "start('download', '1f2e', 'yes')"]


def test_a_secret_is_on_no_command_line_and_stays_in_no_file(desk: Desk) -> None:
    desk.python = lambda at: at.result(ok=True, title="", text="", ask="secret|Client secret:", about="a1")
    desk.answers = ["hé|ll'o", False]
    desk.click("ims_sign_in")
    assert desk.called() == ["start('sign_in')", "start('sign_in', 'a1', None)"]
    assert TYPED not in desk.files  # also when Python did not take it


def test_a_secret_that_python_could_not_be_given_is_deleted(desk: Desk) -> None:
    def python(at: Desk) -> None:
        at.result(ok=True, title="", text="", ask="otp|OTP:", about="otp")
        at.configure(interpreter="pythonw", folder=FOLDER)

    desk.python = python
    desk.answers = ["123456"]
    desk.click("ims_sign_in")
    assert desk.called() == ["start('sign_in')"]
    assert "Python could not be started" in desk.said[-1]
    assert TYPED not in desk.files


def test_no_otp_no_call(desk: Desk) -> None:
    desk.python = Asking(("otp|OTP", "otp"))
    desk.answers = [False]
    desk.click("ims_sign_in")
    assert desk.called() == ["start('sign_in')"]
    assert desk.clock == []
    assert desk.status_bar is False


def test_no_to_the_rejects_sends_nothing(desk: Desk) -> None:
    desk.python = Asking(("confirm|Reject 2 documents?", "1f2e"))
    desk.app.answer_dialogs(YES, NO)
    desk.click("ims_upload")
    assert desk.called() == ["start('upload')"]
    assert desk.clock == []


def test_a_long_prompt_is_cut_to_what_excel_takes(desk: Desk) -> None:
    desk.python = Asking(("otp|" + "x" * 300, "otp"))
    desk.answers = [False]
    desk.click("ims_sign_in")
    assert desk.questions == ["x" * 255]


def test_excel_is_put_back_as_it_was_however_python_ends(desk: Desk) -> None:
    """Python ends in the middle of writing, with everything switched off."""

    def killed(at: Desk) -> None:
        at.app.add_module(
            "Sub Off()\n Application.ScreenUpdating = False\n Application.DisplayAlerts = False\n"
            " Application.EnableEvents = False\n Application.Calculation = -4135\nEnd Sub\n",
            name="Off",
        )
        at.app.run("Off")

    desk.python = killed
    desk.click("ims_check")
    state = "Function State()\n State = Application.ScreenUpdating & Application.DisplayAlerts & "
    state += "Application.EnableEvents & Application.Calculation\nEnd Function\n"
    desk.app.add_module(state, name="State")
    assert desk.app.run("State") == "TrueTrueTrue-4105"
    assert desk.said[0].startswith("Check gave no answer. Nothing is known to be lost.")


def test_three_hundred_files_are_handed_over(desk: Desk) -> None:
    files = [
        rf"C:\Users\Asha\Documents\GST\October 2026\returns_24122026_R2A_part_{number:03}.json" for number in range(300)
    ]
    desk.answers = [files]
    desk.click("ims_import_portal_files")
    assert desk.calls[0]["with"] == [files]
    assert len(desk.commands[0]) < 200


def test_a_new_workbook_is_opened_by_the_add_in(desk: Desk) -> None:
    desk.close(desk.book)  # and no other one is open
    path = r"C:\GST\Nov-2026.xlsx"
    desk.python = lambda at: at.result(ok=True, title="IMS: New workbook", text="Made.", open=path)
    desk.answers = ["27AAZCD1111E1ZS", "112026", "Deccan", "1", path]
    desk.click("ims_new_workbook")
    assert desk.opened_files == [(path, 2)]  # as if by hand: its macros would ask
    assert desk.said == ["Made."]


def test_two_excels_exchange_files_of_their_own(desk: Desk) -> None:
    other = FOLDER + r"\result-815"
    desk.files[other] = "of the other Excel"
    desk.click("ims_check")
    assert desk.said == ["Done."]
    assert desk.files[other] == "of the other Excel"
