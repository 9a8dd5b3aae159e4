from ims_xl.gst import table4


def test_the_lines_are_those_of_the_form_in_its_order():
    """Form GSTR-3B, table 4, as amended by Notification 14/2022-CT."""
    assert [line.code for line in table4.LINES] == [
        "4(A)(1)", "4(A)(2)", "4(A)(3)", "4(A)(4)", "4(A)(5)", "4(B)(1)", "4(B)(2)", "4(C)", "4(D)(1)", "4(D)(2)",
    ]  # fmt: skip
    assert [line.code for line in table4.LINES if not line.source] == []
