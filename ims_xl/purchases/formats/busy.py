"""The bill-wise purchase register of Busy."""

from ims_xl.purchases.formats.ledgers import program

FORMAT = program("a Busy register", {"name address of dealer"})
