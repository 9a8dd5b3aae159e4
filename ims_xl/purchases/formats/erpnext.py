"""The purchase register of ERPNext."""

from ims_xl.purchases.formats.ledgers import program

FORMAT = program("an ERPNext register", {"bill no", "net total"})
