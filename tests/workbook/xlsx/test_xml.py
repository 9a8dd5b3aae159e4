"""XML is written again as it was read."""

import pytest

from ims_xl.workbook.xlsx.xml import MAIN, Element, parse


@pytest.mark.parametrize(
    "text",
    [
        '<a xmlns="u" xmlns:b="v"><b:c d="1" b:e="2"/>x &amp; y<f> </f></a>',
        '<a q="&lt;&quot;&amp;&#10;"/>',
        "<a><b/><b>1</b>tail</a>",
    ],
)
def test_prefixes_order_and_texts_stay(text: str) -> None:
    assert parse(text.encode()).write() == text


def test_a_prefix_of_the_main_namespace_is_left_away() -> None:
    root = parse(f'<x:sst xmlns:x="{MAIN}"><x:si><y:t xmlns:y="u">1</y:t></x:si></x:sst>'.encode())
    assert root.write() == f'<sst xmlns:x="{MAIN}" xmlns="{MAIN}"><si><y:t xmlns:y="u">1</y:t></si></sst>'


@pytest.mark.parametrize("text", ["<a><b></a>", "", "<a", "text"])
def test_what_is_no_xml_is_a_value_error(text: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        parse(text.encode())


def test_elements_are_found_by_their_name_whatever_the_prefix() -> None:
    root = parse(b'<a xmlns:p="u"><p:b p:id="7"><c/></p:b><b>2</b></a>')
    assert [element.tag for element in root.all("b")] == ["p:b", "b"]
    assert root.elements[0].link() == "7"
    assert [element.tag for element in root.every("c")] == ["c"]
    assert root.find("d") is None


def test_a_copy_shares_nothing() -> None:
    first = Element("a", {"b": "1"}, [Element("c", {}, ["x"])])
    second = first.copy()
    second.elements[0].children[0], second.attributes["b"] = "y", "2"
    assert (first.write(), second.write()) == ('<a b="1"><c>x</c></a>', '<a b="2"><c>y</c></a>')
