"""The workbook that is open in Excel, through xlwings; nothing else of the workbook knows xlwings."""

from ims_xl.workbook.excel.book import ExcelBook

__all__ = ["ExcelBook"]
