"""Decisions that are not on the portal and not in the upload, counted in words: the rest must not pass for all."""

from collections.abc import Collection, Mapping

from ims_xl.decisions.sending import SAME
from ims_xl.workflow.viewing import Gathered

_WORDS = {
    "unconfirmed": ("reject was not confirmed and is not sent", "rejects were not confirmed and are not sent"),
    "not chosen": ("decision was not chosen to be sent", "decisions were not chosen to be sent"),
    "Refused": ("mark is refused", "marks are refused"),
    "To confirm": ("mark is to be confirmed", "marks are to be confirmed"),
    "Left out": ("decision is left out, see Push to GSTN", "decisions are left out, see Push to GSTN"),
    "Upload": ("decision is not sent yet", "decisions are not sent yet"),
}


def unsent(
    gathered: Gathered, sent: Collection[str], *, unconfirmed: Collection[str] = (), not_chosen: Collection[str] = ()
) -> dict[str, int]:
    """How many decisions the portal lacks beside those in `sent` (doc_ids), by cause: the keys of `in_words`.

    `unconfirmed`: rejects to which nobody said yes. `not_chosen`: their action was not among those to send.
    """
    preview = gathered.view.preview
    rest = preview[~preview["doc_id"].isin(set(sent)) & (preview["reason"] != SAME)]
    why = rest["decision"].mask(rest["doc_id"].isin(set(not_chosen)), "not chosen")
    why = why.mask(rest["doc_id"].isin(set(unconfirmed)), "unconfirmed")
    counts = why.value_counts()
    return {cause: int(counts[cause]) for cause in _WORDS if cause in counts}


def in_words(counts: Mapping[str, int]) -> str:
    """`2 marks are refused, 1 mark is to be confirmed`; "" when there are none."""
    return ", ".join(f"{count:,} {_WORDS[cause][count != 1]}" for cause, count in counts.items())
