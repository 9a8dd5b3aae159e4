"""Answers as VBA passes them, and secrets that lie in a file for one call."""

from pathlib import Path

import pytest

from ims_xl.folders import exchange_folder
from ims_xl.macros.questions import TYPED, Answers, Question, Unanswered

PROFILE = Question("choice", "Profile of your GSP:", ("alpha", "beta"), about="profile")


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IMS_XL_HOME", str(tmp_path))


def type_(text: str) -> Path:
    """What VBA leaves."""
    path = exchange_folder() / TYPED
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="ascii")
    return path


def test_an_answer_is_found_by_its_name_and_the_first_missing_one_is_asked():
    answers = Answers(["profile", "beta"])
    assert answers.of(PROFILE) == "beta"
    with pytest.raises(Unanswered) as stopped:
        answers.of(Question("otp", "OTP:", about="otp"))
    assert stopped.value.question.to_vba() == "otp|OTP:"


def test_a_text_is_offered_as_it_is_most_likely():
    asked = Question("text", "State of the registration:", about="state", default="27-Maharashtra")
    assert asked.to_vba() == "text|State of the registration:||27-Maharashtra"


def test_yes_to_one_list_is_no_yes_to_another():
    first, second = (Question("confirm", f"Reject 2 documents?\n  A/1\n  A/{n}") for n in (2, 3))
    answers = Answers([first.name, "yes"])
    assert answers.of(first) == "yes"
    with pytest.raises(Unanswered):
        answers.of(second)


def test_a_secret_is_read_once_and_its_file_is_gone():
    path = type_(r"'123\u00345\u0036'")
    answers = Answers(["profile", "beta", "otp", None])
    assert answers.get("otp") == "123456"
    assert answers.get("profile") == "beta"
    assert not path.exists()
    assert "123456" not in repr(answers)
    assert Answers(["profile", "beta", "otp", None]).get("otp") == ""


def test_a_secret_belongs_to_the_last_question_only():
    type_("'s3cret'")
    answers = Answers(["client id", None, "client secret", None])
    assert (answers.get("client id"), answers.get("client secret")) == ("", "s3cret")


def test_a_file_that_was_left_is_deleted_unused():
    path = type_("'123456'")
    assert Answers(["profile", "beta"]).get("profile") == "beta"
    assert not path.exists()


@pytest.mark.parametrize("text", ["", "__import__('os').getcwd()", "'open"])
def test_what_is_no_literal_is_nothing(text: str):
    type_(text)
    assert Answers(["otp", None]).get("otp") == ""
