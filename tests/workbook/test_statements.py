"""What is said of Excel's objects is written down, line by line, and carried out by the add-in at once."""

import re
from importlib import resources
from pathlib import Path
from typing import Any

import pytest
from support.excel.win32 import ComError, windows_engine

from ims_xl.workbook.excel.windows.statements import DOES, MAKERS, OBJECTS, Statements

MACRO = "'ims_xl.xlam'!ImsDraw"


class Excel:
    """An Excel whose add-in keeps what it was sent and answers what it is told to."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.sent: list[list[str]] = []
        self.answers: list[str] = []
        self.handed: list[tuple[str, object]] = []
        self.Name = "Oct-2026.xlsx"

    def Run(self, macro: str, name: str, book: str) -> None:  # noqa: N802 (Excel's name)
        assert (macro, name, book) == (MACRO, "drawing", "Oct-2026.xlsx")
        self.sent.append(self.path.read_text(encoding="ascii").split("\n"))
        self.path.write_text(self.answers.pop(0) if self.answers else "done", encoding="ascii")

    def Worksheets(self, title: str) -> "Sheet":  # noqa: N802
        return Sheet(self, title)


class Sheet:
    def __init__(self, excel: Excel, title: str) -> None:
        self.excel, self.title = excel, title

    def Range(self, address: str) -> "Cells":  # noqa: N802
        return Cells(self.excel, f"{self.title}!{address}")


class Cells:
    def __init__(self, excel: Excel, place: str) -> None:
        object.__setattr__(self, "_of", (excel, place))

    def __setattr__(self, name: str, value: object) -> None:
        excel, place = self._of  # type: ignore[attr-defined]
        excel.handed.append((f"{place} {name}", value))


@pytest.fixture
def excel(tmp_path: Path) -> Excel:
    windows_engine()
    return Excel(tmp_path / "drawing")


@pytest.fixture
def said(excel: Excel) -> Statements:
    return Statements(excel, excel, MACRO, excel.path)


def test_statements_are_sent_together_in_their_order(excel: Excel, said: Statements) -> None:
    cells: Any = said.book.Worksheets("Home").Range("A1:B2")
    cells.Font.Bold = True
    cells.NumberFormat = "@"
    cells.Clear()
    assert excel.sent == []
    said.send()
    assert excel.sent == [
        [
            "begin\t4",
            "new\t1\tWorksheets/1\t2\tsHome",
            "new\t2\tRange/1\t3\tsA1:B2",
            "new\t3\tFont/0\t4",
            "let\t4\tBold\ty",
            "let\t3\tNumberFormat\ts@",
            "do\t3\tClear/0",
        ]
    ]


def test_a_look_sends_what_was_said_before_and_goes_on_with_what_is_there(excel: Excel, said: Statements) -> None:
    excel.answers = ["done\n'A=B'", "done\n7"]
    sheet = said.book.Worksheets("Home")
    assert sheet.Name == "A=B"
    assert sheet.Index == 7
    assert excel.sent == [
        ["begin\t2", "new\t1\tWorksheets/1\t2\tsHome", "ask\t2\tName"],
        ["go\t2", "ask\t2\tIndex"],
    ]


@pytest.mark.parametrize(
    ("value", "word"),
    [
        ("a\tb\nc\\d", r"sa\tb\nc\\d"),
        ("₹ 5 आ 😀", r"s\u20b9 5 \u0906 \ud83d\ude00"),
        ("", "s"),
        (12, "i12"),
        (0.1, "n0.1"),
        (1e-07, "n1e-07"),
        (True, "y"),
        (False, "f"),
        (None, "e"),
        ([["a", 1.5], [None, False]], "a2,2\tsa\tn1.5\te\tf"),
    ],
)
def test_a_value_becomes_a_word_in_ascii(excel: Excel, said: Statements, value: object, word: str) -> None:
    said.book.Worksheets("Home").Range("A1").Value = value
    said.send()
    assert excel.sent[0][-1] == f"let\t3\tValue\t{word}"


def test_named_arguments_keep_their_names_and_what_is_not_given_is_left_out(excel: Excel, said: Statements) -> None:
    cells = said.book.Worksheets("Home").Range("A1")
    cells.Hyperlinks.Add(Anchor=cells, Address="", SubAddress="'B'!A1", TextToDisplay=None)
    said.send()
    assert excel.sent[0][-2:] == [
        "new\t3\tHyperlinks/0\t4",
        "new\t4\tAdd(Anchor,Address,SubAddress)\t5\to3\ts\ts'B'!A1",
    ]


def test_a_large_block_is_handed_over_after_what_was_said_before(excel: Excel, said: Statements) -> None:
    cells = said.book.Worksheets("Home").Range("A1:B1500")
    cells.NumberFormat = "@"
    block = [["a", "b"]] * 1_500
    cells.Value = block
    assert excel.sent[0][-1] == "let\t3\tNumberFormat\ts@"
    assert excel.handed == [("Home!A1:B1500 Value", block)]


def test_what_may_be_refused_says_so(excel: Excel, said: Statements) -> None:
    setup = said.book.Worksheets("Home").PageSetup
    with said.where_it_can():
        setup.Zoom = False
    setup.Zoom = 85
    said.send()
    assert excel.sent[0][2:] == ["try\tnew\t2\tPageSetup/0\t3", "try\tlet\t3\tZoom\tf", "let\t3\tZoom\ti85"]


def test_what_excel_refuses_is_said_with_the_statement(excel: Excel, said: Statements) -> None:
    excel.answers = ["refused\t2\t1004\t'That name is taken\\u002E'"]
    said.book.Worksheets("Home").Name = "Home"
    with pytest.raises(ComError) as refused:
        said.send()
    assert refused.value.excepinfo[2] == "That name is taken. (let\t2\tName\tsHome)"


def test_an_add_in_that_does_nothing_is_noticed(
    excel: Excel, said: Statements, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(excel, "Run", lambda *_words: None)
    said.book.Worksheets("Home").Name = "A"
    with pytest.raises(ComError) as refused:
        said.send()
    assert refused.value.excepinfo[2] == "the add-in did not carry out the statements"


def test_the_add_in_knows_every_member_that_may_be_said() -> None:
    text = resources.files("ims_xl.addin").joinpath("vba", "ImsDraw.bas").read_text(encoding="utf-8")

    def known(procedure: str) -> set[str]:
        body = re.search(rf"^Private (?:Sub|Function) {procedure}\(.*?^End ", text, re.MULTILINE | re.DOTALL)
        assert body
        cases = [
            case
            for line in re.findall(r'Case ((?:"[^"]+"(?:, )?)+)', body[0])
            for case in re.findall(r'"([^"]+)"', line)
        ]
        return {re.split(r"[/(]", case)[0] for case in cases}

    assert known("Gives") == OBJECTS | MAKERS
    assert known("Perform") == DOES | {"Add"}
