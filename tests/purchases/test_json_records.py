"""Records of a JSON list: the first text or amount of several keys, and the first fault of each record."""

from ims_xl.issues import Issue
from ims_xl.purchases.json_records import AGAIN, Records

SUPPLIER = {"ctin": "27AAZCD1111E1ZS", "trdnm": " "}


def test_the_first_text_that_says_something_is_taken() -> None:
    records = Records([(SUPPLIER, {"ctin": "x", "trdnm": "Uttam\u200b ", "pos": 27}), ({}, {"ctin": "y"})])
    assert records.texts("ctin", around=True) == ["27AAZCD1111E1ZS", "y"]
    assert records.texts("ctin") == ["x", "y"]
    assert records.texts("trdnm", around=True) == ["Uttam", ""]
    assert records.texts("pos") == ["27", ""]
    assert records.texts("") == ["", ""]
    assert records.faults == {}


def test_amounts_are_rounded_whatever_they_are_written_as() -> None:
    values = [450.005, 5, "1,23,456.5", None, "", -0.001]
    records = Records([({}, {"igst": value}) for value in values])
    assert records.amounts("igst") == [450.01, 5.0, 123456.5, None, None, 0.0]
    assert Records([({}, {"iamt": 7})]).amounts("igst", "iamt") == [7.0]


def test_of_a_record_the_first_fault_counts_and_others_are_read_on() -> None:
    records = Records([({}, "junk"), ({}, {"pos": True, "igst": []}), ({}, {"igst": 0.0, "pos": "27"})])
    assert records.texts("pos") == ["", "", "27"]
    assert records.amounts("igst") == [None, None, 0.0]
    assert records.faults == {
        0: Issue("error", "this is not a record", AGAIN, value="junk"),
        1: Issue("error", "this is not a text", AGAIN, column="pos", value="True"),
    }
    records = Records([({}, {"igst": False})])
    assert records.amounts("igst") == [None]
    assert records.faults[0].reason == "this is not an amount in rupees"
