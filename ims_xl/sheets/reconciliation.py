"""From the books to IMS to GSTR-2B: one short account in which every difference has a line and its words."""

from collections.abc import Iterator
from typing import NamedTuple

import pandas as pd

from ims_xl.money import total
from ims_xl.sheets.itc import groups
from ims_xl.sheets.view import STATUSES, Gstr2b, View
from ims_xl.wording import counted


class Line(NamedTuple):
    """One line of the account: documents, signed rupees (missing: not known), and where it comes from in words."""

    line: str
    documents: float
    taxable: float
    tax: float
    words: str

    def less(self, other: "Line", line: str, words: str) -> "Line":
        """What is left when the other one is taken away, to the paisa."""
        taxable, tax = total(pd.Series([self.taxable, -other.taxable])), total(pd.Series([self.tax, -other.tax]))
        return Line(line, self.documents - other.documents, taxable, tax, words)


def reconciliation(view: View) -> pd.DataFrame:
    """The account as columns line, documents, taxable, tax, words; without purchase data it begins with IMS.

    Amounts are those printed on the documents; only the line of GSTR-2B and what leads to it have the credit as tax,
    because an amendment counts there by what it changes.
    """
    return pd.DataFrame(_lines(view), columns=list(Line._fields))


def _lines(view: View) -> Iterator[Line]:
    if view.comparing and view.matched:
        yield from _books(view)
    later = f"{counted(len(view.later), 'document')} of later periods not counted" if len(view.later) else ""
    yield _of("IMS, due this month", view.lines, later or "every document the portal lists")
    if len(view.lines):
        yield from _credit(view.lines)
    expected = _expected(view.lines)
    yield expected
    yield from _gstr2b(view.gstr2b, expected)


def _books(view: View) -> Iterator[Line]:
    lines, alone = view.lines, view.unmatched
    paired = lines[lines["books_documents"].notna()]
    bookings = int(paired["books_documents"].sum())
    books = Line(
        "Books, compared",
        bookings + len(alone),
        total(pd.concat([paired["books_taxable_value"], alone["taxable_value"]])),
        total(pd.concat([paired["books_tax"], alone["tax"]])),
        f"{len(view.settled):,} settled in earlier months not counted" if len(view.settled) else "",
    )
    differ = (paired["taxable_difference"].fillna(0) != 0) | (paired["tax_difference"].fillna(0) != 0)
    words = f"{counted(int(differ.sum()), 'matched document')} with another taxable value or tax"
    if bookings != len(paired):
        words += f"; {counted(bookings, 'booking')} of {counted(len(paired), 'document')}"
    booked = Line("", bookings, total(paired["books_taxable_value"]), total(paired["books_tax"]), "")
    missing = _of("", alone, "")
    yield books
    yield _of("add: on the portal, not in the books", lines[lines["status"] == "Missing in PR"], "Missing in PR")
    nothing = Line("", 0, 0.0, 0.0, "")
    yield nothing.less(missing, "less: in the books, not on the portal", "Missing in IMS")
    yield _of("", paired, "").less(booked, "differences of matched documents", words)
    unseen = lines[~lines["status"].isin(STATUSES)]
    if len(unseen):
        yield _of("add: on the portal since the last match", unseen, "run Let's Match again")


def _credit(lines: pd.DataFrame) -> Iterator[Line]:
    nothing, found = Line("", 0, 0.0, 0.0, ""), groups(lines)
    for name, chosen, words in (
        ("less: rejected", found.rejected, "no credit"),
        ("less: pending", found.pending, "waits for a later GSTR-2B"),
        ("less: not filed by the supplier", found.unfiled, "no credit before it is filed"),
    ):
        if chosen.any():
            yield nothing.less(_of("", lines[chosen], ""), name, words)
    counted_here = lines[found.accepted | found.undecided]
    effect = total(pd.Series([total(counted_here["itc_effect"]), -total(counted_here["tax"])]))
    unknown = int(counted_here["itc_effect"].isna().sum())
    words = "their credit is not the tax printed on the document"
    if effect or unknown:
        yield Line(
            "amendments and declared reductions",
            0,
            0.0,
            effect,
            f"{words}; of {counted(unknown, 'document')} it is not known and not counted" if unknown else words,
        )


def _expected(lines: pd.DataFrame) -> Line:
    name, words = "Expected in GSTR-2B", "accepted and deemed accepted, by the decisions of this workbook"
    if not len(lines):
        return Line(name, 0, 0.0, 0.0, words)
    found = groups(lines)
    rows = lines[found.accepted | found.undecided]
    return Line(name, len(rows), total(rows["taxable_value"]), total(rows["itc_effect"]), words)


def _gstr2b(statement: Gstr2b | None, expected: Line) -> Iterator[Line]:
    unknown = float("nan")
    if statement is None:
        yield Line(
            "GSTR-2B of the portal",
            unknown,
            unknown,
            unknown,
            "not read yet; GSTR-2B / GSTR-2A reads its file, Compute GSTR-2B fetches it",
        )
        return
    outside = f"; {statement.outside:,} of them never come into IMS" if statement.outside else ""
    made = f"made on {statement.generated or 'an unknown day'}{outside}"
    portal = Line("GSTR-2B of the portal", statement.with_credit, statement.taxable, statement.net, made)
    yield portal
    number = len(statement.differences)
    words = f"{counted(number, 'line')} on GSTR-2B check" if number else "every document is listed as decided"
    yield portal.less(expected, "Difference, GSTR-2B less expected", words)


def _of(line: str, rows: pd.DataFrame, words: str) -> Line:
    return Line(line, len(rows), total(rows["taxable_value"]), total(rows["tax"]), words)
