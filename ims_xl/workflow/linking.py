"""Link and Unlink: what a person says of two documents holds from then on, in every month of the GSTIN."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import pandas as pd

from ims_xl.issues import ImsError, Issue
from ims_xl.sheets.names import SETTLED
from ims_xl.store.links import APART, LINKED
from ims_xl.workflow.hand_links import ims_key, present, seen
from ims_xl.workflow.job import Job
from ims_xl.workflow.matching import run_match
from ims_xl.workflow.naming import document_named
from ims_xl.workflow.outcome import Outcome

Ask = Callable[[str], str]

_TWO = "Select one row of each side: a document of IMS, and a row of Missing in IMS."
_WHY_LINKED = "Why are these two one document? It stands beside them and in the decision log:"
_WHY_APART = "Why are these two not one document? It stands beside them and in the decision log:"


def link(job: Job, ims: str, books: str, reason: str = "") -> Outcome:
    """Link two documents named as in `naming`, and match again.

    Raises ImsError when a name fits none or several, or they cannot be linked.
    """
    job.refuse_closed("link documents")
    left, right = _named(job, ims, books)
    return _linked(job, left, right, lambda question: reason or job.ui.ask_text(question))


def unlink(job: Job, ims: str, books: str = "", reason: str = "") -> Outcome:
    """Take a document's links back, or the one with `books`; what the matcher linked is kept apart from then on.

    Raises ImsError when a name fits none or several, or there is no such link.
    """
    job.refuse_closed("unlink documents")
    left, right = _named(job, ims, books)
    return _unlinked(job, left, right, lambda question: reason or job.ui.ask_text(question))


def link_selected(job: Job, keys: Sequence[str], ask: Ask) -> Outcome:
    """Link the documents of two rows; one row alone is remembered, and linked with the row that is selected next.

    `ask` gives the reason. Raises ImsError when the rows are not one of each side, or they cannot be linked.
    """
    job.refuse_closed("link documents")
    due, books = _sides(job)
    begun = job.store.links.begun(job.identity.book_id)
    ours, theirs = ([key for key in keys if key in set(side["doc_id"])] for side in (due, books))
    if begun in set(due["doc_id"]) and not ours:
        ours = [begun]
    elif begun in set(books["doc_id"]) and not theirs:
        theirs = [begun]
    if len(ours) > 1 or len(theirs) > 1 or not (ours or theirs):
        raise ImsError("this is not one row, or two that can be linked", f"{_TWO} Or one of them, then the other.")
    if ours and theirs:
        return _linked(job, ours[0], theirs[0], ask)
    (chosen,) = ours or theirs
    job.store.links.begin(job.identity.book_id, chosen, job.at)
    other = "the row of Missing in IMS" if ours else "the document of IMS"
    number = _number(due if ours else books, chosen)
    return Outcome(f"{number} is remembered for a link", {"linked": 0}, job.issues, f"Select {other}, then click Link.")


def unlink_selected(job: Job, keys: Sequence[str], ask: Ask) -> Outcome:
    """Take the links of the document on the selected row back; `ask` gives the reason.

    Raises ImsError when this is not one row with a link.
    """
    job.refuse_closed("unlink documents")
    due, _ = _sides(job)
    begun = job.store.links.begun(job.identity.book_id)
    if len(keys) == 1 and keys[0] == begun:
        job.store.links.begin(job.identity.book_id, "", job.at)
        return Outcome("No row is remembered for a link any more", {"unlinked": 0}, job.issues)
    ours = [key for key in keys if key in set(due["doc_id"])]
    if len(ours) != 1:
        remedy = "Select one row of Exact Match, Suggested Match or Mismatched."
        raise ImsError("this is not one row with a link", remedy)
    return _unlinked(job, ours[0], "", ask)


def _sides(job: Job) -> tuple[pd.DataFrame, pd.DataFrame]:
    return job.due(job.documents()), job.store.registers.of(job.identity.book_id)


def _named(job: Job, ims: str, books: str) -> tuple[str, str]:
    due, rows = _sides(job)
    tables = job.book.tables()
    return (
        document_named(ims, due, "IMS that is due in this workbook", tables),
        document_named(books, rows, "the books", tables) if books else "",
    )


def _linked(job: Job, left: str, right: str, ask: Ask) -> Outcome:
    due, books = _sides(job)
    links, pairs = job.store.links.all(), job.store.matches.pairs(job.identity.book_id)
    names = _number(due, left), _number(books, right)
    hand = _pairs_by_hand(links, due, books)
    if (left, right) in hand:
        raise ImsError(f"{names[0]} and {names[1]} are linked by hand already", "Nothing is to be done.")
    partner = {book: ims for ims, book in zip(pairs["ims_doc"], pairs["book_doc"], strict=True)}
    partner |= {book: ims for ims, book in hand}
    if partner.get(right, left) != left:
        raise ImsError(
            f"{names[1]} of the books is linked already, with {_number(due, partner[right])}",
            "Unlink these two first, then link again.",
        )
    _refuse_replaced(job, left, names[0])
    others = [book for book, ims in partner.items() if ims == left and book != right and book in set(books["doc_id"])]
    told = ", ".join(_number(books, book) for book in others)
    if others and not job.ui.ask(f"{names[0]} is linked already, with {told}. Add {names[1]} as another row of it?"):
        raise ImsError(
            f"{names[0]} of IMS is linked already, with {told}",
            "Unlink it first. To add another row to it say yes (command line: --yes).",
        )
    _ask_settled(job, right, names[1])
    reason = _reason(ask, _WHY_LINKED)
    made = [_entry(job, LINKED, due, books, left, book, reason) for book in (*others, right)]
    before = f"with {told}" if told else ""
    job.store.links.begin(job.identity.book_id, "", job.at)
    found = _matched(job, made, [], left, [("Linked by hand", before, names[1], reason)])
    return Outcome(
        f"Linked by hand: {names[0]} of IMS with {names[1]} of the books, now {found.status}",
        {"linked": len(made)}, found.issues, "See Why for what differs; Unlink takes the link back.",
    )  # fmt: skip


def _unlinked(job: Job, left: str, right: str, ask: Ask) -> Outcome:
    due, books = _sides(job)
    pairs = job.store.matches.pairs(job.identity.book_id)
    links = job.store.links.all()
    hand = _pairs_by_hand(links, due, books)
    linked = [*zip(pairs["ims_doc"], pairs["book_doc"], strict=True), *hand]
    wanted = [book for ims, book in dict.fromkeys(linked) if ims == left and right in ("", book)]
    wanted = [book for book in wanted if book in set(books["doc_id"])]
    name = _number(due, left)
    if not wanted:
        other = f" with {_number(books, right)}" if right else ""
        raise ImsError(f"{name} of IMS is not linked{other}", "Nothing is to be taken back.")
    reason = _reason(ask, _WHY_APART)
    apart = [book for book in wanted if (left, book) not in hand]
    made = [_entry(job, APART, due, books, left, book, reason) for book in apart]
    gone = [hand[left, book] for book in wanted if (left, book) in hand]
    lines = [
        ("Kept apart by hand" if book in apart else "Unlinked by hand", _number(books, book), "", reason)
        for book in wanted
    ]
    found = _matched(job, made, gone, left, lines)
    again = [_number(books, book) for book in found.partners if book in wanted]
    following = "Unlink once more keeps them apart." if again else "Link makes the link again."
    told = f"; linked again by the matcher, with {', '.join(again)}" if again else ""
    numbers = ", ".join(_number(books, book) for book in wanted)
    return Outcome(
        f"Unlinked: {name} of IMS and {numbers} of the books, now {found.status}{told}",
        {"unlinked": len(wanted), "kept apart": len(apart)}, found.issues, following,
    )  # fmt: skip


def _pairs_by_hand(links: pd.DataFrame, due: pd.DataFrame, books: pd.DataFrame) -> dict[tuple[str, str], int]:
    """The links made by hand that hold here, as doc_ids, with their id."""
    locked = present(links, due, books).locked
    left, right = due["doc_id"].to_numpy()[locked["ims_row"]], books["doc_id"].to_numpy()[locked["purchase_row"]]
    return dict(zip(zip(left, right, strict=True), locked["id"], strict=True))


class _Found(NamedTuple):
    """What the matcher then says of the document of IMS."""

    status: str
    partners: list[str]
    issues: list[Issue]


def _matched(
    job: Job, made: list[dict[str, str]], gone: list[int], doc_id: str, lines: list[tuple[str, str, str, str]]
) -> _Found:
    """Keep what was said, in the decision log too, and match again: all of it or nothing."""
    book_id = job.identity.book_id
    with job.store.together():
        job.store.links.remove(gone)
        job.store.links.add(made)
        job.store.log.add([(job.at, job.user, book_id, doc_id, *line) for line in lines])
        outcome = run_match(job)
    verdicts = job.store.matches.verdicts(book_id, "ims").set_index("doc_id")
    pairs = job.store.matches.pairs(book_id)
    partners = pairs.loc[pairs["ims_doc"] == doc_id, "book_doc"].tolist()
    return _Found(str(verdicts["status"].get(doc_id, "")), partners, [*job.issues, *outcome.issues])


def _refuse_replaced(job: Job, doc_id: str, name: str) -> None:
    """Raises ImsError for an original that an amended record replaces: links go to that one."""
    verdicts = job.store.matches.verdicts(job.identity.book_id, "ims").set_index("doc_id")
    if amended := str(verdicts["reason"].get(doc_id, "")):
        raise ImsError(f"{name} of IMS is replaced by its amendment {amended}", "Link that one.")


def _ask_settled(job: Job, doc_id: str, name: str) -> None:
    """Ask about a row of the books whose document gave credit in an earlier month."""
    verdicts = job.store.matches.verdicts(job.identity.book_id, "books").set_index("doc_id")
    if str(verdicts["status"].get(doc_id, "")) != SETTLED.status:
        return
    said = f"{name} of the books is settled: {verdicts['reason'][doc_id]}"
    if not job.ui.ask(f"{said}. Link it all the same? Its credit may then be claimed twice."):
        raise ImsError(said, "Choose another row. To link it all the same say yes (command line: --yes).")


def _entry(
    job: Job, kind: str, due: pd.DataFrame, books: pd.DataFrame, left: str, right: str, reason: str
) -> dict[str, str]:
    ims, book = (side[side["doc_id"] == key].iloc[0].to_dict() for side, key in ((due, left), (books, right)))
    return {
        "kind": kind,
        "ims_key": ims_key(ims),
        "ims_doc": left,
        "book_doc": right,
        "reason": reason,
        "at": job.at,
        "user": job.user,
        "book_id": job.identity.book_id,
        "ims_seen": seen(ims),
        "book_seen": seen(book),
    }


def _reason(ask: Ask, question: str) -> str:
    """Raises ImsError when no reason is given."""
    if reason := " ".join(ask(question).split()):
        return reason
    raise ImsError("a reason is wanted", "Say in a few words why (command line: --reason).")


def _number(side: pd.DataFrame, doc_id: str) -> str:
    numbers = side.loc[side["doc_id"] == doc_id, "doc_number"]
    return str(numbers.iloc[0]).strip() or "a document without number" if len(numbers) else doc_id
