"""Which marks were checked and exported last, so that Home knows whether anything was marked since."""

import hashlib
import json

import pandas as pd

from ims_xl import schema
from ims_xl.decisions.cells import text
from ims_xl.inputs import BY_NAME, DECLARED
from ims_xl.sheets.view import View, when

CHECKED, APPROVED, EXPORTED = "Checked", "Approved", "Exported"
_SENT = [BY_NAME[column.name] for column in schema.DECISION]


def marks_digest(lines: pd.DataFrame) -> str:
    """Sixteen hex digits over what is typed on the lines and goes to the portal, whatever their order."""
    typed = pd.DataFrame({one.name: lines[one.typed].map(text).astype("object") for one in _SENT}, index=lines.index)
    for name in DECLARED:
        typed[name] = typed[name].str.replace(",", "")
    rows = typed.assign(doc_id=lines["doc_id"].astype("object"))[(typed != "").any(axis=1)]
    return hashlib.sha256(json.dumps(sorted(rows.to_numpy().tolist())).encode()).hexdigest()[:16]


def basis(view: View) -> str:
    """How the decision log names the marks as they are now."""
    return f"marks {marks_digest(view.lines)}"


def approval(view: View) -> str:
    """Who approved the marks last, when, and whether they were changed since; "" when nobody did."""
    lines = view.decisions[view.decisions["event"] == APPROVED]
    if not len(lines):
        return ""
    last = lines.iloc[-1]
    since = "" if is_current(view, APPROVED) else "; marks were changed since"
    return f"{last['after']}, {when(str(last['at']))}{since}"


def is_current(view: View, event: str) -> bool:
    """Whether that event came last with the marks as they are now."""
    lines = view.decisions[view.decisions["event"] == event]
    return bool(len(lines) and str(lines["basis"].iloc[-1]).endswith(basis(view)))
