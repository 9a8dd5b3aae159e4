import pytest
from hypothesis import given
from hypothesis import strategies as st

from ims_xl.gst.actions import DONE, LABELS, Action, read_action


@pytest.mark.parametrize(
    ("text", "action"),
    [
        ("Accept", Action.ACCEPT),
        ("  ACCEPTED ", Action.ACCEPT),
        ("a", Action.ACCEPT),
        ("Reject", Action.REJECT),
        ("keep  pending", Action.PENDING),
        ("p", Action.PENDING),
        ("no\xa0action", Action.NO_ACTION),
        ("Clear Status", Action.NO_ACTION),
        ("N", Action.NO_ACTION),
    ],
)
def test_words_people_use(text, action):
    assert read_action(text) is action


@pytest.mark.parametrize("text", ["", " ", "Acept", "yes", "AR", "Reject?", "0"])
def test_anything_else_is_none_of_the_four(text):
    assert read_action(text) is None


@pytest.mark.parametrize("action", Action)
def test_every_action_has_its_words_and_reads_them_back(action):
    assert read_action(action.label) is action
    assert read_action(action.value) is action
    assert set(LABELS) == set(DONE) == set(Action)


@given(st.sampled_from(list(Action)), st.text(" \t\xa0", max_size=3), st.booleans())
def test_case_and_spaces_do_not_matter(action, space, upper):
    label = action.label.upper() if upper else action.label.lower()
    assert read_action(space + label.replace(" ", " " + space) + space) is action
