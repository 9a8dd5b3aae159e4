"""What a format is: how its files are told, what reads them, what to do where they cannot be read."""

from collections.abc import Callable
from dataclasses import dataclass

from ims_xl.issues import ImsError
from ims_xl.purchases.content import Content, Reading
from ims_xl.purchases.families import FAMILIES
from ims_xl.wrappers import find_all

Test = Callable[[Content], bool]
Read = Callable[[Content, bool], Reading]

STATEMENT = "Download the GSTR-2B of that month as JSON from the portal and choose that file."
PURCHASES = "Choose the file of your purchases (inward supplies)."
EXPORT = (
    "Export the purchases as GSTR-2 workbook, or copy them into the Purchase Register template of GSTN's GSTR-2B "
    "matching tool, and choose that file."
)


@dataclass(frozen=True, slots=True)
class Format:
    """One format of purchase files, `name` as accountants call it.

    `identify` tells its files, by headings or content; by the name of a sheet only what is refused. `read` gives the
    documents, note types changed over where its second argument is true. `families` are all that its documents can
    have (see `families`). A format without `read`, or a file of it that is not `readable`, is refused with what it
    `lacks`, a sentence or "", and the `advice`.
    """

    name: str
    identify: Test
    read: Read | None = None
    families: tuple[str, ...] = ()
    advice: str = ""
    readable: Test = lambda _: True
    lacks: Callable[[Content], str] = lambda _: ""

    def __post_init__(self) -> None:
        if unknown := sorted({*self.families} - {*FAMILIES}):
            raise ValueError(f"{self.name}: {', '.join(unknown)} is no family; one is {', '.join(FAMILIES)}")
        if self.read is None and not self.advice:
            raise ValueError(f"{self.name}: what cannot be read needs advice")

    def check(self, content: Content) -> Read:
        """What reads the file.

        Raises ImsError with the advice when it cannot be read.
        """
        if self.read is None or not self.readable(content):
            remedy = f"{self.lacks(content)} {self.advice}".strip()
            raise ImsError(f"the file is {self.name}", remedy, file=content.source.name)
        return self.read

    def documents(self, content: Content, swap_notes: bool) -> Reading:
        """What the file holds.

        Raises ImsError when it cannot be read, and when a document has a family that the format does not declare.
        """
        reading = self.check(content)(content, swap_notes)
        found = {str(family) for frame in reading.books if len(frame) for family in frame["family"].unique()}
        if undeclared := sorted(found - {*self.families}):
            reason = f"{self.name} was read with documents that it does not declare: {', '.join(undeclared)}"
            raise ImsError(reason, "This is a mistake of the program: report it.", file=content.source.name)
        return reading


def bare(name: str) -> str:
    """The name of a format without its article, as files that were read are listed."""
    return name.split(" ", 1)[1]


def sheet_named(*names: str) -> Test:
    """A sheet has one of these names, small letters without spaces; a name alone never leads to documents."""
    return lambda content: not content.names.isdisjoint(names)


def says(*words: str) -> Test:
    """All these headings or titles stand in the first rows, as `headers.heading` gives them."""
    return lambda content: set(words) <= content.words


def has_key(*keys: str) -> Test:
    """One of these keys stands in the JSON, in whatever wrappers."""
    return lambda content: bool(find_all(content.payload, lambda record: not record.keys().isdisjoint(keys)))
