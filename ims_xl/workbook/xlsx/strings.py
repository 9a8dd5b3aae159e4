"""The shared strings of a workbook: each text once, numbered; those that are there keep their numbers."""

import re
from collections.abc import Iterable
from xml.parsers import expat
from xml.sax.saxutils import escape

from ims_xl.workbook.xlsx.parts import Parts
from ims_xl.workbook.xlsx.xml import DECLARATION, MAIN

_PART = "xl/sharedStrings.xml"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
_ROOT = re.compile(rb"<((?:\w+:)?sst)\b[^>]*>")
_COUNTS = re.compile(rb' (?:count|uniqueCount)="\d+"')
_BLOCK = 10_000  # texts written at a time


class SharedStrings:
    """The shared strings of a file; new ones are appended.

    Raises ValueError when the part is no list of strings.
    """

    def __init__(self, parts: Parts, book: str) -> None:
        found = [relation.target for relation in parts.relations(book) if relation.kind == "sharedStrings"]
        if not found or found[0] not in parts.names:
            parts.relate(book, "sharedStrings", _PART)
            parts.write(_PART, f'{DECLARATION}<sst xmlns="{MAIN}"></sst>'.encode(), _TYPE)
            found = [_PART]
        self._there = parts.read(found[0])
        self._count, self._numbers = _read(self._there)
        self._new: list[str] = []
        parts.write_late(found[0], self.document)

    def number(self, text: str) -> int:
        """The number of a text, in which what looks like an escape is escaped."""
        number = self._numbers.get(text)
        if number is None:
            number = self._numbers[text] = self._count + len(self._new)
            self._new.append(text)
        return number

    def document(self) -> Iterable[bytes]:
        """The part, with the new ones behind those that were there."""
        root = _ROOT.search(self._there)
        if root is None:
            raise ValueError("the shared strings have no root")
        tag, head = root[1], root[0]
        body = b"" if head.endswith(b"/>") else self._there[root.end() :].rpartition(b"</" + tag)[0]
        head = _COUNTS.sub(b"", head.removesuffix(b"/>").removesuffix(b">"))
        yield self._there[: root.start()] + head + b' uniqueCount="%d">' % (self._count + len(self._new)) + body
        prefix = tag.decode().removesuffix("sst")
        for start in range(0, len(self._new), _BLOCK):
            yield "".join(_item(text, prefix) for text in self._new[start : start + _BLOCK]).encode()
        yield b"</" + tag + b">"


def _item(text: str, prefix: str) -> str:
    space = ' xml:space="preserve"' if text[0].isspace() or text[-1].isspace() else ""
    return f"<{prefix}si><{prefix}t{space}>{escape(text)}</{prefix}t></{prefix}si>"


def _read(part: bytes) -> tuple[int, dict[str, int]]:
    """How many strings there are, and the numbers of those that are texts of one look."""
    numbers: dict[str, int] = {}
    count, runs, texts = 0, 0, [""]

    def start(tag: str, _: object) -> None:
        nonlocal runs, count
        name = tag.rpartition(":")[2]
        if name == "si":
            count, runs = count + 1, 0
            texts.clear()
        elif name != "t":
            runs += 1

    def end(tag: str) -> None:
        if tag.endswith("si") and not runs and tag.rpartition(":")[2] == "si":
            numbers.setdefault("".join(texts), count - 1)

    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = texts.append
    try:
        parser.Parse(part, True)
    except expat.ExpatError as error:
        raise ValueError(str(error)) from error
    return count, numbers
