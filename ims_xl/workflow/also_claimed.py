"""Credit that was taken elsewhere too: in an earlier month, or under another GSTIN whose data is on this computer."""

from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

import pandas as pd

from ims_xl import schema
from ims_xl.decisions.cases import is_unfiled
from ims_xl.decisions.eligibility import BLOCKED
from ims_xl.decisions.gstr2b import gives_credit
from ims_xl.gst import periods
from ims_xl.gst.gstin import pan
from ims_xl.issues import ImsError, Issue
from ims_xl.sheets.also_claimed import claim_issues
from ims_xl.store import Store, Workbook, other_stores, read_store
from ims_xl.tolerance import Tolerance
from ims_xl.wording import counted
from ims_xl.workflow.earlier import (
    documents_of,
    earlier_statements,
    earlier_workbooks,
    one_a_period,
    with_statements,
)
from ims_xl.workflow.job import Job

_SEEN = [column.name for column in schema.SHARED] + ["section", "held", "rank"]
_COUNTS = ("accepted in ", "deemed accepted in ", "in IMS of ")
"""Begin what became of a document whose credit was taken there, or is when nothing is done."""


def look_for_claims(job: Job) -> list[Issue]:
    """Look where else the credit of the documents due was taken, keep it for the sheets, and tell it.

    What gave no credit there (rejected, pending, ineligible) is no claim, and an amended record, which replaces its
    original, is compared with nothing. A closed month stays as it is.
    """
    unread = [] if job.closed_at else _find(job)
    return [*claim_issues(job.view().view.lines), *unread]


def _find(job: Job) -> list[Issue]:
    """Keep where else documents were claimed; gives the stores that could not be looked at."""
    store, identity, paths = job.store, job.identity, other_stores(job.store)
    settings = f"{job.filing} {job.company.tolerance}"
    made_of = " ".join([store.also_claimed.data(), settings, *map(_written, paths)])
    if store.also_claimed.is_of(identity.book_id, made_of):
        return []
    due = job.due(job.documents())
    suppliers = sorted(set(due["supplier_gstin"]) - {""})
    near, unread = _with_the_same_numbers(paths if suppliers else (), due, suppliers)
    found = [_of_earlier_months(job)]
    for path in near:
        try:
            with closing(read_store(path)) as other:
                found += _of_another(other, path.stem, identity.gstin, suppliers)
        except ImsError as error:
            unread.append(f"{path.stem} ({error.issue.reason})")
    said = _where(due, pd.concat([one[_SEEN] for one in found], ignore_index=True), job.company.tolerance)
    store.also_claimed.replace(identity.book_id, said, made_of if not unread else "")
    return _unread(unread)


def _with_the_same_numbers(
    paths: Sequence[Path], due: pd.DataFrame, suppliers: Sequence[str]
) -> tuple[list[Path], list[str]]:
    """The stores with a document of the same supplier and number, and those that cannot be read."""
    whose: list[Path] = []
    numbers: list[tuple[str, str]] = []
    unread = []
    for path in paths:
        try:
            with closing(read_store(path)) as other:
                there = other.also_claimed.numbers_of(suppliers)
        except ImsError as error:
            unread.append(f"{path.stem} ({error.issue.reason})")
        else:
            whose += [path] * len(there)
            numbers += there
    if not numbers:
        return [], unread
    from ims_xl.matching.held import may_be_held

    same = may_be_held(due, numbers)
    return list(dict.fromkeys(path for path, held in zip(whose, same, strict=True) if held)), unread


def _written(path: Path) -> str:
    """A store and when it was written last, what waits beside it included."""
    files = [file for file in (path, path.with_name(f"{path.name}-wal")) if file.is_file()]
    return " ".join([path.name, *(f"{file.stat().st_mtime_ns} {file.stat().st_size}" for file in files)])


def _where(due: pd.DataFrame, others: pd.DataFrame, tolerance: Tolerance) -> dict[str, str]:
    """doc_id -> where else, one place for each other GSTIN; `others`: `_SEEN`, the surest of a GSTIN first."""
    if not (len(due) and len(others)):
        return {}
    from ims_xl.matching.held import held_too  # a click on Check waits for what is imported

    pairs = held_too(due, others, tolerance)
    pairs["doc_id"] = due["doc_id"].to_numpy()[pairs["row"]]
    pairs = pairs.join(others[["held", "rank"]], on="other").sort_values(["row", "rank", "other"], kind="stable")
    pairs = pairs.drop_duplicates(["row", "rank"])
    words = pairs["held"].where(pairs["agree"], pairs["held"] + ", with other amounts")
    said = words.groupby(pairs["doc_id"], sort=False).agg(lambda texts: "Also " + ", and ".join(texts))
    return {str(doc_id): str(text) for doc_id, text in said.items()}


def _of_earlier_months(job: Job) -> pd.DataFrame:
    store, identity = job.store, job.identity
    before = earlier_workbooks(store, identity.book_id, identity.period)
    left = documents_of(store, before, job.documents())
    listed = earlier_statements(store, identity.book_id, before, job.filing.two_b(identity.period))
    rows = with_statements(_claimed(left), listed[gives_credit(listed)])
    return _with_words(rows).assign(rank="")


def _of_another(store: Store, gstin: str, own: str, suppliers: Sequence[str]) -> Iterator[pd.DataFrame]:
    """What another GSTIN claims of these suppliers, by its IMS, its GSTR-2B and its books; `rank` is that GSTIN."""
    books = one_a_period(store, "")
    ids = [book.book_id for book in books]
    held = documents_of(store, books, schema.empty(schema.IMS), suppliers)
    listed = store.statements.of_suppliers(ids, suppliers)
    whose = f"under {gstin} ({'same PAN' if pan(gstin) == pan(own) != '' else 'another company'}): "
    portal = with_statements(_claimed(held), listed[gives_credit(listed)])
    for rows in (_with_words(portal), _booked(store, books, suppliers)):
        yield rows.assign(held=whose + rows["held"].astype("object"), rank=gstin)


def _claimed(held: pd.DataFrame) -> pd.DataFrame:
    """Of documents (schema.IMS and `held`) those whose credit was taken, or is when nothing is done."""
    return held[held["held"].str.startswith(_COUNTS) & ~is_unfiled(held)]


def _booked(store: Store, books: Sequence[Workbook], suppliers: Sequence[str]) -> pd.DataFrame:
    rows = store.registers.of_suppliers([book.book_id for book in books], suppliers)
    rows = rows[~rows["eligibility"].isin(BLOCKED) & (rows["family"] != "deleted")]
    labels = {book.book_id: f"in the books of {periods.label(book.period)}" for book in books}
    return rows.assign(section="", held=rows["book_id"].map(labels).astype("object"))


def _with_words(rows: pd.DataFrame) -> pd.DataFrame:
    """Documents (schema.GSTR2B) with `held`, where they were: of those of GSTR-2B its month."""
    held = rows["held"] if "held" in rows else pd.Series("", index=rows.index)
    of_statement = "in GSTR-2B of " + rows["gstr2b_period"].map(periods.label).astype("object")
    return rows.assign(held=held.fillna("").astype("object").mask(held.fillna("") == "", of_statement))


def _unread(names: Sequence[str]) -> list[Issue]:
    if not names:
        return []
    reason = f"{counted(len(names), 'other GSTIN')} could not be looked at for credit claimed twice"
    return [Issue("note", reason, "Open a workbook of it once, then check again.", value="; ".join(names))]
