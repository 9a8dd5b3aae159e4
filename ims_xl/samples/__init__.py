"""Invented months of any size, and the sample files that come with the program."""

from ims_xl.samples.files import SampleFiles, sample_files, template_folder, template_month, write_month
from ims_xl.samples.month import SampleMonth, make_month

__all__ = [
    "SampleFiles",
    "SampleMonth",
    "make_month",
    "sample_files",
    "template_folder",
    "template_month",
    "write_month",
]
