"""What stands in the Action and input cells now: the sheets' last reading, joined with the store.

Cells are a frame, index doc_id: `action` (A R P N, or "" when it cannot be used), `stale`, `note` (text for the
Restriction column), every input as typed (`action_text`, `remarks_text`, ...) and what the ITC reduction means
(`lines.read_lines`), `fingerprint` of the document when its line was drawn, and `supplier_gstin` and `doc_number` as
the line shows them.
"""

from collections.abc import Callable, Mapping

import numpy as np
import pandas as pd

from ims_xl import schema
from ims_xl.decisions.cells import amount, text
from ims_xl.decisions.lines import LINE, TYPED, UNREADABLE, anything_typed, read_lines, with_actions
from ims_xl.decisions.marks import MARKS, Marks, read_marks
from ims_xl.gst.actions import LABELS
from ims_xl.inputs import ACTION, BESIDE, REDUCTION
from ims_xl.issues import Issue

LABEL = {str(action): label for action, label in LABELS.items()}
Versions = Callable[[list[str]], pd.DataFrame]

_GONE = "No longer in IMS: action not used"
_NAMED = 5  # documents named in one message
_MEANT = (*REDUCTION, "problem", "problem_in")
_COLUMNS = ("action", "stale", "note", *LINE, *TYPED, *_MEANT)
_AMOUNTS = [column.name for column in BESIDE if column.kind == "rupees"]


def empty_cells() -> pd.DataFrame:
    """No cells."""
    return _filled(pd.DataFrame(columns=list(_COLUMNS), dtype="object"))


def read_cells(
    rows: pd.DataFrame, stored: pd.DataFrame, documents: pd.DataFrame, drawn: set[str], versions: Versions
) -> tuple[pd.DataFrame, list[Issue]]:
    """The cells as the sheets have them, and what is to be said about them.

    `versions`: earlier versions of documents, to name what changed. A line the accountant deleted keeps the mark
    of the last reading, and is reported. Marks of documents that are not (yet) known here stay as they were typed.
    """
    lines = read_lines(rows)
    unseen = stored[~stored["doc_id"].isin(set(lines["doc_id"])) & stored["doc_id"].isin(set(documents["doc_id"]))]
    unseen = unseen[is_made(unseen)]
    lines = pd.concat([lines, _stored_lines(unseen, documents)], ignore_index=True)
    cells, issues = _read(lines, documents, versions)
    reasons = stored[stored["stale_reason"] != ""].set_index("doc_id")["stale_reason"].to_dict()
    return _remembering(cells, reasons), [*issues, *_deleted(unseen, documents, drawn)]


def refilled(rows: pd.DataFrame, stored: pd.DataFrame, sheet: str, field: str) -> pd.DataFrame:
    """The lines of a sheet with what the last reading found in a column that is not there any more."""
    known = stored.set_index("doc_id")
    last = known[field] if field in known else pd.Series(dtype="object")
    if field == "action":
        said = [shown_mark(action, stale) for action, stale in zip(known["action"], known["stale"], strict=True)]
        last = pd.Series(said, index=known.index, dtype="object")
    there = rows["sheet"] == sheet
    return rows.assign(**{field: rows[field].mask(there, rows["doc_id"].map(text).map(last).astype("object"))})


def joined(own: pd.DataFrame, away: pd.DataFrame) -> pd.DataFrame:
    """Cells of own columns that stand in the sheets, and those of documents that have no line now."""
    return pd.concat([part.astype("object") for part in (own, away) if len(part)]) if len(own) or len(away) else own


def with_follow_ups(shown: pd.DataFrame, stored: pd.DataFrame) -> pd.DataFrame:
    """Follow-ups of the lines, and those of book rows that have no line now (sheet and row are empty)."""
    away = stored[(stored["follow_up"] != "") & ~stored["doc_id"].isin(set(shown["doc_id"].map(text)))]
    return pd.concat([shown, away[["doc_id", "follow_up"]].astype("object")], ignore_index=True)


