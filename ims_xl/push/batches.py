"""Decisions cut into requests the portal takes, in the order it wants them."""

import json
from collections.abc import Iterator, Mapping

import pandas as pd

from ims_xl import schema
from ims_xl.decisions.marks import MARKS
from ims_xl.decisions.sending import Plan, plan
from ims_xl.decisions.snapshot import take_snapshot
from ims_xl.gst.sections import SECTIONS
from ims_xl.gstn.upload_rules import check_decisions
from ims_xl.gstn.wire import Variant, write_records
from ims_xl.push.journal import DECISION, Batch, Request

MAX_RECORDS = 1_000  # a request; source: practice of public clients, the portal names no limit
MAX_BYTES = 3_000_000  # of JSON a request; the portal takes 4 MB

_TURNS: tuple[Request, ...] = ("SAVE", "SAVE", "RESET", "RESET")
_AMENDING = [section.key for section in SECTIONS.values() if section.amends]


def make_batches(
    send: pd.DataFrame,
    gstin: str,
    variant: Variant,
    *,
    max_records: int = MAX_RECORDS,
    max_bytes: int = MAX_BYTES,
) -> list[Batch]:
    """Requests for what a plan sends: saves before resets, originals before the records that amend them.

    `prev_status` is the action in `portal_action`, so the documents must be fresh. Raises ImsError when the portal
    would refuse a decision.
    """
    check_decisions(send, gstin)
    resets, amends = send["new_action"] == "N", send["section"].isin(_AMENDING)
    turns = resets.astype("int64") * 2 + amends.astype("int64")
    return [
        Batch(turn, request, _wanted(part), {"rtin": gstin, "reqtyp": request, "invdata": records})
        for turn, request in enumerate(_TURNS)
        for part, records in _parts(send[turns == turn], request, variant, max_records, max_bytes)
    ]


def missing(wanted: pd.DataFrame, documents: pd.DataFrame) -> Plan:
    """What of `wanted` the portal, holding these documents, does not have yet."""
    return plan(take_snapshot(documents), schema.conform(wanted, MARKS))


def halves(send: pd.DataFrame) -> list[pd.DataFrame]:
    """What a plan sends in two parts, in its order; one row stays alone."""
    middle = -(-len(send) // 2)
    return [part.reset_index(drop=True) for part in (send.iloc[:middle], send.iloc[middle:]) if len(part)]


def _parts(
    rows: pd.DataFrame, request: Request, variant: Variant, most: int, size: int
) -> Iterator[tuple[pd.DataFrame, Mapping[str, object]]]:
    for start in range(0, len(rows), most):
        part = rows.iloc[start : start + most]
        records = write_records(part, variant, request=request, prev_status=True)
        if len(part) > 1 and len(json.dumps(records)) > size:
            yield from _parts(part, request, variant, -(-len(part) // 2), size)
        else:
            yield part, records


def _wanted(rows: pd.DataFrame) -> pd.DataFrame:
    names = {f"new_{name}": name for name in DECISION}
    return rows[["doc_id", "fingerprint", *names]].rename(columns=names).reset_index(drop=True)
