"""The bytes of an .xlsx file: its parts, and what stands in them."""
