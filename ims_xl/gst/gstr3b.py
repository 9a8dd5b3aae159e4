"""What to know of GSTR-3B when GSTR-2B is carried over, so that nothing is reversed twice."""

from typing import NamedTuple


class Note(NamedTuple):
    """One sentence for the accountant, and where it is written."""

    code: str
    text: str
    source: str


NOTES = (
    Note(
        "net_of_credit_notes",
        "Accepted credit notes: the portal fills 4(A)(5) already less them; only what is then below zero goes to "
        "4(B)(2). Do not reverse them again.",
        "Circular 170/02/2022-GST; GSTR-3B auto-population",
    ),
    Note(
        "rule_37a",
        "Supplier without GSTR-3B (rule 37A): not in IMS; GSTR-2B lists some, and GSTR-2A tells of the others: see "
        "Supplier without GSTR-3B. To be reversed by 30 November after the year if he has not filed by 30 September; "
        "reclaimed when he has.",
        "Notification 26/2022-CT, rule 37A CGST",
    ),
    Note(
        "rule_37",
        "Bills not paid within 180 days (rule 37) need payments, which are not known here: see Unpaid 180 Days.",
        "rule 37 CGST, section 16(2)",
    ),
    Note(
        "goods_not_received",
        "Goods not received yet: Pending keeps the credit for later. Accepted, it must be reversed in 4(B)(2), and a "
        "reclaim above the balance of the reclaim ledger can block GSTR-3B.",
        "GSTN advisory 643 of 29 Dec 2025, section 16(2)(b) CGST",
    ),
    Note(
        "import_without_line",
        "A bill of entry that is not in GSTR-2B: its credit may be claimed with the bill as proof.",
        "ICAI FAQs on GSTR-3B",
    ),
)
"""What the program cannot work out from IMS, shown beside the GSTR-2B."""
