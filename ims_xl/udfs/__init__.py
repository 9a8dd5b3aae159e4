"""Worksheet functions: `=IMS_PAN(A2:A5000)`; Excel for Windows calls them in this module by their Python names."""

from ims_xl.udfs.pure import fy, gstin_state, gstin_valid, number_key, pan, period, same_number
from ims_xl.udfs.register import FUNCTIONS, Function, Grid
from ims_xl.udfs.status import action, reason, status

__all__ = [
    "FUNCTIONS",
    "Function",
    "Grid",
    "action",
    "fy",
    "gstin_state",
    "gstin_valid",
    "number_key",
    "pan",
    "period",
    "reason",
    "same_number",
    "status",
]
