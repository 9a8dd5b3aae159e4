import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pytest
from support.purchases import B2B, REGISTER, b2b, entry

from ims_xl.issues import ImsError
from ims_xl.purchases.detect import detect, open_content
from ims_xl.purchases.sources import Source

Rows = Sequence[Sequence[object]]
SALES = ("GSTIN/UIN of Recipient", "Receiver Name", "Invoice Number", "Invoice date", "Invoice Value", "Rate")


def name_of(path: Path) -> str:
    return detect(open_content(Source(path.name, path, path.read_bytes(), ""))).name


def refusal(path: Path) -> str:
    with pytest.raises(ImsError) as caught:
        name_of(path)
    assert caught.value.issue.file == path.name
    assert caught.value.issue.remedy
    return caught.value.issue.reason


@pytest.mark.parametrize(
    ("sheets", "name"),
    [
        ({"b2b": [["Summary"], [], [], B2B, b2b()]}, "a GSTR-2 workbook"),
        ({"Sheet1": [B2B, b2b()]}, "a GSTR-2 workbook"),
        ({"b2b": [["Summary"], ["My supplier", "My number"]]}, "a GSTR-2 workbook"),
        ({"Read Me": [["Help"]], "Purchase Reigster": [[], REGISTER, entry()]}, "a purchase register"),
    ],
)
def test_formats_that_are_read(
    workbook: Callable[[Mapping[str, Rows]], Path], sheets: Mapping[str, Rows], name: str
) -> None:
    assert name_of(workbook(sheets)) == name


@pytest.mark.parametrize(
    ("sheets", "reason"),
    [
        ({"Help": [["x"]], "b2b,sez,de": [SALES], "b2cs": [["x"]]}, "the file is a GSTR-1 (sales) workbook"),
        ({"b2b": [["Summary For B2B(4)"], [], [], SALES], "b2cl": [["x"]]}, "the file is a GSTR-1 (sales) workbook"),
        ({"b2b": [["x"], SALES]}, "the file is a GSTR-1 (sales) file"),
        ({"_ims": [["x"]], "Home": [["x"]]}, "the file is an IMS workbook of this program"),
        ({"Read me": [["x"]], "ITC Available": [["x"]]}, "the file is a GSTR-2B workbook of the portal"),
        ({"B2B": [["Goods and Services Tax  - GSTR-2B"]]}, "the file is a GSTR-2B workbook of the portal"),
        ({"B2B": [["Goods and Services Tax - GSTR 2A"]]}, "the file is a GSTR-2A workbook of the portal"),
        ({"Home": [["x"]], "B2B": [["x"]], "B2B-CN": [["x"]]}, "the file is an IMS workbook of the portal"),
        ({"All Other ITC": [["x"]]}, "the file is an IMS workbook of the portal"),
        ({"Register": [["Date", "Particulars", "Voucher Type", "Value"]]}, "the file is a Tally register"),
        ({"Sheet1": [["Bill No", "Name & Address of Dealer"]]}, "the file is a Busy register"),
        ({"Sheet1": [["Bill Number", "Vendor Name", "Total"]]}, "the file is a Zoho Books export"),
        ({"Sheet1": [["Number", "Untaxed Amount Signed"]]}, "the file is an Odoo export"),
        ({"One": [["x"]], "Two": []}, "no purchase data was found in the sheets One, Two"),
    ],
)
def test_other_files_are_called_by_their_name(
    workbook: Callable[[Mapping[str, Rows]], Path], sheets: Mapping[str, Rows], reason: str
) -> None:
    assert refusal(workbook(sheets)) == reason


def test_a_sales_file_says_to_choose_the_purchases(workbook: Callable[[Mapping[str, Rows]], Path]) -> None:
    with pytest.raises(ImsError) as caught:
        name_of(workbook({"b2b,sez,de": [SALES]}))
    assert str(caught.value) == (
        "purchases.xlsx: the file is a GSTR-1 (sales) workbook. Choose the file of your purchases (inward supplies)."
    )


@pytest.mark.parametrize(
    ("payload", "reason"),
    [
        ({"imsDetails": {"b2b": []}}, "the file is an IMS file of the portal"),
        ({"data": {"b2b": [{"stin": "24AAZCS2222F1ZB", "inum": "A/1"}]}}, "the file is an IMS file of the portal"),
        ({"result": {"error_report": {"cn": []}}}, "the file is an IMS file of the portal"),
        ({"gstin": "27", "fp": "102026", "b2b": []}, "the file is a GSTR-1 or GSTR-2A JSON"),
        ({"data": {"gstin": "27", "fp": "102026", "b2b": []}}, "the file is a GSTR-1 or GSTR-2A JSON"),
        ({"x": 1}, "no purchase data was found in the file"),
        ([1, 2], "no purchase data was found in the file"),
    ],
)
def test_other_json_is_refused(write_json: Callable[..., Path], payload: object, reason: str) -> None:
    assert refusal(write_json(payload)) == reason


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b'{"data": {"docdata": {', "the JSON of the file is broken or was cut off"),
        (b"[" * 100_000, "the JSON of the file is broken or was cut off"),
        (b'{"data": {"docdata": {}, "docdata": {}}}', "the key 'docdata' stands twice in one record"),
        (b'{"a": ' + b"9" * 5000 + b"}", "the JSON of the file is broken or was cut off"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000), "the workbook is damaged or was cut off"),
        (b"nothing to see", "no purchase data was found in the file"),
    ],
)
def test_what_cannot_be_opened_is_refused(tmp_path: Path, data: bytes, reason: str) -> None:
    (tmp_path / "file.json").write_bytes(data)
    assert refusal(tmp_path / "file.json") == reason


def test_text_that_calls_itself_a_workbook_is_told(tmp_path: Path) -> None:
    (tmp_path / "register.xls").write_text("a,b\n1,2\n")
    assert refusal(tmp_path / "register.xls").startswith("the file is text and no Excel workbook")


def test_a_statement_in_utf_16_is_read(tmp_path: Path) -> None:
    (tmp_path / "file.json").write_bytes(json.dumps({"docdata": {}}).encode("utf-16"))
    assert name_of(tmp_path / "file.json") == "a GSTR-2B JSON"
