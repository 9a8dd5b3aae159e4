"""Every format reads its golden file as that says, whatever the file and its sheets are called."""

import pytest
from support.golden_formats import GOLDEN, format_modules, given, golden, write_file
from support.purchases import BUYER

from ims_xl.purchases import read_purchases
from ims_xl.purchases.detect import open_content
from ims_xl.purchases.formats import FORMATS
from ims_xl.purchases.sources import Source

NAMES = sorted(path.stem for path in GOLDEN.glob("*.json"))


def format_of(name):
    """`zoho.json` and `zoho-without-heads.json` are both of formats/zoho.py."""
    return format_modules()[name.partition("-")[0]]


def test_every_format_has_a_module_a_place_in_the_registry_and_a_golden_file():
    modules = format_modules()
    assert {*modules} == {name.partition("-")[0] for name in NAMES}
    assert {*modules.values()} == {*FORMATS}
    assert len(FORMATS) == len(modules)


@pytest.mark.parametrize("name", NAMES)
def test_a_golden_file_gives_its_documents_and_nothing_else(name, tmp_path):
    content = golden(name)
    path = write_file(content, tmp_path)
    opened = open_content(Source(path.name, path, path.read_bytes(), ""))
    first = next(one for one in FORMATS if one.identify(opened))
    assert first is format_of(name)
    parts = ("format", "documents", "statement", "reported", "gstr-3b", "told")
    expected = {key: content[key] for key in parts if key in content}
    assert given(read_purchases([path], recipient_gstin=BUYER)) == expected


NAMED_ONLY = {"own_workbook", "gstr1_workbook"}  # refused by the names of their sheets


@pytest.mark.parametrize("name", sorted({*NAMES} - NAMED_ONLY))
def test_a_format_is_told_by_what_its_file_holds(name, tmp_path):
    content = golden(name) | {"file": "x" + golden(name)["file"][-5:]}
    if "sheets" in content:
        content["sheets"] = {f"Sheet{at}": rows for at, rows in enumerate(content["sheets"].values(), 1)}
    path = write_file(content, tmp_path)
    opened = open_content(Source(path.name, path, path.read_bytes(), ""))
    assert next(one for one in FORMATS if one.identify(opened)) is format_of(name)