def read_again(
    cells: pd.DataFrame, stored: pd.DataFrame, documents: pd.DataFrame, versions: Versions
) -> tuple[pd.DataFrame, list[Issue]]:
    """The same cells against the documents as they are now, after an import.

    Marks that were kept aside in the store come back with their documents.
    """
    back = stored[
        stored["doc_id"].isin(set(documents["doc_id"])) & ~stored["doc_id"].isin(cells.index) & is_made(stored)
    ]
    lines = pd.concat([_lines_again(cells), _stored_lines(back, documents)], ignore_index=True)
    again, issues = _read(lines, documents, versions)
    reasons = cells.loc[cells["stale"] & (cells["note"] != _GONE), "note"].to_dict()
    reasons |= back.loc[back["stale_reason"] != ""].set_index("doc_id")["stale_reason"].to_dict()
    return _remembering(again, reasons), issues


def usable_marks(cells: pd.DataFrame, documents: pd.DataFrame) -> pd.DataFrame:
    """The marks that are not waiting for confirmation, with the columns of `decisions.marks.MARKS`.

    A mark of a document that is not among these, or beside a reduction that cannot be read, is none.
    """
    made = cells[cells["action"].isin(LABEL) & ~cells["stale"] & (cells["problem"] == "")].reset_index(names="doc_id")
    current = made["doc_id"].map(schema.by_doc_id(documents, "fingerprint"))
    changed = current.notna() & (current != made["fingerprint"])
    used = made.assign(stale=changed, remarks=made["remarks_text"])[current.notna()]
    return schema.conform(used, MARKS)[[column.name for column in MARKS]]


def set_marks(cells: pd.DataFrame, chosen: pd.DataFrame, documents: pd.DataFrame) -> pd.DataFrame:
    """The cells with these marks (doc_id, action) made now, on the documents as they are now."""
    made = pd.DataFrame({"action": chosen["action"].to_numpy()}, index=pd.Index(chosen["doc_id"]), dtype="object")
    made[ACTION.typed] = made["action"].map(LABEL)
    made["stale"], made["note"] = False, ""
    return overwritten(cells, made, documents)


def ask_to_confirm(cells: pd.DataFrame, offered: pd.DataFrame, documents: pd.DataFrame) -> pd.DataFrame:
    """The cells with these marks (doc_id, action, reason) shown with a question mark, not to be sent."""
    made = pd.DataFrame({"action": offered["action"].to_numpy()}, index=pd.Index(offered["doc_id"]), dtype="object")
    made[ACTION.typed] = made["action"].map(LABEL) + "?"
    made["stale"], made["note"] = True, offered["reason"].to_numpy()
    return overwritten(cells, made, documents)


def overwritten(cells: pd.DataFrame, made: pd.DataFrame, documents: pd.DataFrame) -> pd.DataFrame:
    """The cells with others in place of some (index doc_id), on the documents as they are now."""
    for name in LINE:
        made[name] = made.index.map(schema.by_doc_id(documents, name).to_dict())
    cells = cells.reindex(cells.index.union(made.index, sort=False)).astype("object")
    cells.loc[made.index, list(made)] = made.astype("object")
    return _filled(cells)


def to_store(
    cells: pd.DataFrame, stored: pd.DataFrame, follow_ups: pd.DataFrame, present: set[str], at: str
) -> pd.DataFrame:
    """The rows of the store's mark table; marks of documents that are not present on the portal stay as they were."""
    frame = cells.reset_index(names="doc_id").rename(columns={"note": "stale_reason"})
    frame["stale_reason"] = frame["stale_reason"].where(frame["stale"], "")
    for column in BESIDE:
        frame[column.name] = frame[column.typed]
    for name in _AMOUNTS:
        frame[name] = frame[name].map(amount).astype("float64")
    frame = frame[is_made(frame) & (frame["doc_id"].isin(present) | ~frame["doc_id"].isin(set(stored["doc_id"])))]
    frame = frame.assign(follow_up="", at=at)
    notes = follow_ups.assign(follow_up=follow_ups["follow_up"].map(text), doc_id=follow_ups["doc_id"].map(text))
    spoken = present | set(notes["doc_id"]) | set(frame["doc_id"])
    notes = notes[(notes["follow_up"] != "") & (notes["doc_id"] != "")].drop_duplicates("doc_id")
    notes = notes[["doc_id", "follow_up"]].assign(at=at)
    gone = stored[~stored["doc_id"].isin(spoken) & (is_made(stored) | (stored["follow_up"] != ""))]
    parts = [part.astype("object") for part in (frame, notes, gone) if len(part)]
    if not parts:
        return stored.iloc[:0]
    whole = pd.concat(parts, ignore_index=True).reindex(columns=stored.columns)
    for name in whole.columns.difference([*_AMOUNTS, "stale"]):
        whole[name] = whole[name].where(whole[name].notna(), "").astype("str")
    whole["stale"] = whole["stale"].eq(True)
    whole[_AMOUNTS] = whole[_AMOUNTS].astype("float64")
    return whole


