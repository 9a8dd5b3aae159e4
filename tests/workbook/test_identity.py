import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ims_xl.issues import ImsError
from ims_xl.workbook.identity import Identity

WHOLE = Identity("b1", "27AAZCD1111E1ZS", "102026", "2026-11-24", {"doc|₹": "f1"}, (("doc|₹", "book|1"),))


@given(st.dictionaries(st.text(), st.text()), st.lists(st.tuples(st.text(), st.text())).map(tuple))
def test_it_survives_its_text(drawn: dict[str, str], links: tuple[tuple[str, str], ...]) -> None:
    identity = Identity("b1", "27AAZCD1111E1ZS", "102026", "2026-11-24", drawn, links)
    assert Identity.from_text(identity.to_text(), "b.xlsx") == identity


def changed(**facts: object) -> str:
    return json.dumps({**json.loads(WHOLE.to_text()), **facts})


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{}",
        "[]",
        "null",
        "Dear Sir",
        WHOLE.to_text()[:-20],
        changed(digest="!!"),
        changed(digest="QUJD"),
        changed(format="x"),
    ],
)
def test_a_damaged_one_is_said_with_what_to_do(text: str) -> None:
    with pytest.raises(ImsError, match="is damaged") as refusal:
        Identity.from_text(text, "b.xlsx")
    assert (refusal.value.issue.file, refusal.value.issue.sheet) == ("b.xlsx", "_ims")
    assert "backups" in refusal.value.issue.remedy


def test_one_of_a_newer_version_is_refused() -> None:
    with pytest.raises(ImsError, match="newer ims_xl"):
        Identity.from_text(changed(format=2), "b.xlsx")
