"""Notes and threaded comments of a sheet: what they say, and the boxes they are shown in, by cell."""

import re
from dataclasses import dataclass, field
from typing import NamedTuple

from ims_xl.workbook.ranges import box, letters
from ims_xl.workbook.xlsx.parts import Parts
from ims_xl.workbook.xlsx.worksheet import At, Worksheet
from ims_xl.workbook.xlsx.xml import MAIN, Element, parse

_NOTES_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_THREADS_TYPE = "application/vnd.ms-excel.threadedcomments+xml"
_THREADS = "http://schemas.microsoft.com/office/2017/10/relationships/threadedComment"
_THREADS_SPACE = "http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"
_SHAPES_TYPE = "application/vnd.openxmlformats-officedocument.vmlDrawing"

# Excel's own VML is not always well-formed XML (`<br>`), so shapes are taken as text.
_SHAPE = re.compile(r"<v:shape\b(?:(?!</v:shape>).)*?ObjectType=\"Note\".*?</v:shape>\s*", re.DOTALL)
_ROW, _COLUMN = re.compile(r"(<x:Row>)\s*(\d+)\s*(</x:Row>)"), re.compile(r"(<x:Column>)\s*(\d+)\s*(</x:Column>)")
_ANCHOR = re.compile(r"(<x:Anchor>)([^<]*)(</x:Anchor>)")
_SHAPE_ID = re.compile(r'(<v:shape\b[^>]*? id=")([^"]*)(")')
_NO_SHAPES = (
    '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:x="urn:schemas-microsoft-com:office:excel"><o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="1"/>'
    '</o:shapelayout><v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" '
    'path="m,l,21600r21600,l21600,xe"><v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/>'
    "</v:shapetype></xml>"
)
_NEW_SHAPE = (
    '<v:shape id="_x0000_s1025" type="#_x0000_t202" style="position:absolute;margin-left:80pt;margin-top:5pt;'
    'width:104pt;height:64pt;visibility:hidden" fillcolor="#ffffe1" o:insetmode="auto"><v:fill color2="#ffffe1"/>'
    '<v:shadow on="t" color="black" obscured="t"/><v:path o:connecttype="none"/><v:textbox><div '
    'style="text-align:left"></div></v:textbox><x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/>'
    "<x:Anchor>1, 15, 0, 10, 3, 15, 4, 4</x:Anchor><x:AutoFill>False</x:AutoFill><x:Row>0</x:Row>"
    "<x:Column>0</x:Column></x:ClientData></v:shape>"
)


class Note(NamedTuple):
    """A note: its element, who wrote it, the thread it stands for, the shape that shows it ("" for a usual one)."""

    element: Element
    author: str
    thread: tuple[Element, ...] = ()
    shape: str = ""


