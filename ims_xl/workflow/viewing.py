"""Gathers what the sheets show: documents beside books, marks, restrictions, suggestions, what would be sent."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

import pandas as pd

from ims_xl.decisions.cases import dated, facts, is_unfiled
from ims_xl.decisions.checking import Checked, check
from ims_xl.decisions.effect import itc_effect
from ims_xl.decisions.sending import SAME, Plan, after, plan
from ims_xl.decisions.suggestions import suggest
from ims_xl.gst import calendar
from ims_xl.gst.restrictions import RESTRICTIONS, Restriction
from ims_xl.money import indian
from ims_xl.settings import Company
from ims_xl.store import Store
from ims_xl.workbook import lines as joining
from ims_xl.workbook.identity import Identity
from ims_xl.workbook.reading import text
from ims_xl.workbook.view import View, when
from ims_xl.workflow import ledger
from ims_xl.workflow.live_steps import live_steps
from ims_xl.workflow.statement import is_outdated, statement_of

_STATES = {"A": "Accepted", "R": "Rejected", "P": "Pending", "N": "No action"}


@dataclass(frozen=True)
class Gathered:
    """The view, and the findings behind it that steps report."""

    view: View
    checked: Checked
    plan: Plan


def gather(
    store: Store,
    identity: Identity,
    company: Company,
    cells: pd.DataFrame,
    follow_ups: pd.DataFrame,
    own: pd.DataFrame,
    shown_type: str,
    now: dt.datetime,
    *,
    rules: Sequence[Restriction],
    by_file: bool,
) -> Gathered:
    """Everything there is to show of a workbook now, by the company's `rules`; `by_file`: uploads go by file."""
    book_id, period = identity.book_id, identity.period
    everything = store.portal.documents()
    due = everything[calendar.due_in(everything, period)].reset_index(drop=True)
    books = store.registers.of(book_id)
    register = tuple(str(name) for name in books.columns[len(joining.BOOK_COLUMNS) + 1 :])
    books = books.rename(columns={name: _REGISTER + name for name in register})
    marks = ledger.usable_marks(cells[cells.index.isin(set(due["doc_id"]))], due)
    checked = check(due, marks, period, now.date(), rules=rules)
    planned = plan(due, checked.allowed, accepted_only=company.upload_rows == "Accepted only", by_file=by_file)
    run = store.matches.last_run(book_id)
    lines = joining.document_lines(due, books, store.matches.pairs(book_id), store.matches.verdicts(book_id, "ims"))
    lines = _with_cells(lines, cells)
    lines = _with_decisions(lines, due, checked, planned, company, period, now, RESTRICTIONS if by_file else rules)
    uploads, rows = store.uploads.of(book_id), store.uploads.rows(book_id)
    lines["upload_status"] = _upload_status(lines, uploads, rows)
    unmatched = joining.book_lines(books, store.matches.verdicts(book_id, "books"))
    said = (
        follow_ups.assign(doc_id=follow_ups["doc_id"].map(text))
        .drop_duplicates("doc_id")
        .set_index("doc_id")["follow_up"]
    )
    unmatched["follow_up"] = unmatched["doc_id"].map(said.map(text)).astype("object").fillna("")
    lines, headings = _with_own(lines, own, register)
    unmatched, book_headings = _with_own(unmatched, own, register)
    view = View(
        gstin=identity.gstin,
        period=period,
        company=company,
        now=now,
        lines=lines,
        unmatched=unmatched,
        books=len(books),
        later=len(everything) - len(due),
        own=headings,
        book_own=book_headings,
        preview=_preview(lines, planned, checked),
        sources=store.sources.of(book_id),
        uploads=_history(uploads, rows),
        decisions=_decisions(store.log.of(book_id), everything),
        issues=store.findings.of(book_id),
        matched_at=run[1][:16] if run else "",
        shown_type=shown_type,
        provider=identity.provider,
        live=live_steps(store.journal(book_id, "", "", str).last(), uploads, rows),
    )
    view = replace(view, gstr2b=statement_of(store, everything, period))
    view = replace(view, warnings=tuple(warnings(view)), steps=tuple(next_steps(view)))
    return Gathered(view, checked, planned)


