"""What the Home sheet warns of."""

import pandas as pd

from ims_xl.decisions.cases import is_unfiled
from ims_xl.money import in_rupees
from ims_xl.sheets.match_status import differing
from ims_xl.sheets.next_steps import is_unfinished
from ims_xl.sheets.view import View, when
from ims_xl.wording import counted


def warnings(view: View) -> list[str]:
    """What the accountant should know before going on."""
    found = []
    portal = view.sources[view.sources["kind"] == "portal"]
    if len(portal):
        age = (view.now - pd.to_datetime(portal["made_at"].iloc[-1])).total_seconds() / 3600
        if age > view.company.stale_hours:
            found.append(f"The portal data is {_age(age)} old; download it again before you export")
        if view.comparing and view.run and view.run.newer:
            found.append(f"{view.run.newer} was read after the last match; run Let's Match again")
    if view.comparing and view.run and view.run.moved and not view.run.newer:
        moved = counted(view.run.moved, "document")
        found.append(f"Since the last match {moved} came into this month or left it; run Let's Match again")
    if view.comparing and (text := differing(view)):
        found.append(text)
    lines = view.lines
    if not len(lines):
        return found
    found += _unfinished(view)
    if view.gstr2b_is_outdated:
        found.append("Decisions changed after the last GSTR-2B: compute again before 3B")
    if waiting := int(lines["to_confirm"].sum()):
        found.append(f"Marks to confirm: {waiting:,}. The supplier changed the document; the Action ends with ?")
    if refused := int((view.preview["decision"] == "Refused").sum()):
        found.append(f"Marks refused: {refused:,}. See the Restriction column")
    undecided = (lines["doc_type"] == "CN") & (lines["portal_action"] == "N") & (lines["mark"] == "")
    undecided &= (lines["itc_effect"] < 0) & (lines["supplier_filed"] != "Not filed")
    if notes := int(undecided.sum()):
        reduced = in_rupees(-lines.loc[undecided, "itc_effect"].sum())
        found.append(f"Credit notes without a decision: {notes:,}. They reduce ITC by {reduced} when deemed accepted")
    if unknown := int(lines["itc_effect"].isna().sum()):
        found.append(
            f"Effect on ITC not known, in no total: {counted(unknown, 'document')}. See Original and Restriction; read "
            "the GSTR-2B of the original's month"
        )
    ended = lines.loc[lines["credit_ended"], ["itc_effect", "tax"]]
    if len(ended):
        lost = ended["itc_effect"].fillna(ended["tax"])  # of an amendment the difference, where it is known
        found.append(
            f"Credit ended by section 16(4) and no action taken: {counted(len(ended), 'document')}, "
            f"credit {in_rupees(lost.sum())}. They are deemed accepted, but the credit can no longer be claimed"
        )
    if twice := int((lines["warning"] != "").sum()):
        found.append(f"Also in an earlier GSTR-2B: {counted(twice, 'document')}. Credit may be claimed twice; see Why")
    if over := int(lines["pending_over"].sum()):
        effect = in_rupees(lines["itc_left_pending"].sum())
        found.append(
            f"Time for Pending is over: {counted(over, 'document')}. Accept or reject; left so, the portal counts them "
            f"as accepted, which changes ITC by {effect}"
        )
    within_a_week = lines["pending_until"] <= pd.Timestamp(view.now) + pd.Timedelta(days=7)
    if soon := int((within_a_week & (lines["portal_action"] == "P") & ~lines["pending_over"]).sum()):
        found.append(f"Last day for Pending within a week: {counted(soon, 'document')}")
    if unfiled := int(is_unfiled(lines).sum()):
        found.append(
            f"Saved by the supplier but not filed: {counted(unfiled, 'document')}. No ITC before they are filed"
        )
    return found


def _unfinished(view: View) -> list[str]:
    """An upload that was begun and is not over."""
    if is_unfinished(view):
        return [f"The upload of {when(view.live[0][2])} is not over: resume it (Resume upload, or ims-xl resume)"]
    return []


def _age(hours: float) -> str:
    return f"{hours / 24:.0f} days" if hours >= 48 else f"{hours:.0f} hours"
