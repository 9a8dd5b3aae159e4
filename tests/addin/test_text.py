import ast
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.addin_desk import Desk

from ims_xl.addin.builder import sources
from ims_xl.addin.ribbon import load


def utf16(text: str) -> str:
    """The text as VBA holds it: one character a UTF-16 unit."""
    units = text.encode("utf-16-le")
    return "".join(chr(int.from_bytes(units[at : at + 2], "little")) for at in range(0, len(units), 2))


@pytest.fixture(scope="module")
def vba() -> Desk:
    from pyopenvba.apps.excel import ExcelApplication

    app = ExcelApplication()
    app.add_workbook()
    app.add_module(sources(load())["ImsText"], name="ImsText")
    return app  # type: ignore[return-value]


@given(text=st.text(st.characters(exclude_categories=["Cs"]), max_size=40))
@settings(max_examples=60, deadline=None)
def test_python_reads_every_text_back(vba: Desk, text: str) -> None:
    literal = vba.run("ImsLiteral", utf16(text))  # type: ignore[attr-defined]
    assert ast.literal_eval(literal) == text
    assert literal.isascii()
    assert not set(literal[1:-1]) & set("'\"%&|<>^!\r\n")


def test_a_literal_of_a_path_is_written_out(vba: Desk) -> None:
    literal = vba.run("ImsLiteral", utf16("C:\\Asha's\\₹ 100%.json"))  # type: ignore[attr-defined]
    assert literal == r"'C:\u005CAsha\u0027s\u005C\u20B9 100\u0025.json'"
    assert vba.run("ImsLiteral", utf16("😀")) == r"'\U0001F600'"  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("arguments", "plain"),
    [
        ("", True),
        ("None", True),
        ("1.5", True),
        ("'download', ['a', 'b\\u0027'], 2", True),
        ("'a'); import os; os.system('x'", False),
        ("open", False),
        ("Nonesuch", False),
        ("'open", False),
        ("'a%b'", False),
        ("__import__", False),
    ],
)
def test_only_literals_are_literals(vba: Desk, arguments: str, plain: bool) -> None:
    assert vba.run("ImsIsLiterals", arguments) is plain  # type: ignore[attr-defined]


@given(title=st.text(st.characters(exclude_categories=["Cs"], max_codepoint=0xFFFF), max_size=20), ok=st.booleans())
@settings(max_examples=60, deadline=None)
def test_what_python_writes_as_json_is_read(vba: Desk, title: str, ok: bool) -> None:
    written = json.dumps({"text": 'a "title": "no" \\', "ok": ok, "title": title, "n": 12, "none": None}, indent=1)
    read = {key: vba.run("ImsValue", written, key) for key in ("title", "ok", "n", "none", "missing")}  # type: ignore[attr-defined]
    assert read == {"title": title, "ok": "true" if ok else "false", "n": "12", "none": "", "missing": ""}
