"""The workbook: what its sheets show, and the programs that read and write it."""
