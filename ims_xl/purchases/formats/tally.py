"""Purchase and note registers of Tally."""

from ims_xl.purchases.formats.ledgers import program

FORMAT = program("a Tally register", {"particulars", "voucher type"}, {"particulars", "vch type"})