def _with_cells(lines: pd.DataFrame, cells: pd.DataFrame) -> pd.DataFrame:
    at = cells.reindex(lines["doc_id"]).reset_index(drop=True).astype("object")
    lines["action"] = at["shown"].fillna("").astype("object")
    lines["mark"] = at["action"].where(~at["stale"].fillna(False).astype("bool"), "").fillna("").astype("str")
    lines["to_confirm"] = at["stale"].fillna(False).astype("bool")
    lines["note"] = at["note"].fillna("").astype("str")
    for name, field in _INPUT_FIELDS.items():
        lines[field] = at[name].astype("object").where(at[name].notna(), None)
    blank = lines["eligibility_text"].map(text) == ""
    lines["eligibility_text"] = lines["eligibility_text"].where(~blank, lines["books_eligibility"].fillna(""))
    return lines


_INPUT_FIELDS = {
    "remarks": "remarks_text",
    "itc_reduction": "reduce_text",
    "declared_igst": "declared_igst_text",
    "declared_cgst": "declared_cgst_text",
    "declared_sgst": "declared_sgst_text",
    "declared_cess": "declared_cess_text",
    "eligibility": "eligibility_text",
}


def _with_decisions(
    lines: pd.DataFrame,
    due: pd.DataFrame,
    checked: Checked,
    planned: Plan,
    company: Company,
    period: str,
    now: dt.datetime,
    rules: Sequence[Restriction],
) -> pd.DataFrame:
    said = checked.texts.reindex(lines["doc_id"]).fillna("").to_numpy()
    lines["restriction"] = lines["note"].where(lines["note"] != "", said)
    table = {
        "Exact Match": company.suggest_exact,
        "Suggested Match": company.suggest_suggested,
        "Mismatched": company.suggest_mismatched,
        "Missing in PR": company.suggest_missing_in_pr,
    }
    status = pd.DataFrame(
        {
            "status": lines["status"],
            "ambiguous": lines["ambiguous"].fillna(False).astype("bool"),
            "eligibility": lines["eligibility_text"].map(text),
        }
    )
    lines["suggested"] = suggest(due, status, table, rules)["suggestion"].to_numpy()
    uploaded = after(due, planned.send)
    lines["itc_effect"] = itc_effect(uploaded, uploaded["portal_action"]).to_numpy()
    lines["pending_until"] = dated(facts(due), period, now.date())["pending_until"].to_numpy()
    return lines


_REGISTER = "register: "
"""Stands before the headings of the registers' own columns, lest one is taken for a field of ours."""


def _with_own(
    frame: pd.DataFrame, own: pd.DataFrame, register: tuple[str, ...]
) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """The frame with the register's columns and the accountant's columns of these documents behind, and their headings.

    A heading that is the name of a field of ours gets ` (own)` behind it.
    """
    fields = {name for name in frame.columns if not str(name).startswith(_REGISTER)}
    of_register = {_REGISTER + name: _heading(name, fields) for name in register}
    empty = [name for name in of_register if not (frame[name].map(text) != "").any()]
    headings = {name: heading for name, heading in of_register.items() if name not in empty}
    frame = frame.drop(columns=empty).rename(columns=headings)
    mine = own.reindex(frame["doc_id"]).reset_index(drop=True)
    mine = mine[[name for name in mine.columns if name not in of_register.values() and mine[name].notna().any()]]
    mine.columns = pd.Index([_heading(str(name), fields) for name in mine.columns])
    return pd.concat([frame.reset_index(drop=True), mine], axis=1), (*headings.values(), *mine.columns)


def _heading(name: str, fields: set[str]) -> str:
    return f"{name} (own)" if name in fields else name


_WAITING = {
    "done": "In upload file, not confirmed yet",
    "prepared": "Not sent yet",
    "sent": "Sent, not known whether it arrived",
    "acknowledged": "The portal is working on it",
}


def _upload_status(lines: pd.DataFrame, uploads: pd.DataFrame, rows: pd.DataFrame) -> "pd.Series[str]":
    """What became of the last upload of each document."""
    if not len(rows):
        return pd.Series([""] * len(lines), index=lines.index, dtype="str")
    at = uploads.set_index("id")["at"].str.slice(0, 16)
    last = rows.drop_duplicates("doc_id", keep="last").set_index("doc_id")
    waiting = last["upload_id"].map(uploads.set_index("id")["state"]).map(_WAITING)
    said = last["outcome"].where(last["outcome"] != "", waiting)
    said = (
        last["action"].map(_STATES)
        + " · "
        + said
        + last["message"].where(last["message"] == "", ": " + last["message"])
    )
    return (
        (said + " · " + last["upload_id"].map(at).map(when))
        .reindex(lines["doc_id"])
        .fillna("")
        .reset_index(drop=True)
        .astype("str")
    )


