"""docs/purchase-formats.md names every format, and a format made by it alone is read."""

import json
import re
from pathlib import Path

import pytest
from support.golden_formats import given, write_file
from support.purchases import BUYER

from ims_xl.purchases import read_purchases
from ims_xl.purchases.formats import FORMATS

PAGE = (Path(__file__).parents[3] / "docs" / "purchase-formats.md").read_text(encoding="utf-8")
CODE, GOLDEN_FILE = (re.findall(rf"```{kind}\n(.*?)```", PAGE, re.DOTALL)[0] for kind in ("python", "json"))


def test_a_format_made_by_the_page_reads_the_golden_file_of_the_page(tmp_path):
    module = {}
    exec(compile(CODE, "toy.py", "exec"), module)
    golden = json.loads(GOLDEN_FILE)
    path = write_file(golden, tmp_path)
    result = read_purchases([path], recipient_gstin=BUYER, formats=(*FORMATS, module["FORMAT"]))
    assert given(result) == {key: golden[key] for key in ("format", "documents", "told")}
    assert result.books["Shelf"].tolist() == ["4", "5"]


@pytest.mark.parametrize("name", sorted(one.name for one in FORMATS))
def test_the_page_names_every_format(name):
    assert name in PAGE
