"""Which documents are open to be matched, and what the others are."""

import numpy as np
import pandas as pd

from ims_xl.gst.outside_ims import UNMATCHED_FAMILIES
from ims_xl.gst.periods import label
from ims_xl.gst.sections import SECTIONS
from ims_xl.issues import ImsError
from ims_xl.matching.candidates import Candidates, join
from ims_xl.matching.codes import combine, mix, repeated
from ims_xl.matching.documents import NONE, Documents, Flags, Ints, Texts, all_of
from ims_xl.tolerance import Tolerance


def pairs_by_hand(documents: Documents, links: pd.DataFrame | None) -> Candidates:
    """Pairs that a person linked or unlinked, as rows of `documents`.

    Raises ImsError for a position outside the tables.
    """
    if links is None or links.empty:
        nothing = np.empty(0, dtype=np.int64)
        return Candidates(nothing, nothing)
    left = links["ims_row"].to_numpy(dtype=np.int64)
    right = links["purchase_row"].to_numpy(dtype=np.int64)
    n_books = documents.size - documents.n_left
    outside = (left < 0) | (left >= documents.n_ims) | (right < 0) | (right >= n_books)
    if outside.any():
        raise ImsError(
            "a link made by hand points to a row that is not there",
            "Match again from the present download and register, then repeat the link.",
            value=f"IMS row {left[outside][0]}, purchase row {right[outside][0]}",
        )
    return Candidates(left, right + documents.n_left)


def notes_by_hand(links: pd.DataFrame | None) -> Texts:
    """What was written beside each link made or taken back by hand; "" where nothing was."""
    if links is None or links.empty or "note" not in links:
        return np.full(0 if links is None else len(links), "", dtype=np.object_)
    return links["note"].to_numpy(dtype=np.object_)


def check_links(documents: Documents, linked: Candidates) -> None:
    """Raise ImsError when links made by hand contradict each other or a link taken back."""
    books = pd.Series(linked.right - documents.n_left)
    if books.duplicated().any():
        raise ImsError(
            "one book row is linked by hand to two IMS documents",
            "Take one of the two links back.",
            value=f"purchase row {books[books.duplicated()].iloc[0]}",
        )
    both = documents.is_unlinked(*linked)
    if both.any():
        raise ImsError(
            "one pair is both linked and unlinked by hand",
            "Take one of the two back.",
            value=f"IMS row {linked.left[both][0]}, purchase row {books[both].iloc[0]}",
        )


def first_of(key: Ints, usable: Flags, preferred: Flags, order: Ints) -> Ints:
    """For each usable row the row that stands for its key: a preferred one, then the first by content; else itself."""
    chosen = np.arange(len(key))
    several = np.flatnonzero(repeated(key, usable, len(key)))
    ranked = several[np.lexsort((several, order[several], ~preferred[several]))]
    _, first, place = np.unique(key[ranked], return_index=True, return_inverse=True)
    chosen[ranked] = ranked[first][place]
    return chosen


def repeats(documents: Documents, linked: Flags) -> Flags:
    """Rows that repeat another row of their side in every detail, beside the one that stands for them."""
    chosen = first_of(documents.identity, documents.plain != NONE, linked, documents.order)
    return np.asarray(chosen != np.arange(documents.size), dtype=bool)


def duplicates(documents: Documents, linked: Flags) -> Ints:
    """For each unlinked book row the row it books a second time (position among all documents), or NONE.

    Same supplier or port, own GSTIN, type, letters and digits of the number, day and amounts.
    """
    books = documents.books
    names = ("gstin", "kind", "plain", "own", "port", "day")
    fields = [getattr(documents, name)[books] for name in names]
    key = mix(*fields, *documents.amounts[books].T)
    usable = (fields[0] != NONE) & (fields[2] != NONE)
    chosen = first_of(key, usable, linked[books], documents.order[books]) + documents.n_left
    found = np.full(documents.size, NONE, dtype=np.int64)
    found[books] = np.where(linked[books] | (chosen == np.arange(documents.n_left, documents.size)), NONE, chosen)
    return found


def never_matched(documents: Documents) -> Flags:
    """Book rows of families without a counterpart in IMS."""
    return documents.columns["family"].where(lambda family: family in UNMATCHED_FAMILIES or family == "deleted")


