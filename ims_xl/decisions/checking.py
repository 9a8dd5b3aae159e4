"""The marks against the restrictions: which may be sent, which not, and what else to know."""

from typing import NamedTuple

import pandas as pd

from ims_xl import schema
from ims_xl.decisions.cases import with_marks
from ims_xl.decisions.marks import of_documents
from ims_xl.decisions.snapshot import Snapshot
from ims_xl.decisions.stale import CHANGED, GONE
from ims_xl.gst.actions import LABELS, Action, is_open
from ims_xl.gst.restrictions import CLAIMS, FOUND, RESTRICTIONS, findings, nothing_found

_REASONS = {rule.code: rule.reason for rule in RESTRICTIONS} | {"stale": CHANGED, "gone": GONE}


class Checked(NamedTuple):
    """Marks that may be sent (`allowed`, columns as given), and what the rules say.

    `refused`, `advice`, `unmarked`: doc_id, action, code, severity, reason, remedy; one row a document and rule.
    `unmarked`: of documents without a mark, whose credit is lost by what the portal holds, deemed acceptance too.
    """

    allowed: pd.DataFrame
    refused: pd.DataFrame
    advice: pd.DataFrame
    unmarked: pd.DataFrame

    @property
    def texts(self) -> "pd.Series[str]":
        """doc_id -> text for its Restriction cell: what is refused, then what to know."""
        labels = {action.value: label for action, label in LABELS.items()}
        refused = self.refused["action"].map(labels).astype("str") + " refused: " + self.refused["reason"]
        advice = pd.concat([self.advice, self.unmarked], ignore_index=True)
        advised = advice["reason"].str[:1].str.upper() + advice["reason"].str[1:]
        every = pd.concat([refused, advised], ignore_index=True)
        doc_ids = pd.concat([self.refused["doc_id"], advice["doc_id"]], ignore_index=True)
        return every.groupby(doc_ids, sort=False).agg(". ".join).astype("str")

    @property
    def counts(self) -> pd.DataFrame:
        """code, severity, reason, documents: how often each rule spoke, refusals first, the most frequent on top."""
        every = pd.concat([self.refused, self.advice], ignore_index=True)
        found = every.groupby(["code", "severity"], as_index=False).agg(documents=("doc_id", "size"))
        found["reason"] = found["code"].map(_REASONS).astype("str")
        found = found.sort_values(["severity", "documents", "code"], ascending=[False, False, True], ignore_index=True)
        return found[["code", "severity", "reason", "documents"]]


def check(snapshot: Snapshot) -> Checked:
    """What may be done with the marks on the documents as IMS has them now, by the rules of the company."""
    marks = snapshot.marks
    cases = schema.once(snapshot.dated)
    current = marks["doc_id"].map(schema.by_doc_id(cases, "fingerprint"))
    gone = current.isna()
    stale = ~gone & (marks["stale"] | (current != marks["fingerprint"]))
    found = findings(with_marks(cases, marks[~gone & ~stale]), snapshot.rules)
    refused = found[found["severity"] == "refusal"]
    if (gone | stale).any():
        outdated = [
            _own(marks[gone], "gone", GONE, "Clear the action."),
            _own(marks[stale], "stale", CHANGED, "Look at it and choose the action again."),
        ]
        refused = pd.concat([*outdated, refused], ignore_index=True)
    advice = found[(found["severity"] == "advice") & ~found["doc_id"].isin(refused["doc_id"])]
    allowed = marks[~marks["doc_id"].isin(refused["doc_id"])].reset_index(drop=True)
    left = cases[~cases["doc_id"].isin(marks["doc_id"]) & (cases["supplier_filed"] != "Not filed")]
    return Checked(allowed, refused.reset_index(drop=True), advice.reset_index(drop=True), _unmarked(left))


def _unmarked(cases: pd.DataFrame) -> pd.DataFrame:
    """What section 16(4) says of documents as the portal holds them."""
    near = cases[(cases["claim_until"] < cases["next_3b_due"]) | (cases["claim_until"] < cases["claimed_from"])]
    if near.empty:
        return nothing_found()
    held = near["portal_action"].mask(is_open(near["portal_action"]), Action.NO_ACTION.value)
    return findings(with_marks(near, of_documents(near, held)), CLAIMS)


def _own(marks: pd.DataFrame, code: str, reason: str, remedy: str) -> pd.DataFrame:
    detailed = marks["stale_reason"].where(
        marks["stale_reason"].isin(["", reason]), reason + " (" + marks["stale_reason"] + ")"
    )
    found = pd.DataFrame({"doc_id": marks["doc_id"], "action": marks["action"]})
    found["code"], found["severity"], found["remedy"] = code, "refusal", remedy
    found["reason"] = detailed.where(detailed != "", reason)
    return found[list(FOUND)].astype("str")
