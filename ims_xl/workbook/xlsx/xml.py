"""XML as a tree that is written again as it was read: prefixes, order and attributes stay."""

from collections.abc import Iterable, Iterator, Sequence
from xml.parsers import expat

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_IN_QUOTES = str.maketrans(
    {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\n": "&#10;", "\r": "&#13;", "\t": "&#9;"}
)


def escape(text: str) -> str:
    """Text between tags; of the standard library, one way brings HTTP along and the other one quotes."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


class Element:
    """An element: its tag as written, its attributes in order, its children and texts."""

    __slots__ = ("attributes", "children", "tag")

    def __init__(
        self, tag: str, attributes: dict[str, str] | None = None, children: "Iterable[Element | str]" = ()
    ) -> None:
        self.tag = tag
        self.attributes = attributes if attributes is not None else {}
        self.children: list[Element | str] = list(children)

    @property
    def name(self) -> str:
        """The tag without its prefix."""
        return self.tag.rpartition(":")[2]

    @property
    def elements(self) -> "list[Element]":
        """Its children that are elements."""
        return [child for child in self.children if isinstance(child, Element)]

    @property
    def text(self) -> str:
        """All text in it."""
        return "".join(child if isinstance(child, str) else child.text for child in self.children)

    def child(self, name: str, order: Sequence[str]) -> "Element":
        """The element below with that name; where there is none, a new one in its place in the schema's order."""
        found = self.find(name)
        if found is None:
            found = Element(name)
            later = order[order.index(name) + 1 :]
            places = (at for at, one in enumerate(self.children) if isinstance(one, Element) and one.name in later)
            self.children.insert(next(places, len(self.children)), found)
        return found

    def find(self, name: str) -> "Element | None":
        """Its first child of that name, whatever the prefix."""
        return next((child for child in self.elements if child.name == name), None)

    def all(self, name: str) -> "list[Element]":
        """Its children of that name."""
        return [child for child in self.elements if child.name == name]

    def every(self, name: str) -> "Iterator[Element]":
        """Every element of that name in it, however deep."""
        for child in self.elements:
            if child.name == name:
                yield child
            yield from child.every(name)

    def get(self, name: str, default: str = "") -> str:
        """An attribute, "" when it is not there."""
        return self.attributes.get(name, default)

    def link(self) -> str:
        """The id of the relation it names (`r:id`, whatever the prefix), "" for none."""
        return next((value for key, value in self.attributes.items() if key.endswith(":id")), "")

    def is_true(self, name: str) -> bool:
        """Whether a yes-or-no attribute says yes."""
        return self.get(name) in ("1", "true", "on")

    def remove(self, child: "Element") -> None:
        """Take away a child."""
        self.children = [other for other in self.children if other is not child]

    def copy(self) -> "Element":
        """A copy that shares nothing."""
        children = [child if isinstance(child, str) else child.copy() for child in self.children]
        return Element(self.tag, dict(self.attributes), children)

    def write(self) -> str:
        """The element as text."""
        words = "".join(f' {name}="{value.translate(_IN_QUOTES)}"' for name, value in self.attributes.items())
        if not self.children:
            return f"<{self.tag}{words}/>"
        inside = "".join(escape(child) if isinstance(child, str) else child.write() for child in self.children)
        return f"<{self.tag}{words}>{inside}</{self.tag}>"

    def document(self) -> bytes:
        """The element as a part of its own."""
        return (DECLARATION + self.write()).encode()


class Tree:
    """Builds the tree of a part; a prefix for the main namespace is left away, so that ours need none.

    `start` and `end` may be called by who reads some elements in his own way.
    """

    def __init__(self) -> None:
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.CharacterDataHandler = self.characters
        self.root: Element | None = None
        self.open: list[Element] = []
        self._prefix = ""

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        if self.root is None:
            bound = [name for name, value in attributes.items() if value == MAIN and name.startswith("xmlns:")]
            if bound and "xmlns" not in attributes:
                self._prefix = bound[0].removeprefix("xmlns:") + ":"
                attributes["xmlns"] = MAIN
        if self._prefix:
            tag = tag.removeprefix(self._prefix)
        made = Element(tag, attributes)
        if self.open:
            self.open[-1].children.append(made)
        else:
            self.root = made
        self.open.append(made)

    def end(self, _: str) -> None:
        """An element ends."""
        self.open.pop()

    def characters(self, text: str) -> None:
        """Text between elements."""
        if self.open:
            self.open[-1].children.append(text)

    def read(self, blocks: Iterable[bytes]) -> Element:
        """The root of a part, which comes in blocks.

        Raises ValueError when it is no well-formed XML.
        """
        try:
            for block in blocks:
                self.parser.Parse(block, False)
            self.parser.Parse(b"", True)
        except expat.ExpatError as error:
            raise ValueError(str(error)) from error
        if self.root is None:
            raise ValueError("a part without an element")
        return self.root


def parse(part: bytes) -> Element:
    """The root of a part.

    Raises ValueError when it is no well-formed XML.
    """
    return Tree().read([part])
