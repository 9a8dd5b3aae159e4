"""The page of messages, and what the code that makes it understands."""

import ast

import list_messages
from list_messages import Message, carriers, messages, page

CODE = '''
SAVE = "Save it again."

class Locked(ImsError):
    """An error."""

def read(path):
    reason = f"{path} is in use"
    raise Locked(reason, SAVE)

def check(row):
    if row:
        return Issue("error", "the date is " + "missing", remedy=f"Write {row}, or none." if row else "Write it.")
    raise ImsError(str(row))
'''


def test_texts_from_constants_variables_sums_and_choices():
    tree = ast.parse(CODE)
    names = carriers({"a.py": tree})
    assert sorted(messages("a.py", tree, names)) == [
        Message("a.py", "the date is missing", "Write …, or none. / Write it."),
        Message("a.py", "… is in use", "Save it again."),
    ]


def test_the_page_is_as_the_code_is():
    """Else: python tasks.py messages."""
    assert list_messages.PAGE.read_text(encoding="utf-8") == page()