def _preview(lines: pd.DataFrame, planned: Plan, checked: Checked) -> pd.DataFrame:
    """One row a line: what happens to it at the next upload, and why."""
    rows = lines[
        [
            "doc_id",
            "supplier_name",
            "supplier_gstin",
            "doc_number",
            "doc_date",
            "type_label",
            "portal_status",
            "portal_action",
        ]
    ].copy()
    rows["mark"], rows["itc_effect"] = lines["mark"], lines["itc_effect"]
    sent = planned.send.set_index("doc_id")["new_action"].reindex(rows["doc_id"]).reset_index(drop=True)
    left = planned.left_out.drop_duplicates("doc_id").set_index("doc_id").reindex(rows["doc_id"]).reset_index(drop=True)
    refused = (
        checked.refused.drop_duplicates("doc_id").set_index("doc_id").reindex(rows["doc_id"]).reset_index(drop=True)
    )
    rows["remarks_text"] = lines["remarks_text"].map(text)
    rows["action"] = sent.fillna(rows["mark"].where(rows["mark"] != "", rows["portal_action"])).astype("str")
    rows["reason"] = left["reason"].fillna("").astype("str")
    decision = pd.Series("Not filed", index=rows.index, dtype="object")
    decision[rows["doc_id"].isin(set(planned.deemed["doc_id"]))] = "Deemed"
    decision[(rows["portal_action"] != "N") & (rows["mark"] == "")] = "On the portal"
    decision[left["reason"].notna()] = "Left out"
    decision[(left["reason"] == SAME) & (rows["portal_action"] != "N")] = "On the portal"
    decision[(left["reason"] == SAME) & rows["doc_id"].isin(set(planned.deemed["doc_id"]))] = "Deemed"
    decision[refused["reason"].notna()] = "Refused"
    decision[(lines["note"] != "") & (rows["mark"] == "")] = "Refused"
    decision[lines["to_confirm"]] = "To confirm"
    decision[sent.notna()] = "Upload"
    rows["decision"] = decision.astype("str")
    why = refused["reason"].where(refused["reason"].notna(), lines["note"].where(lines["note"] != "", None))
    rows["reason"] = why.where(why.notna(), rows["reason"]).fillna("").astype("str")
    for state, text_ in _WITHOUT_ACTION.items():
        rows.loc[rows["decision"] == state, "reason"] = text_
    rows["action_label"] = rows["action"].map({**ledger.LABEL, "N": "No Action"}).fillna("")
    order = {
        name: turn
        for turn, name in enumerate(
            ("Upload", "To confirm", "Refused", "Left out", "Deemed", "Not filed", "On the portal")
        )
    }
    return rows.sort_values("decision", key=lambda s: s.map(order), kind="stable").reset_index(drop=True)


_WITHOUT_ACTION = {
    "Deemed": "No action: deemed accepted when GSTR-3B is filed",
    "Not filed": "No action, and the supplier has not filed: no ITC before that",
}