def amending(documents: Documents) -> Ints:
    """For each document of IMS or of earlier months the amended record in IMS that replaces it (row), or NONE."""
    found = np.full(documents.size, NONE, dtype=np.int64)
    section = documents.columns["section"]
    names = {name: place for place, name in enumerate(SECTIONS)}
    amends = [SECTIONS[name].amends if name in SECTIONS else "" for name in section.distinct]
    rows = np.arange(documents.size)
    own, replaced = (
        np.where(side, np.array([names.get(name, NONE) for name in keys], dtype=np.int64)[section.codes], NONE)
        for side, keys in ((rows < documents.n_left, section.distinct), (rows < documents.n_ims, amends))
    )
    number = np.where(documents.original_written == NONE, documents.written, documents.original_written)
    new = np.flatnonzero(replaced != NONE)
    old = np.flatnonzero((own != NONE) & np.isin(documents.gstin, documents.gstin[new]))
    key = combine(
        np.concatenate([documents.gstin[new], documents.gstin[old]]),
        np.concatenate([replaced[new], own[old]]),
        np.concatenate([number[new], documents.written[old]]),
    )
    amended, original = join(key[: len(new)], key[len(new) :], 400)
    amended, original = new[amended], old[original]
    day = documents.original_day[amended]
    same_day = (day == NONE) | (day == documents.day[original])
    amended, original = amended[same_day], original[same_day]
    ranked = np.argsort(documents.order[amended], kind="stable")
    found[original[ranked]] = amended[ranked]
    return found


def superseded(documents: Documents, replaced_by: Ints) -> Texts:
    """For each document of IMS the number of the amended record that replaces it (see `amending`), or ""."""
    texts = np.full(documents.size, "", dtype=np.object_)
    rows = np.flatnonzero(replaced_by[: documents.n_ims] != NONE)
    numbers = [text.strip() for text in documents.columns["doc_number"].texts(replaced_by[rows])]
    texts[rows] = np.array(numbers, dtype=np.object_)
    return texts


def held_where(documents: Documents, rows: Ints) -> list[str]:
    """Where an earlier document was held: as `held` says, else `in GSTR-2B of Aug-2026`."""
    held_as, periods = (documents.columns[name].texts(rows) for name in ("held", "gstr2b_period"))
    return [held or f"in GSTR-2B of {label(period)}" for held, period in zip(held_as, periods, strict=True)]


def alike(documents: Documents, number: Ints, tolerance: Tolerance) -> tuple[Candidates, Flags]:
    """Documents of IMS and earlier ones of one supplier, type, number and financial year; which agree in amounts.

    `number`: one of the forms. An unknown date agrees with every year. Amended records are left out.
    """
    listed = slice(0, documents.n_left)
    key = combine(documents.gstin[listed], documents.kind[listed], number[listed])
    key[documents.amends[listed]] = NONE
    left, right = join(key[: documents.n_ims], key[documents.n_ims :], 400)
    right = right + documents.n_ims
    year = documents.fiscal_year
    same = (year[left] == year[right]) | (documents.day[left] == NONE) | (documents.day[right] == NONE)
    left, right = left[same], right[same]
    gap = np.abs(documents.amounts[left] - documents.amounts[right])
    limits = tolerance.limits(np.maximum(documents.amounts[left], documents.amounts[right]))
    agree = all_of((gap <= limits) & documents.known[left] & documents.known[right])
    return Candidates(left, right), agree


def claimed_twice(documents: Documents, tolerance: Tolerance) -> tuple[Texts, Flags]:
    """For each IMS document where it was held earlier too (`held_where`), or ""; and which earlier rows do.

    Same supplier, type, letters and digits of the number, financial year and amounts. Amended records are left out:
    their original is expected there.
    """
    texts = np.full(documents.size, "", dtype=np.object_)
    twins = np.zeros(documents.size, dtype=bool)
    (left, right), agree = alike(documents, documents.plain, tolerance)
    left, right = left[agree], right[agree]
    twins[right] = True
    if len(right):
        texts[left] = held_where(documents, right)
    return texts, twins
