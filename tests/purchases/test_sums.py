import pytest

from ims_xl.purchases.sums import adds_up, rupees, size, total


@pytest.mark.parametrize(
    ("cells", "sum_"),
    [
        (["1,000.10", 0.2], 1000.3),
        (["", "N.A."], ""),
        ([], ""),
        ([5.0, "about 9", 1.0], "about 9"),
        (["10 Cr", 4.0], -6.0),
    ],
)
def test_a_total(cells, sum_):
    assert total(cells) == sum_


def test_an_amount_without_its_sign():
    assert [size(-5.5), size("(118.00)"), size("about 9"), size("")] == [5.5, 118.0, "about 9", ""]
    assert [rupees("1,180/-"), rupees(""), rupees("x")] == [1180.0, None, None]


@pytest.mark.parametrize(
    ("value", "parts", "beside", "fits"),
    [
        (1180.0, [1000.0, 90.0, 90.0], "", True),
        (-1180.0, [1000.0, 90.0, 90.0], "", True),
        (1181.0, [1000.0, 90.0, 90.0], "", True),
        (1181.01, [1000.0, 90.0, 90.0], "", False),
        (1181.01, [1000.0, 90.0, 90.0], 0.5, True),
        (1188.0, [1000.0, 90.0, 90.0], "about 8", False),
        (1188.0, [1000.0, "about 90", 90.0], "", True),
        ("", [1000.0, 90.0, 90.0], "", True),
    ],
)
def test_parts_make_the_value_within_a_rupee(value, parts, beside, fits):
    assert adds_up(value, parts, beside) is fits
