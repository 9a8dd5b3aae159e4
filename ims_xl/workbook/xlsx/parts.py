"""The parts of an .xlsx file: read when asked for, changed, added, taken away; all others are copied as they are."""

import posixpath
import struct
import zipfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from ims_xl.workbook.xlsx.xml import OFFICE, Element, parse

_CONTENT = "http://schemas.openxmlformats.org/package/2006/content-types"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES_PART = "[Content_Types].xml"
_DATE = (1980, 1, 1, 0, 0, 0)  # of the parts in the file: nobody needs to know when
_BLOCK = 1 << 20  # bytes
_LOCAL_HEADER = struct.Struct("<4s5H3L2H")
_LEVEL = 4  # of deflate: 6 takes half as long again for files a twentieth smaller


class Relation(NamedTuple):
    """A part's relation: its id, what kind it is, the part it leads to (or an address outside)."""

    id: str
    kind: str
    target: str
    external: bool


class Parts:
    """The parts of a file, or of an empty one.

    Raises KeyError when a part is asked for that is not there, ValueError when one that is looked into is no XML.
    """

    def __init__(self, source: Path | None = None) -> None:
        self._zip = zipfile.ZipFile(source) if source else None
        self._changed: dict[str, bytes | Iterable[bytes]] = {}
        self._late: dict[str, Callable[[], Iterable[bytes]]] = {}
        self._gone: set[str] = set()
        self._relations: dict[str, Element] = {}
        there = self._zip.namelist() if self._zip else []
        self.names = dict.fromkeys(name for name in there if not name.endswith("/"))
        self._types = parse(self.read(_TYPES_PART)) if _TYPES_PART in self.names else _empty_types()
        self.names.setdefault(_TYPES_PART)

    def close(self) -> None:
        """Let go of the file."""
        if self._zip:
            self._zip.close()

    def read(self, part: str) -> bytes:
        """The bytes of a part."""
        known = self._changed.get(part)
        if known is None:
            if self._zip is None or part in self._gone:
                raise KeyError(part)
            return self._zip.read(part)
        if not isinstance(known, bytes):
            known = self._changed[part] = b"".join(known)  # blocks come once
        return known

    def blocks(self, part: str) -> Iterator[bytes]:
        """The bytes of a part, block by block: those of a large sheet are never whole in memory."""
        if part in self._changed or self._zip is None or part in self._gone:
            yield self.read(part)
            return
        with self._zip.open(part) as stream:
            while block := stream.read(_BLOCK):
                yield block

    def write(self, part: str, content: bytes | Iterable[bytes], content_type: str = "") -> None:
        """Put other bytes into a part; `content_type` where the part is new."""
        self._changed[part] = content
        self._gone.discard(part)
        self.names.setdefault(part)
        if content_type:
            self.forget(part)
            self._types.children.append(Element("Override", {"PartName": f"/{part}", "ContentType": content_type}))

    def write_late(self, part: str, content: Callable[[], Iterable[bytes]]) -> None:
        """Put bytes into a part that is there which are known only when all other parts are written."""
        self._late[part] = content

    def new_name(self, pattern: str) -> str:
        """The first name like `xl/worksheets/sheet{}.xml` that no part has."""
        taken = {name.lower() for name in self.names} | {name.lower() for name in self._gone}
        number = 1
        while pattern.format(number).lower() in taken:
            number += 1
        return pattern.format(number)

    def declare(self, extension: str, content_type: str) -> None:
        """Say what files of an extension hold."""
        known = (item.get("Extension").lower() for item in self._types.all("Default"))
        if extension not in known:
            self._types.children.insert(0, Element("Default", {"Extension": extension, "ContentType": content_type}))

    def remove(self, part: str) -> None:
        """Take a part away, with its relations and the parts that nothing else leads to."""
        leads_to = [relation.target for relation in self.relations(part) if not relation.external]
        relations = _relations_part(part)
        for name in (part, relations):
            self._changed.pop(name, None)
            self._relations.pop(name, None)
            if name in self.names:
                del self.names[name]
                self._gone.add(name)
        self.forget(part)
        wanted = {relation.target for name in self.names for relation in self.relations(name)}
        for target in leads_to:
            if target in self.names and target not in wanted:
                self.remove(target)

    def forget(self, part: str) -> None:
        """Say no more what a part holds."""
        self._types.children = [
            item
            for item in self._types.elements
            if item.name != "Override" or item.get("PartName").lower() != f"/{part}".lower()
        ]

    def relations(self, part: str) -> list[Relation]:
        """The relations of a part; "" is the file itself."""
        return [
            Relation(
                item.get("Id"),
                posixpath.basename(item.get("Type")),
                _target(part, item),
                item.get("TargetMode") == "External",
            )
            for item in self._relation_elements(part).elements
        ]

    def relate(self, part: str, kind: str, target: str, *, external: bool = False) -> str:
        """Let a part lead to another, which is named as seen from it; the id of the relation."""
        root = self._relation_elements(part)
        known = {item.get("Id") for item in root.elements}
        number = len(known) + 1
        while f"rId{number}" in known:
            number += 1
        folder = posixpath.dirname(part)
        shown = target if external else posixpath.relpath(f"/{target}", f"/{folder}")
        words = {"Id": f"rId{number}", "Type": kind if ":" in kind else f"{OFFICE}/{kind}", "Target": shown}
        root.children.append(Element("Relationship", words | ({"TargetMode": "External"} if external else {})))
        self._keep_relations(part, root)
        return words["Id"]

    def unrelate(self, part: str, link: str) -> None:
        """Take away a relation of a part."""
        root = self._relation_elements(part)
        root.children = [item for item in root.elements if item.get("Id") != link]
        self._keep_relations(part, root)

    def _relation_elements(self, part: str) -> Element:
        name = _relations_part(part)
        if name not in self._relations:
            root = parse(self.read(name)) if name in self.names else Element("Relationships", {"xmlns": _RELATIONS})
            self._relations[name] = root
        return self._relations[name]

    def _keep_relations(self, part: str, root: Element) -> None:
        name = _relations_part(part)
        self.names.setdefault(name)
        self._gone.discard(name)
        self._changed[name] = root.document()

    def save(self, path: Path) -> None:
        """Write the file; parts that were not changed are copied without unpacking them."""
        self._changed[_TYPES_PART] = self._types.document()
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=_LEVEL) as new:
            for name in [*(name for name in self.names if name not in self._late), *self._late]:
                late = self._late.get(name)
                content = late() if late else self._changed.get(name)
                if content is None:
                    _copy(self._source, new, self._source.getinfo(name))
                    continue
                info = zipfile.ZipInfo(name, _DATE)
                info.compress_type = zipfile.ZIP_DEFLATED
                if isinstance(content, bytes):
                    new.writestr(info, content, compresslevel=_LEVEL)
                else:
                    info._compresslevel = _LEVEL  # type: ignore[attr-defined]
                    with new.open(info, "w") as stream:  # sizes of 64 bits are not read by every program
                        for block in content:
                            stream.write(block)

    @property
    def _source(self) -> zipfile.ZipFile:
        if self._zip is None:
            raise ValueError("a new file has no parts to copy")
        return self._zip


