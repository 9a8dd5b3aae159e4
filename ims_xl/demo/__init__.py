"""A whole month on sample data, step by step as an accountant would go, with marks typed into the workbook's file."""

from ims_xl.demo.run import run_demo

__all__ = ["run_demo"]
