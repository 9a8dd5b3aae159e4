"""The families of book documents: the GSTR-2 section they belong to."""

import re
from typing import Any

import numpy as np
import pandas as pd

FAMILIES = ("b2b", "cdnr", "eco", "impg", "b2bur", "imps", "cdnur", "isd", "deleted")
"""See schema.BOOKS; those behind impg are shown but not matched."""

_COLLECTOR = re.compile(r".{13}C.")  # GSTIN of an e-commerce operator who collects tax


def families_of(rows: pd.DataFrame, family: str) -> "np.ndarray[Any, Any]":
    """The family of each row of a table of this family: in b2b notes are cdnr, documents of e-commerce operators eco.

    Raises ValueError for a family that is not known.
    """
    if family not in FAMILIES:
        raise ValueError(f"{family!r} is no family of documents; one is {', '.join(FAMILIES)}")
    if family != "b2b":
        return np.full(len(rows), family, dtype=object)
    usual = np.where(rows["doc_type"].eq("INV"), "b2b", "cdnr").astype(object)
    codes, suppliers = pd.factorize(rows["supplier_gstin"], use_na_sentinel=False)
    collectors = [_COLLECTOR.fullmatch(str(supplier)) is not None for supplier in suppliers]
    collector = np.array(collectors, dtype=np.bool_)[codes]
    if "supply_type" in rows:
        collector |= rows["supply_type"].eq("ECO")
    return np.where(collector, "eco", usual)
