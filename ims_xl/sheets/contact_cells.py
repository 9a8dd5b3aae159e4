"""What the accountant typed into Supplier Contacts, joined with what was known of each supplier.

The contacts hold for all months, and two workbooks may show them. A cell counts as typed when it differs from what was
drawn into it; all others stand as the store has them.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

import pandas as pd

from ims_xl.contacts import FIELDS, HEADERS, NAMES, Contact
from ims_xl.decisions.cells import text
from ims_xl.issues import Issue

DRAWN = "drawn"
"""The hidden column with `Contact.to_text` of a line as it was drawn."""


@dataclass(frozen=True, slots=True)
class ContactCells:
    """What is to be kept and forgotten, by `Contact.key`, and what is to be said."""

    keep: dict[str, Contact] = field(default_factory=dict)
    forget: set[str] = field(default_factory=set)
    issues: list[Issue] = field(default_factory=list)


def read_contacts(rows: pd.DataFrame, stored: Mapping[str, Contact]) -> ContactCells:
    """The lines as they stand: sheet, row, the fields of a contact and DRAWN, cells as objects.

    A field without a column stays as it was drawn. A line whose fields are all emptied is forgotten; one that was
    deleted stays known. Of two lines of a supplier the first counts where they differ, which is said.
    """
    found = ContactCells()
    seen: dict[str, Contact] = {}
    emptied: set[str] = set()
    for line in rows.to_dict("records"):
        drawn = Contact.from_text(text(line[DRAWN]))
        typed = {name: text(line[name]) for name in NAMES if name in line}
        now = replace(drawn or Contact(), **typed).with_clean_number()
        place = str(line["sheet"]), int(line["row"])
        if not now.key:
            emptied |= {drawn.key} & set(stored) if drawn else set()
            continue
        held = stored.get(drawn.key if drawn else now.key)
        merged = _merged(now, drawn, held)
        if now.key in seen:
            found.issues.extend(_twice(merged, seen[now.key], place))
            merged = seen[now.key].filled_from(merged)
        elif merged != held:
            found.issues.extend(_faults(merged, drawn, place))
            found.issues.extend(_changed_elsewhere(now, drawn, held, place))
        seen[now.key] = merged
        if drawn and drawn.key != now.key and drawn.key in stored:
            found.forget.add(drawn.key)
        if held and merged.says_nothing and not held.says_nothing:
            emptied.add(held.key)
        elif merged != held and not (held is None and drawn and _adds_nothing(merged, drawn)):
            found.keep[merged.key] = merged
    found.forget.difference_update(found.keep, seen)  # a line that was copied leaves the first one as it is
    found.forget.update(emptied)
    return found


def _merged(now: Contact, drawn: Contact | None, held: Contact | None) -> Contact:
    """The contact with what was typed now, and all else as it is known."""
    if drawn is None or held is None:
        return now if held is None else now.filled_from(held)
    untouched = {name: getattr(held, name) for name in NAMES if getattr(now, name) == getattr(drawn, name)}
    return replace(now, **untouched)


def _adds_nothing(contact: Contact, drawn: Contact) -> bool:
    """Whether a line says no more than the documents of its supplier do."""
    return contact.says_nothing and contact.supplier_name == drawn.supplier_name


def _faults(contact: Contact, drawn: Contact | None, place: tuple[str, int]) -> Iterator[Issue]:
    """What cannot be used of the cells that were typed now."""
    sheet, row = place
    shown = {HEADERS[name]: getattr(drawn, name) for name in NAMES} if drawn else {}
    for issue in contact.faults():
        if issue.value != shown.get(issue.column):
            yield replace(issue, sheet=sheet, row=row)


def _changed_elsewhere(
    now: Contact, drawn: Contact | None, held: Contact | None, place: tuple[str, int]
) -> Iterator[Issue]:
    for one in FIELDS if drawn and held else ():
        typed, shown, known = (getattr(contact, one.name) for contact in (now, drawn, held))
        if typed != shown and known not in (shown, typed):
            reason = f"another workbook had changed this to {known or 'nothing'} meanwhile; what stands here counts"
            yield _warning(reason, "Write what is right.", place, one.header, typed)


def _twice(second: Contact, first: Contact, place: tuple[str, int]) -> Iterator[Issue]:
    for one in FIELDS[2:]:
        other, counts = getattr(second, one.name), getattr(first, one.name)
        if other and counts and other != counts:
            reason = f"this supplier stands on an earlier line too, with {counts}; that line counts"
            yield _warning(reason, "Write what is right on that line.", place, one.header, other)


def _warning(reason: str, remedy: str, place: tuple[str, int], column: str, value: str) -> Issue:
    sheet, row = place
    return Issue("warning", reason, remedy, sheet=sheet, row=row, column=column, value=value)
