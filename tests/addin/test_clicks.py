"""Every button of the built add-in, clicked: the call of Python that it makes, what it asks, and Cancel."""

import ast
import inspect
from collections.abc import Callable

import pytest
from support.addin_desk import FOLDER, INTERPRETER, NO, YES, Desk

from ims_xl.addin.ribbon import load
from ims_xl.macros import entry, long_work

CALLS = {
    "new_workbook": (
        ["27AAZCD1111E1ZS", "102026", "Deccan", "2", r"D:\GST\Oct.xlsx"],
        r"new_workbook('27AAZCD1111E1ZS', '102026', 'Deccan', 'Quarterly', 'D:\\GST\\Oct.xlsx')",
    ),
    "start_next_month": ([r"D:\Nov.xlsx"], r"start_next_month('D:\\Nov.xlsx')"),
    "set_mode_compare": ([], "set_mode_compare()"),
    "set_mode_claim": ([], "set_mode_claim()"),
    "download": ([], "start('download')"),
    "upload": ([YES], "start('upload')"),
    "resume_upload": ([], "start('resume_upload')"),
    "abandon_upload": ([YES], "start('abandon_upload')"),
    "compute_gstr2b": ([], "start('compute_gstr2b')"),
    "sign_in": ([], "start('sign_in')"),
    "sign_out": ([], "sign_out()"),
    "import_portal_files": ([["a.json", "b.zip"]], "import_portal_files(['a.json', 'b.zip'])"),
    "purchase_data": ([["one.xlsx"]], "purchase_data(['one.xlsx'])"),
    "read_tally": ([], "start('read_tally')"),
    "map_columns": (["list.xlsx"], "map_columns('list.xlsx')"),
    "earlier_gstr2b": ([["2b.json"]], "earlier_gstr2b(['2b.json'])"),
    "lets_match": (["2.50"], "lets_match(2.5)"),
    "link": ([], "link()"),
    "unlink": ([], "unlink()"),
    "show_match_status": ([], "show_match_status()"),
    "show_document_view": ([], "show_document_view()"),
    "show_supplier_documents": ([], "show_supplier_documents()"),
    "show_supplier_view": ([], "show_supplier_view()"),
    "show_dashboard": ([], "show_dashboard()"),
    "accept": ([], "accept()"),
    "reject": ([], "reject()"),
    "pending": ([], "pending()"),
    "clear_status": ([], "clear_status()"),
    "apply_suggestions": ([], "apply_suggestions()"),
    "check": ([], "check()"),
    "close_month": ([], "close_month()"),
    "undo_last_import": ([], "undo_last_import()"),
    "approve": (["Asha Rao"], "approve('Asha Rao')"),
    "undo_last_marks": ([], "undo_last_marks()"),
    "preview": ([], "preview()"),
    "export_portal_file": (["up.json"], "export_portal_file('up.json')"),
    "import_error_file": (["errors.json"], "import_error_file('errors.json')"),
    "show_history": ([], "show_history()"),
    "report": (["report.xlsx"], "report('report.xlsx')"),
    "supplier_letters": (["2"], "supplier_letters('Also those written to lately')"),
    "show_gstr3b": ([], "show_gstr3b()"),
    "year_view": ([], "year_view()"),
    "batch": (["Oct-2026"], "batch('Oct-2026')"),
    "refresh_practice": ([], "refresh_practice()"),
    "request_otps": (["2"], "request_otps('Also those whose OTP is on its way')"),
    "sign_in_clients": ([], "sign_in_clients()"),
    "show_settings": ([], "show_settings()"),
    "help": ([], "help()"),
    "about": ([], "about()"),
}
BUTTONS = [button for button in load().buttons if not button.vba]
ASKING = [button for button in BUTTONS if button.asks]


def test_every_button_names_a_function_that_takes_what_it_is_given() -> None:
    called = set()
    for _, call in CALLS.values():
        parsed = ast.parse(call, mode="eval").body
        assert isinstance(parsed, ast.Call)
        assert isinstance(parsed.func, ast.Name)
        called.add(parsed.func.id)
        arguments = [ast.literal_eval(argument) for argument in parsed.args]
        inspect.signature(getattr(entry, parsed.func.id)).bind(*arguments)
    inspect.signature(entry.apply_suggestions).bind("apply", "yes")
    inspect.signature(entry.start).bind("upload", "otp", None)
    inspect.signature(entry.finish).bind("download")
    written = {
        name for name, thing in vars(entry).items() if inspect.isfunction(thing) and thing.__module__ == entry.__name__
    }
    assert {name for name in written if not name.startswith("_")} == called | {"finish"}