def changes(before: pd.DataFrame, after: pd.DataFrame) -> list[tuple[str, str, str, str]]:
    """What happened between two states of the store's mark table: doc_id, event, before, after."""
    old, new = _by_document(before), _by_document(after)
    events = []
    for doc_id in dict.fromkeys([*old, *new]):
        (was, was_remarks), (now, now_remarks) = old.get(doc_id, ("", "")), new.get(doc_id, ("", ""))
        if was != now:
            events.append((doc_id, _event(was, now), was, now))
        if was_remarks != now_remarks:
            events.append((doc_id, "Remarks changed", was_remarks, now_remarks))
    return events


def _by_document(marks: pd.DataFrame) -> dict[str, tuple[str, str]]:
    names = ("doc_id", "action", "stale", "remarks")
    rows = zip(*(marks[name] for name in names), strict=True)
    return {
        str(doc_id): (shown_mark(action, stale), remarks)
        for doc_id, action, stale, remarks in rows
        if action or remarks
    }


def shown_mark(action: str, stale: object) -> str:
    """A mark as its Action cell shows it: `Reject`, `Reject?` while it waits for confirmation."""
    return LABEL.get(action, "") + ("?" if stale and action else "")


def _event(was: str, now: str) -> str:
    if now.endswith("?"):
        return "To be confirmed"
    if not now:
        return "Cleared"
    if was.endswith("?"):
        return "Confirmed" if now == was[:-1] else "Changed"
    return "Changed" if was else "Marked"


def is_made(marks: pd.DataFrame) -> "pd.Series[bool]":
    """Which rows of the store's mark table hold an action or an input, and not only a follow-up."""
    made = marks["action"] != ""
    for column in BESIDE:
        made |= marks[column.name].notna() & (marks[column.name] != "")
    return made


def _stored_lines(stored: pd.DataFrame, documents: pd.DataFrame) -> pd.DataFrame:
    """Stored marks in the shape of sheet lines, so that one rule judges both."""
    stored = stored.reset_index(drop=True)
    rows = stored[["doc_id", "fingerprint", *(column.name for column in BESIDE)]].astype("object")
    rows = rows.assign(
        sheet="", row=0, **{name: rows["doc_id"].map(schema.by_doc_id(documents, name)) for name in LINE[1:]}
    )
    shown = [shown_mark(action, stale) for action, stale in zip(stored["action"], stored["stale"], strict=True)]
    lines = read_lines(rows).assign(action=stored["action"], asked=stored["stale"].eq(True))
    lines[ACTION.typed] = shown
    return lines


def _lines_again(cells: pd.DataFrame) -> pd.DataFrame:
    """Cells in the shape of sheet lines; only an action that could not be used is read from its text once more."""
    lines = with_actions(cells.reset_index(names="doc_id").assign(sheet="", row=0))
    used = cells["action"].to_numpy() != ""
    lines["action"] = lines["action"].mask(used, cells["action"].to_numpy())
    lines["asked"] = lines["asked"].mask(used, cells["stale"].to_numpy())
    return lines


