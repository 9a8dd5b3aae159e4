"""The shared strings of a workbook: each text once, numbered; those that are there keep their numbers."""

import re
from collections.abc import Iterable
from functools import cached_property
from xml.parsers import expat

from ims_xl.workbook.xlsx.parts import Parts
from ims_xl.workbook.xlsx.xml import DECLARATION, MAIN, escape

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
        self._parts, self._part = parts, found[0]
        self._new: list[str] = []
        parts.write_late(self._part, self.document)

    @cached_property
    def _there(self) -> tuple[int, dict[str, int]]:
        """How many strings there were, and the number of each; read when first needed, since they are many."""
        return _read(self._parts.blocks(self._part))

    def number(self, text: str) -> int:
        """The number of a text, in which what looks like an escape is escaped."""
        count, numbers = self._there
        number = numbers.get(text)
        if number is None:
            number = numbers[text] = count + len(self._new)
            self._new.append(text)
        return number

    def document(self) -> Iterable[bytes]:
        """The part, with the new ones behind those that were there."""
        there = self._parts.read(self._part)
        if not self._new:
            yield there
            return
        root = _ROOT.search(there)
        if root is None:
            raise ValueError("the shared strings have no root")
        tag, head = root[1], root[0]
        yield there[: root.start()]
        yield _COUNTS.sub(b"", head.removesuffix(b"/>").removesuffix(b">"))
        yield b' uniqueCount="%d">' % (self._there[0] + len(self._new))
        if not head.endswith(b"/>"):
            yield there[root.end() : there.rindex(b"</" + tag)]
        prefix = tag.decode().removesuffix("sst")
        for start in range(0, len(self._new), _BLOCK):
            yield "".join(_item(text, prefix) for text in self._new[start : start + _BLOCK]).encode()
        yield b"</" + tag + b">"


def _item(text: str, prefix: str) -> str:
    space = ' xml:space="preserve"' if text[0].isspace() or text[-1].isspace() else ""
    return f"<{prefix}si><{prefix}t{space}>{escape(text)}</{prefix}t></{prefix}si>"


def _read(blocks: Iterable[bytes]) -> tuple[int, dict[str, int]]:
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
        for block in blocks:
            parser.Parse(block, False)
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise ValueError(str(error)) from error
    return count, numbers