def test_long_buttons_have_the_words_that_python_uses() -> None:
    assert {button.id: button.label for button in BUTTONS if button.work == "long"} == {
        name: long_work.title(name) for name in long_work._TITLES
    }


def answer(desk: Desk, answers: list[object]) -> None:
    """Confirmations are message boxes, everything else is asked by Excel."""
    desk.answers = [item for item in answers if item not in (YES, NO) or isinstance(item, str)]
    desk.app.answer_dialogs(*[item for item in answers if item in (YES, NO)])


@pytest.mark.parametrize("button", [button.id for button in BUTTONS])
def test_a_click_calls_its_function_with_the_answers(desk: Desk, button: str) -> None:
    answers, call = CALLS[button]
    answer(desk, answers)
    desk.click(f"ims_{button}")
    assert desk.called() == [call]
    assert (desk.calls[0]["book"], desk.calls[0]["addin"]) == ("Oct-2026.xlsx", "ims_xl.xlam")
    assert desk.commands == [f'"{INTERPRETER}" -E -P -m ims_xl.macros call-4711']


@pytest.mark.parametrize("button", ASKING, ids=lambda button: button.id)
def test_cancel_at_any_question_does_nothing(desk: Desk, button) -> None:  # type: ignore[no-untyped-def]
    answers, _ = CALLS[button.id]
    for stop in range(len(button.asks)):
        cancelled = NO if button.asks[stop].kind == "confirm" else False
        answer(desk, [*answers[:stop], cancelled])
        desk.click(button.callback)
    assert desk.commands == []
    assert desk.files.keys() == {r"C:\Users\Asha\.ims_xl\addin.json"}


@pytest.mark.parametrize("button", BUTTONS, ids=lambda button: button.id)
def test_a_workbook_that_is_not_ours_is_refused_kindly(addin, button) -> None:  # type: ignore[no-untyped-def]
    desk = Desk(addin, book="Other.xlsx", facts={})
    answer(desk, CALLS[button.id][0])
    desk.click(button.callback)
    if button.needs == "nothing":
        assert len(desk.commands) == 1
    else:
        assert desk.commands == []
        assert desk.said == ["This is not an IMS workbook. Open one, or make one with New workbook on the IMS tab."]


@pytest.mark.parametrize(
    ("typed", "argument"), [("", "None"), ("1.00", "None"), ("₹ 1,500.50", "1500.5"), ("0", "0"), ("5", "5")]
)
def test_the_tolerance_is_an_amount_or_as_in_settings(desk: Desk, typed: str, argument: str) -> None:
    desk.answers = [typed]
    desk.click("ims_lets_match")
    assert desk.called() == [f"lets_match({argument})"]


@pytest.mark.parametrize("typed", ["abc", "-1", "1.2.3", ".", "1e5"])
def test_what_is_no_amount_is_asked_again(desk: Desk, typed: str) -> None:
    desk.answers = [typed, "3"]
    desk.click("ims_lets_match")
    assert desk.called() == ["lets_match(3)"]
    assert desk.said[0] == "Write an amount in rupees, for example 1.00."


def test_the_tolerance_offered_is_that_of_settings(desk: Desk) -> None:
    sheet = desk.app.application.active_book.vba_get("Worksheets").vba_get("Add")
    sheet.name = "My settings"
    view = desk.app.sheet("My settings")
    for row, (label, value) in enumerate(
        [("Setting", "Value"), ("Company name", "Deccan"), ("Tolerance, taxable value", 2.5)], start=4
    ):
        view.set_value(f"A{row}", label)
        view.set_value(f"B{row}", value)
    table = sheet.vba_get("ListObjects").vba_get("Add", [1, sheet.vba_get("Range", ["A4:B6"]), True, 1])
    table.vba_set("Name", "ims_Settings")
    desk.answers = ["2.50"]
    desk.click("ims_lets_match")
    assert desk.called() == ["lets_match(None)"]


def test_the_message_is_the_one_python_left(desk: Desk) -> None:
    desk.python = lambda at: at.result(ok=False, title="Check", text='3 marks are refused: "Pending".\n₹ 1.00')
    desk.click("ims_check")
    kind, text, title, style = desk.app.dialogs[-1]
    assert (kind, text, title, style) == ("MsgBox", '3 marks are refused: "Pending".\n₹ 1.00', "Check", 48)
    assert desk.status_bar is False


def test_a_silent_success_shows_no_box(desk: Desk) -> None:
    desk.python = lambda at: at.result(ok=True, title="", text="")
    desk.click("ims_show_history")
    assert desk.said == []


