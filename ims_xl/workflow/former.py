"""What a document said before: of amended records their original, of documents reported again the rejected one."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from ims_xl.decisions.originals import amends
from ims_xl.decisions.snapshot import Snapshot
from ims_xl.decisions.stale import differences
from ims_xl.workflow.hand_links import ims_key

_REJECTED = ("rejected in ", "sent as rejected")


def former_versions(snapshot: Snapshot, left: pd.DataFrame) -> "pd.Series[str]":
    """A sentence for each document of the snapshot that has an earlier version, "" for the others: old -> new values.

    `left`: documents of earlier months that IMS does not hold now (schema.IMS), with `held`, what became of them.
    """
    documents = snapshot.documents
    said = pd.Series("", index=documents.index, dtype="object")
    originals = snapshot.originals
    for row in amends(documents).to_numpy().nonzero()[0].tolist():
        place = int(originals.position[row])
        if place >= 0:
            said[row] = _amended(originals.pool.iloc[place].to_dict(), documents.iloc[row].to_dict())
    rejected = left[left["held"].str.startswith(_REJECTED)]
    former = {ims_key(document): document for document in rejected.to_dict("records")}
    numbers = set(rejected["doc_number"].str.strip().str.upper())
    again = ~amends(documents) & documents["doc_number"].str.strip().str.upper().isin(numbers)
    for row in again.to_numpy().nonzero()[0].tolist():
        document = documents.iloc[row].to_dict()
        if old := former.get(ims_key(document)):
            changed = differences(old, document) or "nothing that counts has changed"
            said[row] = f"Reported again after it was {old['held']}: {changed}."
    return said.astype("str")


def with_former(verdicts: pd.DataFrame, said: "pd.Series[str]") -> pd.DataFrame:
    """The verdicts, rows of the documents first, with these sentences behind their Why."""
    told = said.to_numpy().nonzero()[0]
    verdicts = verdicts.reset_index(drop=True)
    verdicts.loc[told, "why"] = verdicts.loc[told, "why"] + " " + said.iloc[told].to_numpy()
    return verdicts


def _amended(old: Mapping[Any, Any], new: Mapping[Any, Any]) -> str:
    # Only the amended record names an original.
    same = {name: new[name] for name in ("original_number", "original_date")}
    changed = differences({**old, **same}, new) or "nothing that counts has changed"
    return f"Amended, {old['held_in']} held {old['doc_number']}: {changed}."
