"""What the Home sheet warns of: law and money first, then old data and what waits for others."""

from collections.abc import Callable

import pandas as pd

from ims_xl import clock, schema
from ims_xl.decisions.cases import is_unfiled
from ims_xl.decisions.eligibility import BLOCKED
from ims_xl.decisions.reversal_ledger import closing
from ims_xl.gst.reversals import KINDS, OTHER, SUPPLIER_UNFILED
from ims_xl.money import in_rupees, total
from ims_xl.sheets.also_claimed import claimed_elsewhere, twice_text
from ims_xl.sheets.checked import APPROVED, is_current
from ims_xl.sheets.itc import groups
from ims_xl.sheets.match_status import differing
from ims_xl.sheets.names import DOCUMENTS, STATUS_SHEETS
from ims_xl.sheets.next_steps import is_unfinished
from ims_xl.sheets.reversal_lists import LISTS
from ims_xl.sheets.view import View, Warned, when
from ims_xl.wording import age, counted


def warnings(view: View) -> list[Warned]:
    """What the accountant should know before going on, the weightiest first."""
    return [said for tell in _BY_WEIGHT if (said := tell(view)) is not None]


def _unfinished(view: View) -> Warned | None:
    if not is_unfinished(view):
        return None
    return Warned(
        f"The upload of {when(view.live[0][2])} is not over: resume it (Resume upload, or ims-xl resume)", "push"
    )


def _gstr2b_outdated(view: View) -> Warned | None:
    if not len(view.lines) or not view.gstr2b_is_outdated:
        return None
    goes = "gstr2b" if view.gstr2b is not None else ""
    return Warned("Decisions changed after the last GSTR-2B: compute again before 3B", goes)


def _pending_over(view: View) -> Warned | None:
    over = view.lines[view.lines["pending_over"]]
    if not len(over):
        return None
    effect = in_rupees(over["itc_left_pending"].sum())
    text = (
        f"Time for Pending is over: {counted(len(over), 'document')}. Accept or reject; left so, the portal counts "
        f"them as accepted, which changes ITC by {effect}"
    )
    return Warned(text, _sheet_of(view, over))


def _pending_ends(view: View) -> Warned | None:
    lines = view.lines
    soon = lines[lines["pending_until"].notna() & (lines["portal_action"] == "P") & ~lines["pending_over"]]
    soon = soon[soon["pending_until"] <= pd.Timestamp(view.now) + pd.Timedelta(days=7)]
    if not len(soon):
        return None
    return Warned(f"Last day for Pending within a week: {counted(len(soon), 'document')}", _sheet_of(view, soon))


def _credit_ended(view: View) -> Warned | None:
    ended = view.lines[view.lines["credit_ended"]]
    if not len(ended):
        return None
    lost = ended["itc_effect"].fillna(ended["tax"])  # of an amendment the difference, where it is known
    text = (
        f"Credit ended by section 16(4) and no action taken: {counted(len(ended), 'document')}, "
        f"credit {in_rupees(lost.sum())}. They are deemed accepted, but the credit can no longer be claimed"
    )
    return Warned(text, _sheet_of(view, ended))


def _claimed_twice(view: View) -> Warned | None:
    twice = claimed_elsewhere(view.lines)
    if not len(twice):
        return None
    text = f"{twice_text(twice)}. Also in an earlier month, or under another GSTIN; see Why"
    return Warned(text, _sheet_of(view, twice))


def _reversals(view: View) -> Warned | None:
    """What is wrong with the ledger of reversed credit: it decides what may be claimed."""
    held = view.reversals
    if held.unkept:
        return Warned(f"ITC Reversals lacks those of {held.unkept}: Check in that workbook, then here", "itc_reversals")
    if not held.issues:
        return None
    first = held.issues[0]
    more = f"; and {counted(len(held.issues) - 1, 'more finding')}" if len(held.issues) > 1 else ""
    goes = next((one.key for one in LISTS if one.title == first.sheet), "itc_reversals")
    return Warned(f"{first.sheet or 'ITC Reversals'}: {first.reason}{more}", goes)


