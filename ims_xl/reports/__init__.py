"""The auditor's workbook: written once, checked by anyone."""
