"""The sections of IMS as the API names them, and the keys of a record in each."""

from collections.abc import Mapping
from dataclasses import dataclass

TAXES = ("iamt", "camt", "samt", "cess")
DECLARED = ("declIgst", "declCgst", "declSgst", "declCess")


@dataclass(frozen=True)
class Section:
    """One section: its list key, its value in GETINV, the keys of number, date and original, its name in GSTR-2B."""

    key: str
    request: str
    number: str
    date: str
    originals: tuple[str, str] | None
    typed: bool  # has inv_typ
    declares: bool  # takes the "ITC to be reduced" block
    gstr2b: str
    base: str = ""  # the section of its originals; an amended bill of entry has its original's number and date

    @property
    def imports(self) -> bool:
        """Whether its records are bills of entry."""
        return self.number == "boenum"

    @property
    def credits(self) -> bool:
        """Whether its records reduce ITC."""
        return self.key in ("b2bcn", "b2bcna")

    @property
    def period(self) -> str:
        """The key of the supplier's (or importer's) return period."""
        return "srtinprd" if self.imports else "rtnprd"

    @property
    def party(self) -> str:
        """The key of the supplier, of a bill of entry the port."""
        return "portcd" if self.imports else "stin"

    @property
    def amounts(self) -> tuple[str, ...]:
        """The keys of the amounts."""
        return ("txval", "igst", "cess") if self.imports else ("val", "txval", *TAXES)

    @property
    def texts(self) -> tuple[str, ...]:
        """The text keys that come back as they were downloaded."""
        if self.imports:
            return ("portcd", "boenum", "boedt", "itcprd", "srtinprd")
        typed = ("inv_typ",) if self.typed else ()
        return ("stin", self.number, self.date, *(self.originals or ()), *typed, "srcform", "rtnprd", "pos")

    @property
    def echoed(self) -> tuple[str, ...]:
        """The other keys that come back as they were downloaded, where there are any."""
        return ("rgstin", "refId", "rgstinrefId", "irefdt", "hash") if self.imports else ()

    def identity(self, record: Mapping[str, object]) -> tuple[str, str, str, str, str]:
        """Section, supplier, number, date, period of a record; missing ones are empty."""
        keys = (self.party, self.number, self.date, self.period)
        return (self.key, *(str(record.get(key, "")) for key in keys))  # type: ignore[return-value]


_INVOICE = ("inum", "idt")
_NOTE = ("nt_num", "nt_dt")
_ORIGINAL_INVOICE = ("oinum", "oidt")
_ORIGINAL_NOTE = ("ont_num", "ont_dt")
_ENTRY = ("boenum", "boedt")

SECTIONS = {
    section.key: section
    for section in (
        Section("b2b", "B2B", *_INVOICE, None, True, False, "b2b"),
        Section("b2ba", "B2BA", *_INVOICE, _ORIGINAL_INVOICE, True, True, "b2ba", "b2b"),
        Section("b2bcn", "CN", *_NOTE, None, True, True, "cdnr"),
        Section("b2bcna", "CNA", *_NOTE, _ORIGINAL_NOTE, True, True, "cdnra", "b2bcn"),
        Section("b2bdn", "DN", *_NOTE, None, True, False, "cdnr"),
        Section("b2bdna", "DNA", *_NOTE, _ORIGINAL_NOTE, True, True, "cdnra", "b2bdn"),
        Section("ecom", "ECOM", *_INVOICE, None, False, False, "ecom"),
        Section("ecoma", "ECOMA", *_INVOICE, _ORIGINAL_INVOICE, False, True, "ecoma", "ecom"),
        Section("impg", "IMPG", *_ENTRY, None, False, False, "impg"),
        Section("impga", "IMPGA", *_ENTRY, None, False, True, "impga", "impg"),
        Section("impgsez", "IMPGSEZ", *_ENTRY, None, False, False, "impgsez"),
        Section("impgseza", "IMPGSEZA", *_ENTRY, None, False, True, "impgasez", "impgsez"),
    )
}
BY_REQUEST = {section.request: section for section in SECTIONS.values()}
GROUPS = {  # goods_typ -> group and sections of GETCNT
    "ALL_OTH": ("all_oth", tuple(key for key, section in SECTIONS.items() if not section.imports)),
    "IMP_GDS": ("imp_gds", tuple(key for key, section in SECTIONS.items() if section.imports)),
    "INV_SUPP_ISD": ("inv_supp_isd", ("isd", "isda")),
}
