"""What a workbook says of itself: it survives its text, and nothing in it is believed unchecked."""

import base64
import json
import tracemalloc
import zlib
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ims_xl.issues import ImsError
from ims_xl.sheets import identity as module
from ims_xl.sheets.identity import Identity
from ims_xl.workbook.backups import advice

BOOK_ID = "0123456789abcdef" * 2
WHOLE = Identity(
    BOOK_ID,
    "27AAZCD1111E1ZS",
    "102026",
    "2026-11-24 10:00:00",
    {"doc|₹": "f1"},
    (("doc|₹", "book|1"),),
    "2026-11-23 09:00:00",
    "2026-11-24 10:00:00",
    2.0,
    "sample",
    "2026-11-24 11:00:00",
)


@given(st.dictionaries(st.text(), st.text()), st.lists(st.tuples(st.text(), st.text())).map(tuple))
def test_it_survives_its_text(drawn: dict[str, str], links: tuple[tuple[str, str], ...]) -> None:
    identity = Identity(BOOK_ID, "27AAZCD1111E1ZS", "102026", "2026-11-24", drawn, links)
    assert Identity.from_text(identity.to_text(), "b.xlsx") == identity


@pytest.mark.parametrize("provider", ["", "SANDBOX", "sample", "My-GSP_2", "Sample GSP", "Érable"])
def test_every_part_survives(provider: str) -> None:
    """Workbooks of before hold the name for people, which may have spaces."""
    read = Identity.from_text(changed(provider=provider), "b.xlsx")
    assert read == replace(WHOLE, provider=provider)


def test_a_workbook_of_before_with_less_and_one_of_later_with_more_are_read() -> None:
    facts = json.loads(changed(later={"a": [1]}))
    for name in ("portal_at", "drawn_at", "remind_days", "provider", "program"):
        del facts[name]
    assert Identity.from_text(json.dumps(facts), "b.xlsx").gstin == "27AAZCD1111E1ZS"


def changed(**facts: object) -> str:
    return json.dumps({**json.loads(WHOLE.to_text()), **facts})


def packed(content: object) -> str:
    return base64.b64encode(zlib.compress(json.dumps(content).encode())).decode()


def refused(text: str) -> ImsError:
    with pytest.raises(ImsError, match="hidden sheet _ims of this workbook is damaged") as refusal:
        Identity.from_text(text, "b.xlsx")
    error = refusal.value
    assert (error.issue.file, error.issue.sheet) == ("b.xlsx", "_ims")
    assert error.issue.remedy == f"Leave the sheet as it is, and {advice('b.xlsx')}."
    assert len(str(error)) < 500
    return error


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
        changed(digest=None),
        changed(format="x"),
        changed(format=True),
        "[" * 100_000,
        '{"format": 1' + "0" * 5_000 + "}",
        "\ud800",
    ],
)
def test_a_damaged_one_is_said_with_what_to_do(text: str) -> None:
    refused(text)


@pytest.mark.parametrize(
    ("part", "values"),
    [
        ("gstin", ["27AAZCD1111E1ZT", "27aazcd1111e1zs", "../../27AAZCD1111E1ZS", "", None, 27]),
        ("period", ["132026", "Oct-2026", "102026/..", "", 102026]),
        ("book_id", ["../../../etc/x", "..\\..\\x", "C:" + "0" * 30, "0" * 31, "0" * 33, "0" * 32 + "\n", "G" * 32, ""]),
        ("created_at", ["", "yesterday", "2026-13-01", "2026-11-24 " + "0" * 50, 5]),
        ("portal_at", ["yesterday", "=1+1", 5]),
        ("drawn_at", ["yesterday", ["2026-11-24"]]),
        ("closed_at", ["yesterday", True]),
        ("remind_days", [-1, 1e12, "soon", float("nan"), float("inf")]),
        (
            "provider",
            ["/tmp/evil.toml", "evil.toml", "../evil", "..\\evil", "C:evil", "\\\\server\\evil", "a/b", "con", "NUL", "x" * 41, "a\n", 5],
        ),
    ],
)  # fmt: skip
def test_each_part_is_checked_and_named(part: str, values: list[object]) -> None:
    for value in values:
        error = refused(changed(**{part: value}))
        assert error.issue.column == part, value


@pytest.mark.parametrize(
    "content",
    [
        [],
        {"drawn": {}},
        {"drawn": {"a": 1}, "links": []},
        {"drawn": ["a"], "links": []},
        {"drawn": {}, "links": [["a"]]},
        {"drawn": {}, "links": [["a", "b", "c"]]},
        {"drawn": {}, "links": [["a", None]]},
    ],
)
def test_a_digest_of_another_shape_is_damaged(content: object) -> None:
    refused(changed(digest=packed(content)))


def test_a_digest_is_unpacked_no_further_than_a_workbook_of_ours_is_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "DIGEST_BYTES", 100_000)
    bomb = changed(digest=base64.b64encode(zlib.compress(b" " * 20_000_000)).decode())
    tracemalloc.start()
    refused(bomb)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 2_000_000
    just_fits = packed({"drawn": {"a": "b" * 90_000}, "links": []})
    assert len(Identity.from_text(changed(digest=just_fits), "b.xlsx").drawn["a"]) == 90_000


def test_one_of_a_newer_version_is_refused() -> None:
    with pytest.raises(ImsError, match="newer ims_xl"):
        Identity.from_text(changed(format=2, gstin="of another kind"), "b.xlsx")