def _empty_types() -> Element:
    kinds = {"rels": "application/vnd.openxmlformats-package.relationships+xml", "xml": "application/xml"}
    defaults = [Element("Default", {"Extension": end, "ContentType": kind}) for end, kind in kinds.items()]
    return Element("Types", {"xmlns": _CONTENT}, defaults)


def _relations_part(part: str) -> str:
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def _target(part: str, item: Element) -> str:
    target = item.get("Target")
    if item.get("TargetMode") == "External" or target.startswith("#"):
        return target
    return posixpath.normpath(posixpath.join("/", posixpath.dirname(part), target)).lstrip("/")


def _copy(old: zipfile.ZipFile, new: zipfile.ZipFile, entry: zipfile.ZipInfo) -> None:
    """Copy a packed part as it is; one packed in an unusual way is packed again."""
    stream = old.fp
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) or entry.flag_bits & 1 or stream is None:
        new.writestr(entry.filename, old.read(entry))
        return
    copied = zipfile.ZipInfo(entry.filename, entry.date_time)
    copied.compress_type, copied.CRC = entry.compress_type, entry.CRC
    copied.compress_size, copied.file_size = entry.compress_size, entry.file_size
    stream.seek(entry.header_offset)
    header = _LOCAL_HEADER.unpack(stream.read(_LOCAL_HEADER.size))
    if header[0] != b"PK\3\4":
        raise zipfile.BadZipFile(f"{entry.filename} is not where the directory says")
    stream.seek(header[9] + header[10], 1)
    packed = stream.read(entry.compress_size)
    _append(new, copied, packed)


def _append(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, packed: bytes) -> None:
    """Append packed bytes; zipfile has no public way to do it."""
    stream = archive.fp
    if stream is None:
        raise ValueError("the archive is closed")
    stream.seek(archive.start_dir)
    entry.header_offset = stream.tell()
    stream.write(entry.FileHeader())
    stream.write(packed)
    archive.start_dir = stream.tell()
    archive.filelist.append(entry)
    archive.NameToInfo[entry.filename] = entry
    archive._didModify = True  # type: ignore[attr-defined]