def asks_once(ask: str, about: str, text: str) -> Callable[[Desk], None]:
    """A Python that asks at the first call and answers with a text at the second."""

    def python(at: Desk) -> None:
        question = {"ask": ask, "about": about} if len(at.commands) == 1 else {}
        at.result(ok=True, title="IMS", text="" if question else text, **question)

    return python


def test_a_question_of_python_is_asked_and_yes_goes_back(desk: Desk) -> None:
    desk.python = asks_once("confirm|Write 12 suggestions?", "apply", "12 written.")
    desk.app.answer_dialogs(YES)
    desk.click("ims_apply_suggestions")
    assert desk.called() == ["apply_suggestions()", "apply_suggestions('apply', 'yes')"]
    assert desk.said == ["Write 12 suggestions?", "12 written."]


def test_a_quarterly_filer_is_asked_for_the_state_and_what_is_offered_can_be_kept(desk: Desk) -> None:
    desk.python = asks_once("text|State:||27-Maharashtra", "state", "Made.")
    desk.answers = ["27AAZCD1111E1ZS", "102026", "Deccan", "2", "Oct.xlsx", "27-Maharashtra"]
    desk.click("ims_new_workbook")
    assert desk.called()[1] == (
        "new_workbook('27AAZCD1111E1ZS', '102026', 'Deccan', 'Quarterly', 'Oct.xlsx', 'state', '27-Maharashtra')"
    )
    assert (desk.questions[-1], desk.offered[-1]) == ("State:", "27-Maharashtra")


def test_no_to_the_question_ends_it(desk: Desk) -> None:
    desk.python = lambda at: at.result(ok=True, title="", text="", ask="confirm|Write 12 suggestions?", about="apply")
    desk.app.answer_dialogs(NO)
    desk.click("ims_apply_suggestions")
    assert desk.called() == ["apply_suggestions()"]


def test_without_an_answer_it_says_where_to_look(desk: Desk) -> None:
    desk.python = lambda _at: None
    desk.click("ims_check")
    assert "ims-xl addin status" in desk.said[0]
    desk.click("ims_check")
    assert len(desk.commands) == 2  # the first click has ended


def test_an_old_answer_is_never_shown(desk: Desk) -> None:
    desk.result(ok=True, title="", text="of yesterday")
    desk.python = lambda _at: None
    desk.click("ims_check")
    assert "of yesterday" not in desk.said


def test_the_answer_is_found_when_another_workbook_came_to_the_front(desk: Desk) -> None:
    """Excel says the number of the window in front, and while Python works the person may go to another one."""

    def python(at: Desk) -> None:
        at.window = 815
        at.result(ok=True, title="Check", text="Nothing is restricted.")

    desk.python = python
    desk.click("ims_check")
    desk.click("ims_check")
    assert desk.said == ["Nothing is restricted.", "Nothing is restricted."]
    assert [call["window"] for call in desk.calls] == [4711, 815]
    assert desk.commands[0] == desk.commands[1] == f'"{INTERPRETER}" -E -P -m ims_xl.macros call-4711'


def test_nothing_of_a_click_stays_in_the_folder(desk: Desk) -> None:
    def python(at: Desk) -> None:
        at.files[FOLDER + r"\drawing-4711"] = "done"
        at.result(ok=True, title="Check", text="Nothing is restricted.")

    desk.python = python
    desk.click("ims_check")
    assert [path for path in desk.files if path.startswith(FOLDER)] == []


def test_a_click_behind_an_open_question_is_nothing(desk: Desk) -> None:
    """The box of Windows Script Host has no owner, so that Excel's windows are not locked behind it."""
    desk.while_asked = lambda: desk.click("ims_check")
    desk.answers = ["1.00"]
    desk.click("ims_lets_match")
    assert [call["do"] for call in desk.calls] == ["lets_match"]
    assert desk.said == ["Done."]


def test_the_workbook_is_the_one_that_was_in_front_when_the_button_was_clicked(desk: Desk) -> None:
    desk.while_asked = lambda: desk.add("Other.xlsx", {"book_id": "1" * 32})
    desk.answers = ["1.00"]
    desk.click("ims_lets_match")
    assert [call["book"] for call in desk.calls] == ["Oct-2026.xlsx"]


def test_a_workbook_in_protected_view_is_to_be_taken_out_of_it_first(desk: Desk) -> None:
    desk.protected_view = True
    desk.click("ims_check")
    assert desk.calls == []
    assert desk.said == [
        "This workbook is open in Protected View. Click Enable Editing in the bar above it, then this button again."
    ]
