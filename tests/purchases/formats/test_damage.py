"""Whatever stands in the cells of a golden file, reading raises nothing and every document is right or told."""

import copy

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.golden_formats import GOLDEN, golden, write_file
from support.purchases import BUYER

from ims_xl.purchases import read_purchases

READ = sorted(path.stem for path in GOLDEN.glob("*.json") if golden(path.stem).get("documents"))
CELLS = st.sampled_from(
    [
        "",
        "N.A.",
        "#REF!",
        "Total",
        "1,00,000.50",
        "(90)",
        "90 Cr",
        "31-02-2026",
        "x" * 300,
        "=1+1",
        "\u202e",
        0,
        -1,
        1e300,
        1e16,
        "2026-10-05",
        "24AAZCS2222F1ZB",
    ]
)
FREELY = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.mark.parametrize("name", [name for name in READ if "sheets" in golden(name)])
@FREELY
@given(data=st.data())
def test_other_cells_in_a_workbook(name, tmp_path, data):
    content = copy.deepcopy(golden(name))
    for rows in content["sheets"].values():
        for at in data.draw(st.lists(st.integers(0, len(rows) - 1), max_size=3)):
            rows[at] = list(rows[at])
            if rows[at]:
                rows[at][data.draw(st.integers(0, len(rows[at]) - 1))] = data.draw(CELLS)
    result = read_purchases([write_file(content, tmp_path)], recipient_gstin=BUYER)
    assert len(result.books) + len(result.issues) > 0


@pytest.mark.parametrize("name", [name for name in READ if "text" in golden(name)])
@FREELY
@given(data=st.data())
def test_damaged_bytes_of_a_text(name, tmp_path, data):
    path = write_file(golden(name), tmp_path)
    written = bytearray(path.read_bytes())
    for at in data.draw(st.lists(st.integers(0, len(written) - 1), max_size=8)):
        written[at] = data.draw(st.integers(0, 255))
    path.write_bytes(written[: data.draw(st.integers(1, len(written)))])
    result = read_purchases([path], recipient_gstin=BUYER)
    assert len(result.books) + len(result.issues) > 0