def _history(uploads: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    counts = rows.groupby(["upload_id", "action"]).size().unstack(fill_value=0) if len(rows) else pd.DataFrame()
    errors = (
        rows[rows["outcome"] == "Refused by the portal"].groupby("upload_id").size()
        if len(rows)
        else pd.Series(dtype="int64")
    )
    history = uploads.copy()
    for action in ("A", "R", "P", "N"):
        values = counts[action] if action in counts else pd.Series(dtype="int64")
        history[action] = history["id"].map(values).fillna(0).astype("int64")
    history["errors"] = history["id"].map(errors).fillna(0).astype("int64")
    for name in ("at", "finished_at"):
        history[name] = pd.to_datetime(history[name].where(history[name] != ""))
    return history


def _decisions(log: pd.DataFrame, documents: pd.DataFrame) -> pd.DataFrame:
    known = documents.set_index("doc_id")
    log = log.copy()
    for name in ("supplier_name", "doc_number"):
        log[name] = log["doc_id"].map(known[name]).fillna("").astype("str")
    log["at"] = pd.to_datetime(log["at"])
    return log


def warnings(view: View) -> list[str]:
    """What the accountant should know before going on."""
    found = []
    portal = view.sources[view.sources["kind"] == "portal"]
    if len(portal):
        age = (view.now - pd.to_datetime(portal["made_at"].iloc[-1])).total_seconds() / 3600
        if age > view.company.stale_hours:
            found.append(f"The portal data is {_age(age)} old; download it again before you export")
        run = view.matched_at
        matters = ~view.sources["kind"].isin(["errors", "2b"]) & (view.sources["format"] != "Actions")
        newer = view.sources[matters & (view.sources["at"].str.slice(0, 16) > run)]
        if view.comparing and run and len(newer):
            found.append(f"{newer['file'].iloc[-1]} was read after the last match; run Let's Match again")
    lines = view.lines
    if not len(lines):
        return found
    found += _unfinished(view)
    if is_outdated(view):
        found.append("Decisions changed after the last GSTR-2B: compute again before 3B")
    if waiting := int(lines["to_confirm"].sum()):
        found.append(f"Marks to confirm: {waiting:,}. The supplier changed the document; the Action ends with ?")
    if refused := int((view.preview["decision"] == "Refused").sum()):
        found.append(f"Marks refused: {refused:,}. See the Restriction column")
    undecided = lines[(lines["doc_type"] == "CN") & (lines["portal_action"] == "N") & (lines["mark"] == "")]
    if len(undecided):
        reduced = indian(-undecided["itc_effect"].sum())
        found.append(
            f"Credit notes without a decision: {len(undecided):,}. They reduce ITC by ₹{reduced} when deemed accepted"
        )
    if twice := int((lines["warning"] != "").sum()):
        found.append(f"Also in an earlier GSTR-2B: {twice:,} documents. Credit may be claimed twice; see Why")
    soon = lines[lines["pending_until"].notna() & (lines["portal_action"] == "P")]
    soon = soon[soon["pending_until"] <= pd.Timestamp(view.now) + pd.Timedelta(days=7)]
    if len(soon):
        found.append(f"Last day for Pending within a week: {len(soon):,} documents")
    if unfiled := int(is_unfiled(lines).sum()):
        found.append(f"Saved by the supplier but not filed: {unfiled:,} documents. No ITC before they are filed")
    return found


def _unfinished(view: View) -> list[str]:
    """An upload that was begun and is not over."""
    if any(sign == "○" or "resume" in message for sign, *_, message in view.live[1:]):
        return [f"The upload of {when(view.live[0][2])} is not over: resume it (Resume upload, or ims-xl resume)"]
    return []


def _age(hours: float) -> str:
    return f"{hours / 24:.0f} days" if hours >= 48 else f"{hours:.0f} hours"


_WHAT_TO_DO = {
    "Portal data": "On the portal: Services, Returns, IMS Dashboard, Offline, Download JSON; then import it",
    "Purchase data": "Read the purchase register in the Government Excel format",
    "Let's Match": "Compare both sides and write the status sheets",
    "Decide": "Mark the Action cells, or apply the suggestions",
    "Check and preview": "See what would be sent and what is refused",
    "Export portal file": "Write the upload file; then on the portal: Offline, Upload JSON",
    "Import portal files again": "The next download shows what the portal took",
}

_ONLINE = {
    "Portal data": "Download from GSTN",
    "Upload": "Send the decisions to GSTN",
    "Compute GSTR-2B": "After the 14th: have it computed, and check it against the decisions",
}


def next_steps(view: View) -> list[tuple[str, str, str]]:
    """The job as a list: state (done, next, open), step, what to do."""
    kinds = set(view.sources["kind"])
    marked = bool((view.lines["mark"] != "").any()) if len(view.lines) else False
    checked = marked and not (view.preview["decision"] == "Refused").any()
    uploaded = bool(view.live) and not _unfinished(view)
    done = {
        "Portal data": "portal" in kinds,
        "Purchase data": "books" in kinds,
        "Let's Match": view.matched,
        "Decide": marked,
        "Check and preview": checked,
    }
    what = _WHAT_TO_DO | (_ONLINE if view.provider else {})
    if view.provider:
        done |= {"Upload": uploaded, "Compute GSTR-2B": view.gstr2b is not None and not is_outdated(view)}
    else:
        answered = bool(view.uploads["finished_at"].notna().any())
        done |= {"Export portal file": len(view.uploads) > 0, "Import portal files again": answered}
    steps = [(name, is_done, what[name]) for name, is_done in done.items()]
    if not view.comparing:
        steps = [item for item in steps if item[0] not in ("Purchase data", "Let's Match")]
    found, reached = [], False
    for name, is_done, message in steps:
        state = "done" if is_done else ("open" if reached else "next")
        reached = reached or not is_done
        found.append((state, name, message))
    return found
