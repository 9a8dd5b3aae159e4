"""Parts that nobody changed are copied as they are packed."""

import zipfile
from pathlib import Path

import pytest

from ims_xl.workbook.xlsx.parts import Parts

TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/xl/a.xml" ContentType="a"/><Override PartName="/xl/b.xml" ContentType="b"/></Types>'
)
RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Type="http://x/b" Target="b.xml"/>'
    '<Relationship Id="rId7" Type="http://x/c" Target="/xl/c.bin"/>'
    '<Relationship Id="rId3" Type="http://x/hyperlink" Target="http://example.com/" TargetMode="External"/>'
    "</Relationships>"
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    with zipfile.ZipFile(tmp_path / "old.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", TYPES)
        archive.writestr("xl/a.xml", "<a/>" * 100, compresslevel=1)
        archive.writestr("xl/_rels/a.xml.rels", RELATIONS)
        archive.writestr("xl/b.xml", "<b/>")
        archive.writestr("xl/c.bin", bytes(range(256)), zipfile.ZIP_STORED)
    return tmp_path / "old.zip"


def saved(parts: Parts, path: Path) -> dict[str, bytes]:
    parts.save(path)
    parts.close()
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def test_nothing_changed(path: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(path) as archive:
        before = {name: archive.read(name) for name in archive.namelist()}
        packed = {info.filename: (info.compress_size, info.CRC, info.date_time) for info in archive.infolist()}
    found = saved(Parts(path), tmp_path / "new.zip")
    assert list(found) == list(before)
    del found["[Content_Types].xml"], before["[Content_Types].xml"]
    assert found == before
    with zipfile.ZipFile(tmp_path / "new.zip") as archive:
        for name in found:
            info = archive.getinfo(name)
            assert (info.compress_size, info.CRC, info.date_time) == packed[name]


def test_relations_lead_to_parts_wherever_they_are_named_from(path: Path) -> None:
    parts = Parts(path)
    assert [(one.id, one.kind, one.target, one.external) for one in parts.relations("xl/a.xml")] == [
        ("rId1", "b", "xl/b.xml", False),
        ("rId7", "c", "xl/c.bin", False),
        ("rId3", "hyperlink", "http://example.com/", True),
    ]
    assert parts.relate("xl/a.xml", "table", "xl/tables/t.xml") == "rId4"
    assert parts.relations("xl/a.xml")[-1].target == "xl/tables/t.xml"
    assert b'Target="tables/t.xml"' in parts.read("xl/_rels/a.xml.rels")
    parts.close()


def test_a_part_goes_with_the_parts_that_only_it_led_to(path: Path, tmp_path: Path) -> None:
    parts = Parts(path)
    parts.write("xl/d.xml", b"<d/>", "d")
    parts.relate("xl/d.xml", "b", "xl/b.xml")
    parts.remove("xl/a.xml")
    found = saved(parts, tmp_path / "new.zip")
    assert set(found) == {"[Content_Types].xml", "xl/b.xml", "xl/d.xml", "xl/_rels/d.xml.rels"}
    assert b"/xl/a.xml" not in found["[Content_Types].xml"]
    assert b'PartName="/xl/d.xml" ContentType="d"' in found["[Content_Types].xml"]
    with pytest.raises(KeyError):
        parts.read("xl/a.xml")


def test_new_parts_come_in_blocks_and_late_ones_last(path: Path, tmp_path: Path) -> None:
    parts, order = Parts(path), []
    parts.write("xl/b.xml", (order.append("block") or text for text in (b"<b>", b"</b>")))
    parts.write_late("xl/a.xml", lambda: order.append("late") or [b"<late/>"])  # type: ignore[func-returns-value]
    found = saved(parts, tmp_path / "new.zip")
    assert (found["xl/b.xml"], found["xl/a.xml"], order) == (b"<b></b>", b"<late/>", ["block", "block", "late"])


def test_a_new_name_is_one_that_no_part_has(path: Path) -> None:
    parts = Parts(path)
    for number in (1, 2):
        parts.write(f"xl/Tables/table{number}.xml", b"")
    assert parts.new_name("xl/tables/table{}.xml") == "xl/tables/table3.xml"
    parts.close()
