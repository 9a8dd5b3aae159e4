import pandas as pd
import pytest
from support.purchases import COLLECTOR, MUMBAI

from ims_xl.purchases.families import FAMILIES, families_of
from ims_xl.schema import BOOKS

ROWS = pd.DataFrame({"supplier_gstin": [MUMBAI, MUMBAI, COLLECTOR, ""], "doc_type": ["INV", "CN", "INV", "DN"]})


def test_registered_suppliers_notes_and_operators_of_e_commerce():
    assert families_of(ROWS, "b2b").tolist() == ["b2b", "cdnr", "eco", "cdnr"]
    assert families_of(ROWS, "impg").tolist() == ["impg"] * 4


@pytest.mark.parametrize("family", ["", "zoho", "B2B"])
def test_a_family_that_is_not_known_is_an_error(family):
    with pytest.raises(ValueError, match="is no family of documents"):
        families_of(ROWS, family)


def test_the_schema_names_every_family():
    meaning = next(column.meaning for column in BOOKS if column.name == "family")
    assert all(f" {family}" in f" {meaning}" for family in FAMILIES)