def _deleted(unseen: pd.DataFrame, documents: pd.DataFrame, drawn: set[str]) -> list[Issue]:
    lost = unseen[unseen["doc_id"].isin(drawn) & (unseen["action"] != "")]
    if not len(lost):
        return []
    names = schema.by_doc_id(documents, "doc_number")
    said = [
        f"{names[doc_id]} {shown_mark(action, stale)}"
        for doc_id, action, stale in zip(lost["doc_id"], lost["action"], lost["stale"], strict=True)
    ]
    more = f" and {len(said) - _NAMED:,} more" if len(said) > _NAMED else ""
    were = (
        "the line of 1 marked document was" if len(said) == 1 else f"the lines of {len(said):,} marked documents were"
    )
    return [
        Issue(
            "warning",
            f"{were} deleted from the sheets; the marks are kept",
            "The lines are written again. To take a mark back, empty its Action cell.",
            column="Action",
            value=", ".join(said[:_NAMED]) + more,
        )
    ]


def _read(lines: pd.DataFrame, documents: pd.DataFrame, versions: Versions) -> tuple[pd.DataFrame, list[Issue]]:
    present = lines["doc_id"].isin(set(documents["doc_id"]))
    typed = anything_typed(lines)
    known, unknown = lines[present], lines[~present & typed & (lines["doc_id"] != "")]
    made = lines[present & typed]
    changed = made[made["fingerprint"] != made["doc_id"].map(schema.by_doc_id(documents, "fingerprint"))]
    earlier = versions(changed["doc_id"].unique().tolist())
    marks = read_marks(pd.concat([known, unknown], ignore_index=True), documents, earlier)
    cells = pd.concat([_known_cells(made, marks), _unknown_cells(unknown)])
    return _filled(cells), marks.issues


def _known_cells(lines: pd.DataFrame, marks: Marks) -> pd.DataFrame:
    """Cells of documents of ours, whatever was typed there; what was pasted over another line is not kept."""
    typed = marks.inputs.set_index("doc_id")
    used = marks.frame.set_index("doc_id")
    trouble = marks.trouble[marks.trouble.index.isin(set(lines["doc_id"]))]
    cells = pd.DataFrame(index=typed.index.union(used.index, sort=False).union(trouble.index, sort=False))
    first = lines.sort_values(ACTION.typed, key=lambda s: s == "", kind="stable").drop_duplicates("doc_id")
    first = first.set_index("doc_id")
    for frame, names in ((typed, (*TYPED, *_MEANT)), (first, LINE), (used, ("action", "stale"))):
        for name in names:
            cells[name] = frame[name].reindex(cells.index)
    label = used["action"].map(LABEL) + used["stale"].map({True: "?", False: ""})
    cells[ACTION.typed] = label.reindex(cells.index).fillna(_typed_twice(lines)).fillna(cells[ACTION.typed])
    cells["note"] = trouble
    return cells


def _typed_twice(lines: pd.DataFrame) -> "pd.Series[str]":
    """`Accept / Reject` for a document whose lines were copied and marked differently."""
    said = lines[(lines[ACTION.typed] != "") & lines["doc_id"].duplicated(keep=False)]
    said = said.drop_duplicates(["doc_id", ACTION.typed])
    return said.groupby("doc_id", sort=False)[ACTION.typed].agg(" / ".join)


def _unknown_cells(lines: pd.DataFrame) -> pd.DataFrame:
    """Cells of documents that are not known here: kept as they were typed, to be judged again after an import."""
    cells = lines.drop_duplicates("doc_id").set_index("doc_id")
    cells = cells.assign(stale=cells["asked"], note=_GONE)
    return cells.assign(action=cells["action"].replace(UNREADABLE, ""))[list(_COLUMNS)]


def _remembering(cells: pd.DataFrame, reasons: Mapping[object, str]) -> pd.DataFrame:
    """The cells with the reasons that were given when marks became stale."""
    stale = cells.index[cells["stale"]]
    for doc_id in stale.intersection(list(reasons)):
        cells.at[doc_id, "note"] = reasons[doc_id]
    return cells


def _filled(cells: pd.DataFrame) -> pd.DataFrame:
    filled = {name: cells[name].to_numpy(dtype=object) for name in cells}
    absent = np.full(len(cells), np.nan, dtype=object)
    for name in _COLUMNS:
        there = filled.get(name, absent)
        filled[name] = there if name in _AMOUNTS else np.where(pd.isna(there), "", there)
    stale = np.array([bool(value) for value in filled["stale"]], dtype=bool)
    return pd.DataFrame(filled, index=cells.index, dtype="object").assign(stale=stale)
