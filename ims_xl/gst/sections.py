"""The sections of IMS: what they hold and which JSON keys name their documents.

Source: GETINV samples and the IMS offline tool; certainty per row in the `certainty` field.
"""

from typing import Any, NamedTuple


class Section(NamedTuple):
    """One section.

    `declares` says that accepting a record asks whether ITC is reduced; `in_file` that the portal's upload
    file can carry decisions for it; `echoed` that its records go back whole, as they were downloaded.
    """

    key: str
    request: str
    title: str
    doc_type: str
    family: str
    number_key: str
    date_key: str
    original_number_key: str = ""
    original_date_key: str = ""
    amends: str = ""
    declares: bool = False
    in_file: bool = True
    echoed: bool = False
    certainty: str = "seen"


_IMPORTED: Any = {"in_file": False, "echoed": True, "certainty": "inferred"}

SECTIONS = {
    section.key: section
    for section in (
        Section("b2b", "B2B", "Invoices", "INV", "Invoices", "inum", "idt"),
        Section("b2ba", "B2BA", "Invoices, amended", "INV", "Invoices", "inum", "idt", "oinum", "oidt", "b2b", True),
        Section("b2bcn", "CN", "Credit notes", "CN", "CDN", "nt_num", "nt_dt", declares=True),
        Section("b2bcna", "CNA", "Credit notes, amended", "CN", "CDN", "nt_num", "nt_dt", "ont_num", "ont_dt", "b2bcn", True),
        Section("b2bdn", "DN", "Debit notes", "DN", "CDN", "nt_num", "nt_dt"),
        Section("b2bdna", "DNA", "Debit notes, amended", "DN", "CDN", "nt_num", "nt_dt", "ont_num", "ont_dt", "b2bdn", True),
        Section("ecom", "ECOM", "E-commerce documents", "INV", "Ecom", "inum", "idt"),
        Section("ecoma", "ECOMA", "E-commerce documents, amended", "INV", "Ecom", "inum", "idt", "oinum", "oidt", "ecom", True),
        Section("impg", "IMPG", "Imports of goods", "INV", "Imports", "boenum", "boedt", **_IMPORTED),
        Section("impga", "IMPGA", "Imports of goods, amended", "INV", "Imports", "boenum", "boedt", amends="impg", declares=True, **_IMPORTED),
        Section("impgsez", "IMPGSEZ", "Imports from SEZ", "INV", "Imports", "boenum", "boedt", **_IMPORTED),
        Section("impgseza", "IMPGSEZA", "Imports from SEZ, amended", "INV", "Imports", "boenum", "boedt", amends="impgsez", declares=True, **_IMPORTED),
    )
}  # fmt: skip

AMENDED_SUPPLIES = tuple(
    section.key
    for section in SECTIONS.values()
    if section.amends and section.family != "Imports" and section.doc_type != "CN"
)
"""Sections of amended invoices, debit notes and e-commerce documents."""

FAMILIES = ("Invoices", "CDN", "Ecom", "Imports")
BOOK_FAMILIES = {"b2b": "Invoices", "cdnr": "CDN", "eco": "Ecom", "impg": "Imports"}
"""Families of book rows that have a counterpart in IMS, by the card they are counted on."""
