"""The formats of one buyer: his own layouts first, Tally's vouchers as he chose."""

from ims_xl.column_mapping import ColumnMapping, MappedColumn
from ims_xl.purchases.chosen_formats import chosen_formats
from ims_xl.purchases.formats import FORMATS, tally_vouchers
from ims_xl.register_words import TALLY_NUMBERS

MAPPING = ColumnMapping("f1", "list.csv", "", 1, (MappedColumn("No", "Document number"),))


def test_layouts_that_were_mapped_stand_before_every_format():
    found = chosen_formats("27AAZCD1111E1ZS", TALLY_NUMBERS[0], [MAPPING])
    assert [one.name for one in found] == ["a register with columns you mapped", *(one.name for one in FORMATS)]


def test_only_tallys_vouchers_are_read_by_a_choice():
    found = chosen_formats("27AAZCD1111E1ZS", TALLY_NUMBERS[2], [])
    assert [before.name for before, now in zip(FORMATS, found, strict=True) if before is not now] == [
        tally_vouchers.FORMAT.name
    ]
