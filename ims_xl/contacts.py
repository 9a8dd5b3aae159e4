"""What is known of a supplier besides his documents: how he is reached, what he answered, whether IMS can carry him."""

import json
import re
from collections.abc import Iterator
from dataclasses import astuple, dataclass, replace
from typing import NamedTuple

from ims_xl.gst.gstin import clean, is_valid
from ims_xl.issues import Issue

_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
_LONGEST = 254  # characters of an address; source: RFC 5321
_ANSWERS = {"": False, "no": False, "n": False, "yes": True, "y": True}


class Field(NamedTuple):
    """One column that the accountant fills in; `name`: of the value in Contact and in the store."""

    name: str
    header: str
    width: float
    help: str
    choices: str = ""


FIELDS = (
    Field("supplier_gstin", "Supplier GSTIN", 17.5, "Below the last line you may add suppliers of your own"),
    Field("supplier_name", "Supplier name", 25, "As the documents name the supplier, or as you write it here"),
    Field("email", "E-mail", 27, "Address for letters; several parted by commas"),
    Field("phone", "Phone", 13.5, "Of the contact person or of the firm"),
    Field("person", "Contact person", 15, "Whom a letter greets"),
    Field("not_reportable", "Not reportable", 12, "Yes: IMS never carries this supplier's bills (unregistered, composition); they are not chased and no letter is written", "YesNo"),
    Field("reply", "Reply", 19, "What the supplier answered"),
    Field("notes", "Notes", 21, "Your own; they go into no letter"),
)  # fmt: skip
NAMES = tuple(field.name for field in FIELDS)
HEADERS = {field.name: field.header for field in FIELDS}
_NAMING = NAMES[:2]  # the fields that say whose contact it is


@dataclass(frozen=True, slots=True)
class Contact:
    """One supplier; every field is text as it was typed."""

    supplier_gstin: str = ""
    supplier_name: str = ""
    email: str = ""
    phone: str = ""
    person: str = ""
    not_reportable: str = ""
    reply: str = ""
    notes: str = ""

    @property
    def key(self) -> str:
        """What tells suppliers apart: the GSTIN, else the first thing that is known; "" when nothing is."""
        return clean(self.supplier_gstin) or next(filter(None, astuple(self)), "")

    @property
    def says_nothing(self) -> bool:
        """Whether nothing is known but whose contact it is."""
        return not any(getattr(self, name) for name in NAMES if name not in _NAMING)

    @property
    def addresses(self) -> tuple[str, ...]:
        """The e-mail addresses; none when one of them is no address."""
        parts = tuple(part.strip() for part in re.split("[,;]", self.email) if part.strip())
        return parts if all(map(_is_address, parts)) else ()

    @property
    def may_be_chased(self) -> bool:
        """Whether it is said clearly that IMS can carry the supplier: an answer that is neither Yes nor No is not."""
        return _ANSWERS.get(self.not_reportable.lower()) is False

    @property
    def is_not_reportable(self) -> bool:
        """Whether it is said that IMS never carries the supplier."""
        return _ANSWERS.get(self.not_reportable.lower(), False)

    def faults(self) -> Iterator[Issue]:
        """The cells that cannot be used, by column and value."""
        gstin = self.supplier_gstin
        if not gstin:
            yield Issue(
                "warning",
                "no GSTIN stands beside this contact",
                "Write the supplier's GSTIN.",
                column=HEADERS["supplier_gstin"],
            )
        elif not is_valid(clean(gstin)):
            yield Issue(
                "warning",
                "this is not a GSTIN",
                "Check its fifteen characters; the last one is a check digit.",
                column=HEADERS["supplier_gstin"],
                value=gstin,
            )
        if self.email and not self.addresses:
            yield Issue(
                "warning",
                "this is not an e-mail address",
                "Write it like accounts@example.com; several parted by commas.",
                column=HEADERS["email"],
                value=self.email,
            )
        if self.not_reportable.lower() not in _ANSWERS:
            yield Issue(
                "warning", "this is neither Yes nor No", "Write Yes or No; until then no letter is written to this supplier.",
                column=HEADERS["not_reportable"], value=self.not_reportable,
            )  # fmt: skip

    def with_clean_number(self) -> "Contact":
        """The contact with its GSTIN in capitals without spaces, where it is one."""
        number = clean(self.supplier_gstin)
        return replace(self, supplier_gstin=number) if is_valid(number) else self

    def filled_from(self, other: "Contact") -> "Contact":
        """The contact with what is blank here taken from another one."""
        return replace(self, **{name: getattr(self, name) or getattr(other, name) for name in NAMES})

    def to_text(self) -> str:
        """As JSON, for the hidden column that remembers what was drawn."""
        return json.dumps(astuple(self), ensure_ascii=False)

    @classmethod
    def from_text(cls, text: str) -> "Contact | None":
        """What `to_text` wrote, None for a text that is none."""
        try:
            found = json.loads(text)
        except ValueError:
            return None
        return cls(*found) if isinstance(found, list) and len(found) == len(NAMES) else None


def _is_address(text: str) -> bool:
    return len(text) <= _LONGEST and _ADDRESS.fullmatch(text) is not None
