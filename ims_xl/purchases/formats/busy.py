"""The bill-wise purchase register of Busy."""

from ims_xl.purchases.formats.ledgers import program

FORMAT = program("Busy register", {"name address of dealer"})
