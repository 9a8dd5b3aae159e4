"""The documents at one step with all that is known of them, also from other months: taken once and handed on."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from ims_xl import schema
from ims_xl.decisions.cases import dated
from ims_xl.decisions.marks import MARKS
from ims_xl.decisions.originals import Originals, amends, changes, find_originals
from ims_xl.gst import calendar
from ims_xl.gst.filing import MONTHLY, Filing
from ims_xl.gst.periods import find_period, ordinal
from ims_xl.gst.restrictions import RESTRICTIONS, Restriction
from ims_xl.gst.sections import AMENDED_SUPPLIES


def no_originals() -> pd.DataFrame:
    """A frame of originals with no rows: schema.IMS and `held_in`."""
    return schema.empty(schema.IMS).assign(held_in=pd.Series(dtype="str"))


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """What other months tell: `originals` (schema.IMS and `held_in`, where each is known from)
    and `filings` (schema.FILINGS)."""

    originals: pd.DataFrame = field(default_factory=no_originals)
    filings: pd.DataFrame = field(default_factory=lambda: schema.empty(schema.FILINGS))


@dataclass(frozen=True)
class Snapshot:
    """The documents (schema.IMS), their originals, the facts that rules look at (same rows, same order), and the marks.

    `facts`: the documents with
    two_b_period, MMYYYY of the GSTR-2B they fall in; two_b_told, a GSTR-2B tells it;
    original_action, the last known state of the original (deemed acceptance in a finished month is A), "" not known;
    original_in_ims; original_elsewhere, that one falls in another GSTR-2B; periods_told, GSTR-2B tell so;
    same_statement, both fall in one GSTR-2B and the supplier filed the amendment;
    change, up, down or same against the original;
    falls, it lowers the ITC of an accepted original whose GSTR-3B is filed, as far as can be told;
    claim_until, the last day to claim.
    `filing`: how the buyer files; periods are those of its GSTR-2B. `elsewhere`: what other months tell.
    `marks`: columns of marks.MARKS, one a document. `period`: MMYYYY of the workbook. `rules`: those of the company.
    """

    documents: pd.DataFrame
    originals: Originals
    facts: pd.DataFrame
    filing: Filing
    elsewhere: Elsewhere
    marks: pd.DataFrame
    period: str
    today: dt.date
    rules: tuple[Restriction, ...]

    @cached_property
    def dated(self) -> pd.DataFrame:
        """The facts with the days that count for the period, see `cases.dated`.

        Raises ValueError when the snapshot was taken for no period.
        """
        return dated(self.facts, self.period, self.today, self.filing)

    def with_marks(self, marks: pd.DataFrame) -> "Snapshot":
        """The same documents with other marks."""
        other = replace(self, marks=marks)
        if "dated" in self.__dict__:
            other.__dict__["dated"] = self.dated  # days do not follow from marks
        return other

    def originals_of(self, documents: pd.DataFrame) -> Originals:
        """The originals when the documents, the same rows, stand at other actions: those say which version counted."""
        if not self.originals.chosen:
            return self.originals
        then, now = (frame.loc[amends(frame), "portal_action"].tolist() for frame in (self.documents, documents))
        return self.originals if then == now else _originals(documents, self.elsewhere, self.filing)


def take_snapshot(
    documents: pd.DataFrame,
    elsewhere: Elsewhere | None = None,
    filing: Filing = MONTHLY,
    *,
    marks: pd.DataFrame | None = None,
    period: str = "",
    today: dt.date = dt.date.min,
    rules: Iterable[Restriction] = RESTRICTIONS,
) -> Snapshot:
    """Everything that is known of the documents (schema.IMS) of a buyer who files so; `marks`: none when left out.

    `period` and `today` are wanted by what looks at days: checking and suggestions.
    """
    elsewhere = elsewhere or Elsewhere()
    documents = documents.reset_index(drop=True)
    originals = _originals(documents, elsewhere, filing)
    facts = documents.copy()
    facts["two_b_period"], facts["two_b_told"] = two_b(documents, elsewhere.filings, filing)
    in_ims = np.where(originals.present, originals.position, -1)
    facts["original_in_ims"] = originals.present
    facts["original_action"] = _last_action(originals)
    periods, told = (facts[name].to_numpy() for name in ("two_b_period", "two_b_told"))
    same = periods[in_ims] == periods if len(facts) else np.zeros(0, dtype=bool)
    facts["original_elsewhere"] = originals.present & ~same
    facts["periods_told"] = facts["original_elsewhere"] & told & (told[in_ims] if len(facts) else told)
    facts["same_statement"] = originals.together
    facts["change"] = changes(originals).set_axis(facts.index)
    facts["falls"] = _falls(facts, amends(documents) & ~originals.known)
    facts["claim_until"] = filing.claim_deadlines(facts["doc_date"])
    marks = schema.empty(MARKS) if marks is None else marks
    return Snapshot(documents, originals, facts, filing, elsewhere, marks, period, today, tuple(rules))


def _originals(documents: pd.DataFrame, elsewhere: Elsewhere, filing: Filing) -> Originals:
    return find_originals(documents, elsewhere.originals, lambda rows: two_b(rows, elsewhere.filings, filing)[0])


def two_b(
    documents: pd.DataFrame, filings: pd.DataFrame, filing: Filing = MONTHLY
) -> "tuple[pd.Series[str], pd.Series[bool]]":
    """The GSTR-2B each document falls in, and whether one that was read tells it.

    All documents of one GSTR-1 or IFF are filed on one day, so one of them in a GSTR-2B tells it of the others, see
    `_told`. The rest is taken by the supplier's period, GSTR-1A one later. Source: the portal's GSTR-2B FAQ (filing
    windows).
    """
    guess = filing.two_b_periods(documents)
    keys = pd.MultiIndex.from_frame(documents[["supplier_gstin", "supplier_period"]])
    known = filings.drop_duplicates(["supplier_gstin", "supplier_period"])
    rows = zip(known["gstr2b_period"], known["supplier_period"], known["filed_on"], strict=True)
    answers = pd.Series([_told(*row, filing) for row in rows], dtype="object")
    answers.index = pd.MultiIndex.from_frame(known[["supplier_gstin", "supplier_period"]])
    told = pd.Series(answers.reindex(keys).to_numpy(dtype=object), index=documents.index)
    told = told.where(told.notna() & (documents["source_form"] != "R1A"), "").astype("str")
    return guess.where(told == "", told).astype("str"), told != ""


def _told(listed: str, supplier_period: str, filed_on: pd.Timestamp, filing: Filing) -> str:
    """The GSTR-2B of a return, one document of which is listed in a GSTR-2B; "" where that does not tell it.

    A document that had been pending is listed later than the others, so the day of filing decides. Whether the supplier
    files by the quarter, with a window two days later, is not known.
    """
    listed, period = filing.two_b(listed), find_period(supplier_period)
    if pd.isna(filed_on) or not period:
        return listed
    filed = {
        filing.two_b(calendar.filed_for(filed_on.date(), period, quarterly=quarterly, extensions=filing.extensions))
        for quarterly in (False, True)
    }
    if all(ordinal(listed) > ordinal(one) for one in filed):
        return filed.pop() if len(filed) == 1 else ""
    return listed


def _last_action(originals: Originals) -> "np.ndarray[Any, np.dtype[np.object_]]":
    actions = originals.actions
    found = actions[originals.position] if len(originals.position) else actions[:0]
    return np.where(originals.known, found, "")


def _falls(facts: pd.DataFrame, unknown: "pd.Series[bool]") -> "pd.Series[bool]":
    """The portal's flag is only a hint, and only where the original is not known. Source: GSTN advisory 624."""
    supplies = facts["section"].isin(AMENDED_SUPPLIES)
    seen = (facts["change"] == "down") & (facts["original_action"] == "A") & ~facts["original_in_ims"]
    falls: pd.Series[bool] = (supplies & (seen | (unknown & facts["itc_reduction_asked"]))).astype("bool")
    return falls