def _to_reclaim(view: View) -> Warned | None:
    count = len(view.reversals.proposed)
    if not count:
        return None
    return Warned(f"Ready to be reclaimed, it seems: {counted(count, 'document')}. Choose in Reclaim", "itc_reversals")


def _listed_reversals(view: View) -> Warned | None:
    """GSTR-2B lists credit to be reversed, and less of it is on ITC Reversals."""
    if view.gstr2b is None or not any(view.gstr2b.to_reverse):
        return None
    rows = view.reversals.rows
    made = rows[rows["kind"].isin([SUPPLIER_UNFILED.code, OTHER.code])]
    here = [total(made[f"reversed_{tax}"]) for tax in schema.TAXES]
    if all(one >= other for one, other in zip(here, view.gstr2b.to_reverse, strict=True)):
        return None
    listed, held = in_rupees(sum(view.gstr2b.to_reverse)), in_rupees(sum(here))
    text = f"GSTR-2B lists {listed} to be reversed (rule 37A and the like); ITC Reversals holds {held} of it"
    if before := sum(total(made[f"opening_{tax}"]) for tax in schema.TAXES):
        past = in_rupees(before)
        text = f"GSTR-2B lists {listed} to be reversed; ITC Reversals holds {held} of it, and {past} of earlier months"
    return Warned(text, "itc_reversals")


SOON = 60  # days before the section 16(4) date of credit that waits to be reclaimed, and the last day of rule 37A


def _unfiled_3b(view: View) -> Warned | None:
    """Credit of suppliers without GSTR-3B whose last day to be reversed is near, or over: then interest runs."""
    listed = view.reversals.listed
    rows = listed[listed["kind"] == SUPPLIER_UNFILED.code]
    rows = rows[rows["waits"]] if len(rows) else rows
    today = pd.Timestamp(view.now.date())
    near = rows[rows["due"] <= today + pd.Timedelta(days=SOON)] if len(rows) else rows
    if not len(near):
        return None
    late = near["due"] < today
    said = [
        f"{counted(len(part), 'document')}, {in_rupees(total(part[list(schema.TAXES)].sum(axis=1)))}, {when_due}"
        for part, when_due in ((near[late], "late, with interest"), (near[~late], f"by {near['due'].max():%d-%b-%Y}"))
        if len(part)
    ]
    return Warned(f"Rule 37A, no GSTR-3B of the supplier: reverse {'; '.join(said)}", "unfiled_3b")


def _reclaim_ends(view: View) -> Warned | None:
    rows = view.reversals.rows
    if not len(rows):
        return None
    until = view.filing.claim_deadlines(rows["doc_date"])
    left = pd.concat([closing(rows, tax) for tax in schema.TAXES], axis=1).sum(axis=1).round(2)
    unsure = rows["kind"].isin([kind.code for kind in KINDS if kind.limit])
    near = (
        unsure
        & (left > 0)
        & (until <= pd.Timestamp(view.now) + pd.Timedelta(days=SOON))
        & (until >= pd.Timestamp(view.now.date()))
    )
    if not near.any():
        return None
    return Warned(
        f"Section 16(4) date near, {until[near].min():%d-%b-%Y}: {counted(near.sum(), 'document')} reversed for now, "
        f"{in_rupees(left[near].sum())}. Whether it bars a reclaim: see Reclaim after it", "itc_reversals",
    )  # fmt: skip


def _eligibility(view: View) -> Warned | None:
    """Credit that was blocked for the supplier before and is claimed as it stands."""
    lines = view.lines
    found = groups(lines)
    as_before = lines[(found.accepted | found.undecided) & lines["eligibility_suggested"].isin(BLOCKED)]
    if not len(as_before):
        return None
    text = (
        f"Credit blocked for these suppliers before, and not here: {counted(len(as_before), 'document')}, "
        f"{in_rupees(as_before['itc_effect'].sum())}. See Suggested eligibility; Apply suggestions writes it"
    )
    return Warned(text, _sheet_of(view, as_before))


def _refused(view: View) -> Warned | None:
    rows = view.preview[view.preview["decision"] == "Refused"]
    if not len(rows):
        return None
    of_rows = view.lines[view.lines["doc_id"].isin(rows["doc_id"])]
    return Warned(f"Marks refused: {len(rows):,}. See the Restriction column", _sheet_of(view, of_rows))