@dataclass
class Notes:
    """The notes of one sheet by row and column; `save` puts them into the parts when some were moved."""

    parts: Parts
    part: str
    sheet: Worksheet
    by_cell: dict[At, Note] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._targets = {relation.kind: relation.target for relation in self.parts.relations(self.part)}
        self._shapes = self._read_shapes()
        self._read_notes()
        self._before = dict(self.by_cell)

    def add(self, at: At, note: Note) -> None:
        """Put a note on a cell, behind one that is there."""
        there = self.by_cell.get(at)
        if there is None:
            self.by_cell[at] = note
            return
        text, more = there.element.find("text"), note.element.find("text")
        if text is not None and more is not None:
            text.children = [*_runs(text), Element("r", {}, [_t("\n")]), *_runs(more)]
        self.by_cell[at] = there._replace(thread=there.thread + note.thread)

    def save(self) -> None:
        """Write the notes, their threads and shapes where they changed."""
        if self.by_cell == self._before:
            return
        ordered = sorted(self.by_cell.items())
        authors = list(dict.fromkeys(note.author for _, note in ordered))
        for (row, column), note in ordered:
            reference = f"{letters(column)}{row}"
            note.element.attributes["ref"] = reference
            note.element.attributes["authorId"] = str(authors.index(note.author))
            for reply in note.thread:
                reply.attributes["ref"] = reference
        made = Element("comments", {"xmlns": MAIN})
        if "comments" in self._targets:
            made = parse(self.parts.read(self._targets["comments"]))
        made.children = [
            Element("authors", {}, [Element("author", {}, [author] if author else []) for author in authors]),
            Element("commentList", {}, [note.element for _, note in ordered]),
            *(child for child in made.elements if child.name not in ("authors", "commentList")),
        ]
        self._write("comments", "comments", "xl/comments{}.xml", made.document(), _NOTES_TYPE)
        self._write_threads([reply for _, note in ordered for reply in note.thread])
        self._write_shapes(ordered)

    def _read_notes(self) -> None:
        if "comments" not in self._targets:
            return
        root = parse(self.parts.read(self._targets["comments"]))
        authors = [author.text for author in root.every("author")]
        threads: dict[str, list[Element]] = {}
        if "threadedComment" in self._targets:
            for reply in parse(self.parts.read(self._targets["threadedComment"])).elements:
                threads.setdefault(reply.get("ref"), []).append(reply)
        for element in root.every("comment"):
            place = box(element.get("ref"))
            number = int(element.get("authorId", "0"))
            author = authors[number] if number < len(authors) else ""
            thread = tuple(threads.get(element.get("ref"), ()))
            at = (place.top, place.left)
            self.by_cell[at] = Note(element, author, thread, self._shapes.get(at, ""))

    def _read_shapes(self) -> dict[At, str]:
        found: dict[At, str] = {}
        self._drawing = self._legacy_part()
        if self._drawing:
            text = self.parts.read(self._drawing).decode("utf-8", "replace")
            for shape in _SHAPE.findall(text):
                row, column = _ROW.search(shape), _COLUMN.search(shape)
                if row and column:
                    found[int(row[2]) + 1, int(column[2]) + 1] = shape
        return found

    def _legacy_part(self) -> str:
        legacy = self.sheet.child("legacyDrawing")
        link = legacy.link() if legacy else ""
        targets = (relation.target for relation in self.parts.relations(self.part) if relation.id == link)
        target = next(targets, "")
        return target if target in self.parts.names else ""

    def _write(self, name: str, kind: str, pattern: str, content: bytes, content_type: str) -> None:
        target = self._targets.get(name)
        if target is None:
            target = self._targets[name] = self.parts.new_name(pattern)
            self.parts.relate(self.part, kind, target)
        self.parts.write(target, content, content_type)

    def _write_threads(self, replies: list[Element]) -> None:
        if not replies and "threadedComment" not in self._targets:
            return
        made = Element("ThreadedComments", {"xmlns": _THREADS_SPACE, "xmlns:x": MAIN}, replies)
        pattern = "xl/threadedComments/threadedComment{}.xml"
        self._write("threadedComment", _THREADS, pattern, made.document(), _THREADS_TYPE)

    def _write_shapes(self, ordered: list[tuple[At, Note]]) -> None:
        text = self.parts.read(self._drawing).decode("utf-8", "replace") if self._drawing else _NO_SHAPES
        text = _SHAPE.sub("", text)
        taken = {found[1] for found in _SHAPE_ID.findall(text)}
        shapes = [_moved(note.shape or _NEW_SHAPE, at, taken) for at, note in ordered]
        head, end, foot = text.rpartition("</xml>")
        made = (head + "".join(shapes) + end + foot).encode()
        if not self._drawing:
            self._drawing = self.parts.new_name("xl/drawings/vmlDrawing{}.vml")
            self.parts.declare("vml", _SHAPES_TYPE)
            link = self.parts.relate(self.part, "vmlDrawing", self._drawing)
            self.sheet.replace("legacyDrawing", Element("legacyDrawing", {"r:id": link}))
        self.parts.write(self._drawing, made)


def _moved(shape: str, at: At, taken: set[str]) -> str:
    """The shape beside another cell, with an id that no other shape has."""
    row, column = at
    before_row, before_column = _ROW.search(shape), _COLUMN.search(shape)
    down = row - 1 - int(before_row[2]) if before_row else 0
    right = column - 1 - int(before_column[2]) if before_column else 0

    def anchor(found: re.Match[str]) -> str:
        numbers = [int(number) for number in found[2].split(",")]
        for place, by in ((0, right), (2, down), (4, right), (6, down)):
            numbers[place] += by
        return found[1] + ", ".join(map(str, numbers)) + found[3]

    if down or right:
        shape = _ANCHOR.sub(anchor, shape)
    shape = _ROW.sub(rf"\g<1>{row - 1}\g<3>", _COLUMN.sub(rf"\g<1>{column - 1}\g<3>", shape))
    found = _SHAPE_ID.search(shape)
    if found:
        name, number = found[2], 1025
        while name in taken:
            name, number = f"_x0000_s{number}", number + 1
        taken.add(name)
        shape = _SHAPE_ID.sub(lambda there: there[1] + name + there[3], shape, count=1)
    return shape


def _runs(text: Element) -> list[Element]:
    """The runs of a note's text; a text without runs is one."""
    return [Element("r", {}, [_t(child.text)]) if child.name == "t" else child for child in text.elements]


def _t(text: str) -> Element:
    return Element("t", {"xml:space": "preserve"}, [text])
