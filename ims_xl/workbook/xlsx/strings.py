"""The shared strings of a workbook: only texts that look like an escape go there, all others stand in their cells.

openpyxl undoes `_x005F_` in shared strings and leaves it in a cell's own text.
"""

import re

from ims_xl.workbook.xlsx.parts import Parts
from ims_xl.workbook.xlsx.xml import DECLARATION, MAIN

_PART = "xl/sharedStrings.xml"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
_ITEM = re.compile(rb"<(?:\w+:)?si[\s/>]")
_ROOT = re.compile(rb"<((?:\w+:)?sst)\b[^>]*>")
_COUNTS = re.compile(rb' (?:count|uniqueCount)="\d+"')


class SharedStrings:
    """The shared strings of a file; new ones are appended, so that the numbers of the others stay."""

    def __init__(self, parts: Parts, book: str) -> None:
        self._parts = parts
        found = [relation.target for relation in parts.relations(book) if relation.kind == "sharedStrings"]
        self._part = found[0] if found and found[0] in parts.names else ""
        self._book = book
        self._there = parts.read(self._part) if self._part else b""
        self._first = len(_ITEM.findall(self._there))  # a tree of them all would cost more than all else
        self._new: dict[str, int] = {}

    def number(self, escaped: str) -> int:
        """The number of a text, which is XML already."""
        return self._new.setdefault(escaped, self._first + len(self._new))

    def save(self) -> None:
        """Put the new ones into the part, which is made when there is none."""
        if not self._new:
            return
        if not self._part:
            self._part = _PART
            self._there = f'{DECLARATION}<sst xmlns="{MAIN}"></sst>'.encode()
            self._parts.relate(self._book, "sharedStrings", _PART)
        root = _ROOT.search(self._there)
        if root is None:
            raise ValueError("the shared strings have no root")
        tag, head = root[1], root[0]
        body = self._there[root.end() :].rpartition(b"</" + tag)[0]
        if head.endswith(b"/>"):
            head, body = head[:-2] + b">", b""
        prefix = tag.decode().removesuffix("sst")
        made = "".join(
            f'<{prefix}si><{prefix}t xml:space="preserve">{text}</{prefix}t></{prefix}si>' for text in self._new
        )
        text = self._there[: root.start()] + _COUNTS.sub(b"", head) + body + made.encode() + b"</" + tag + b">"
        self._parts.write(self._part, text, _TYPE)