def _not_approved(view: View) -> Warned | None:
    if not view.company.needs_approval or not (view.lines["mark"] != "").any() or is_current(view, APPROVED):
        return None
    return Warned("The marks as they are now are not approved: upload waits for a second person (Approve)")


def _to_confirm(view: View) -> Warned | None:
    waiting = view.lines[view.lines["to_confirm"]]
    if not len(waiting):
        return None
    text = f"Marks to confirm: {len(waiting):,}. The supplier changed the document; the Action ends with ?"
    return Warned(text, _sheet_of(view, waiting))


def _undecided_notes(view: View) -> Warned | None:
    lines = view.lines
    notes = lines[(lines["doc_type"] == "CN") & (lines["portal_action"] == "N") & (lines["mark"] == "")]
    notes = notes[(notes["itc_effect"] < 0) & (notes["supplier_filed"] != "Not filed")]
    if not len(notes):
        return None
    reduced = in_rupees(-notes["itc_effect"].sum())
    text = f"Credit notes without a decision: {len(notes):,}. They reduce ITC by {reduced} when deemed accepted"
    return Warned(text, _sheet_of(view, notes))


def _effect_unknown(view: View) -> Warned | None:
    unknown = view.lines[view.lines["itc_effect"].isna()]
    if not len(unknown):
        return None
    text = (
        f"Effect on ITC not known, in no total: {counted(len(unknown), 'document')}. See Original and Restriction; "
        "read the GSTR-2B of the original's month"
    )
    return Warned(text, _sheet_of(view, unknown))


def _clock(view: View) -> Warned | None:
    found = clock.finding(view.now, view.sources["at"])
    if found is None or view.closed_at:  # a closed month shows what was true when it was closed
        return None
    return Warned(f"{found.reason[0].upper()}{found.reason[1:]}. Set it: due dates are counted by it")


def _stale(view: View) -> Warned | None:
    portal = view.sources[view.sources["kind"] == "portal"]
    if not len(portal):
        return None
    hours = (view.now - pd.to_datetime(portal["made_at"].iloc[-1])).total_seconds() / 3600
    if hours <= view.company.stale_hours:
        return None
    return Warned(f"The portal data is {age(hours)} old; download it again before you export")


def _newer(view: View) -> Warned | None:
    """Something was read, or came into the month, after the last match."""
    if not (view.comparing and view.run):
        return None
    if view.run.newer:
        return Warned(f"{view.run.newer} was read after the last match; run Let's Match again")
    if view.run.moved:
        moved = counted(view.run.moved, "document")
        return Warned(f"Since the last match {moved} came into this month or left it; run Let's Match again")
    return None


def _other_tolerance(view: View) -> Warned | None:
    text = differing(view) if view.comparing else ""
    return Warned(text, "settings") if text else None


def _not_filed(view: View) -> Warned | None:
    unfiled = view.lines[is_unfiled(view.lines)]
    if not len(unfiled):
        return None
    text = f"Saved by the supplier but not filed: {counted(len(unfiled), 'document')}. No ITC before they are filed"
    return Warned(text, _sheet_of(view, unfiled))


_BY_WEIGHT: tuple[Callable[[View], Warned | None], ...] = (
    _clock,
    _unfinished,
    _gstr2b_outdated,
    _pending_over,
    _credit_ended,
    _claimed_twice,
    _pending_ends,
    _reversals,
    _unfiled_3b,
    _listed_reversals,
    _reclaim_ends,
    _to_reclaim,
    _eligibility,
    _refused,
    _to_confirm,
    _not_approved,
    _undecided_notes,
    _effect_unknown,
    _stale,
    _newer,
    _other_tolerance,
    _not_filed,
)


def _sheet_of(view: View, lines: pd.DataFrame) -> str:
    """The sheet that lists them; of several the first, in the order of the tabs."""
    if not (view.comparing and view.matched):
        return DOCUMENTS.key if not view.comparing else ""
    return next((sheet.key for sheet in STATUS_SHEETS if (lines["status"] == sheet.status).any()), "")
