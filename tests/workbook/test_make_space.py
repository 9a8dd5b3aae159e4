"""Where the accountant's formats and dropdowns lie when a table of ours has other lines and columns."""

import pytest

from ims_xl.workbook.make_space import Ranges
from ims_xl.workbook.places import Place
from ims_xl.workbook.ranges import Box

OLD = Place("ims_Old", "Old", Box(4, 1, 7, 3), ("Action", "Tax", "Own"), 5)
# One line more, Own moved to the fourth column, the document of row 6 now in row 8, that of row 7 gone.
RANGES = Ranges([(OLD, Box(4, 1, 8, 4), {"Action": 1, "Tax": 2, "Own": 4}, {5: 5, 6: 8})], {(10, 6): (12, 6)})


@pytest.mark.parametrize(
    ("before", "now"),
    [
        ("B5:B7", "B5:B8"),
        ("A5:B7", "A5:B8"),
        ("B4:B7", "B4:B8"),  # headings included
        ("C5:C7", "D5:D8"),
        ("B5:C7", "B5:C7"),  # its columns are no longer side by side
        ("C6", "D8"),  # one cell of a document that moved
        ("C5:C6", "D5:D6"),
        ("F10", "F12"),  # made room
        ("Z1:Z99 B5:B7", "Z1:Z99 B5:B8"),
        ("A1:C7", "A1:C7"),
    ],
)
def test_ranges_follow_the_lines(before: str, now: str) -> None:
    assert RANGES.follow(before) == now
