"""Purchase registers and earlier GSTR-2B statements, read from the files accountants have."""

from ims_xl.purchases.reading import CREDIT_NOTES, Purchases, SourceFile, read_purchases, read_statement

__all__ = ["CREDIT_NOTES", "Purchases", "SourceFile", "read_purchases", "read_statement"]
