"""What stands in the Action and input cells now: the sheets' last reading, joined with the store.

Cells are a frame, index doc_id: `action` (A R P N, or "" when it cannot be used), `shown` (text of the Action
cell), `fingerprint` of the document when its line was drawn, `stale`, `note` (text for the Restriction column),
the inputs as typed, and `supplier_gstin` and `doc_number` as the line shows them.
"""

from collections.abc import Callable, Mapping

import pandas as pd

from ims_xl import schema
from ims_xl.decisions.cells import amount
from ims_xl.decisions.cells import mark as read_mark
from ims_xl.decisions.lines import REDUCTION, read_reductions
from ims_xl.decisions.marks import MARKS, Marks, read_marks
from ims_xl.gst.actions import LABELS
from ims_xl.issues import Issue
from ims_xl.schema import TAXES
from ims_xl.sheets.reading import text

DECLARED = tuple(f"declared_{tax}" for tax in TAXES)
INPUTS = ("remarks", "itc_reduction", *DECLARED, "eligibility")
LABEL = {str(action): label for action, label in LABELS.items()}
Versions = Callable[[list[str]], pd.DataFrame]

_NAMED = 5  # documents named in one message
_LINE = ("fingerprint", "supplier_gstin", "doc_number")
_TEXTS = ("action", "shown", "note", *_LINE)
_INPUT_TEXTS = {"itc_reduction": "reduction_text", **{name: f"{name}_text" for name in DECLARED}}


def empty_cells() -> pd.DataFrame:
    """No cells."""
    return _filled(pd.DataFrame(columns=[*_TEXTS, "stale", *INPUTS], dtype="object"))


def read_cells(
    rows: pd.DataFrame, stored: pd.DataFrame, documents: pd.DataFrame, drawn: set[str], versions: Versions
) -> tuple[pd.DataFrame, list[Issue]]:
    """The cells as the sheets have them, and what is to be said about them.

    `versions`: earlier versions of documents, to name what changed. A line the accountant deleted keeps the mark
    of the last reading, and is reported. Marks of documents that are not (yet) known here stay as they were typed.
    """
    rows = rows.assign(doc_id=rows["doc_id"].map(text))
    unseen = stored[~stored["doc_id"].isin(set(rows["doc_id"])) & stored["doc_id"].isin(set(documents["doc_id"]))]
    unseen = unseen[is_made(unseen)]
    lines = pd.concat([rows.astype("object"), _stored_lines(unseen, documents)], ignore_index=True)
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
    lines = cells.reset_index(names="doc_id").drop(columns="action").rename(columns={"shown": "action"})
    back = stored[
        stored["doc_id"].isin(set(documents["doc_id"])) & ~stored["doc_id"].isin(cells.index) & is_made(stored)
    ]
    lines = pd.concat([lines.assign(sheet="", row=0), _stored_lines(back, documents)], ignore_index=True)
    again, issues = _read(lines, documents, versions)
    reasons = cells.loc[cells["stale"], "note"].to_dict()
    reasons |= back.loc[back["stale_reason"] != ""].set_index("doc_id")["stale_reason"].to_dict()
    return _remembering(again, reasons), issues


def usable_marks(cells: pd.DataFrame, documents: pd.DataFrame) -> pd.DataFrame:
    """The marks that are not waiting for confirmation, with the columns of `decisions.marks.MARKS`.

    A mark of a document that is not among these, or beside a reduction that cannot be read, is none.
    """
    made = cells[cells["action"].isin(LABEL) & ~cells["stale"]].reset_index(names="doc_id")
    current = made["doc_id"].map(documents.drop_duplicates("doc_id").set_index("doc_id")["fingerprint"])
    reductions = read_reductions(made)
    used = made.assign(
        stale=current.notna() & (current != made["fingerprint"]),
        remarks=made["remarks"].map(text),
        eligibility=made["eligibility"].map(text),
        **{name: reductions[name] for name in REDUCTION},
    )[current.notna() & (reductions["problem"] == "")]
    return schema.conform(used, MARKS)[[column.name for column in MARKS]]


def set_marks(cells: pd.DataFrame, chosen: pd.DataFrame, documents: pd.DataFrame) -> pd.DataFrame:
    """The cells with these marks (doc_id, action) made now, on the documents as they are now."""
    made = pd.DataFrame({"action": chosen["action"].to_numpy()}, index=pd.Index(chosen["doc_id"]), dtype="object")
    made["shown"] = made["action"].map(LABEL)
    made["stale"], made["note"] = False, ""
    return overwritten(cells, made, documents)


def ask_to_confirm(cells: pd.DataFrame, offered: pd.DataFrame, documents: pd.DataFrame) -> pd.DataFrame:
    """The cells with these marks (doc_id, action, reason) shown with a question mark, not to be sent."""
    made = pd.DataFrame({"action": offered["action"].to_numpy()}, index=pd.Index(offered["doc_id"]), dtype="object")
    made["shown"] = made["action"].map(LABEL) + "?"
    made["stale"], made["note"] = True, offered["reason"].to_numpy()
    return overwritten(cells, made, documents)


def overwritten(cells: pd.DataFrame, made: pd.DataFrame, documents: pd.DataFrame) -> pd.DataFrame:
    """The cells with others in place of some (index doc_id), on the documents as they are now."""
    known = documents.set_index("doc_id")
    for name in _LINE:
        made[name] = made.index.map(known[name].to_dict())
    cells = cells.reindex(cells.index.union(made.index, sort=False)).astype("object")
    cells.loc[made.index, list(made)] = made.astype("object")
    return _filled(cells)


def to_store(
    cells: pd.DataFrame, stored: pd.DataFrame, follow_ups: pd.DataFrame, present: set[str], at: str
) -> pd.DataFrame:
    """The rows of the store's mark table; marks of documents that are not present on the portal stay as they were.

    A mark that stands in a sheet beside a document never seen here is stored as it reads.
    """
    frame = cells.reset_index(names="doc_id").rename(columns={"note": "stale_reason"})
    away = ~frame["doc_id"].isin(present)
    typed = [read_mark(shown) for shown in frame.loc[away, "shown"]]
    if typed:
        frame.loc[away, "action"] = [letter if letter in LABEL else "" for letter, _ in typed]
        frame.loc[away, "stale"] = [asked for _, asked in typed]
    frame["stale_reason"] = frame["stale_reason"].where(frame["stale"], "")
    for name in ("remarks", "itc_reduction", "eligibility"):
        frame[name] = frame[name].map(text)
    for name in DECLARED:
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
    amounts = list(DECLARED)
    for name in whole.columns.difference([*amounts, "stale"]):
        whole[name] = whole[name].where(whole[name].notna(), "").astype("str")
    whole["stale"] = whole["stale"].eq(True)
    whole[amounts] = whole[amounts].astype("float64")
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
    typed = marks[list(INPUTS)]
    return (marks["action"] != "") | (typed.notna() & (typed != "")).any(axis=1)


def _stored_lines(stored: pd.DataFrame, documents: pd.DataFrame) -> pd.DataFrame:
    """Stored marks in the shape of sheet lines, so that one rule reads both."""
    known = documents.set_index("doc_id")
    shown = [shown_mark(action, stale) for action, stale in zip(stored["action"], stored["stale"], strict=True)]
    lines = stored[["doc_id", "fingerprint", *INPUTS]].astype("object").assign(action=shown, sheet="", row=0)
    for name in ("supplier_gstin", "doc_number"):
        lines[name] = lines["doc_id"].map(known[name])
    return lines


def _deleted(unseen: pd.DataFrame, documents: pd.DataFrame, drawn: set[str]) -> list[Issue]:
    names = documents.set_index("doc_id")["doc_number"]
    lost = unseen[unseen["doc_id"].isin(drawn) & (unseen["action"] != "")]
    if not len(lost):
        return []
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
    typed = lines[["action", *INPUTS]].map(lambda value: text(value) != "").any(axis=1)
    known, unknown = lines[present], lines[~present & typed & (lines["doc_id"] != "")]
    prints = known["doc_id"].map(documents.set_index("doc_id")["fingerprint"])
    changed = known[typed[present] & (known["fingerprint"].map(text) != prints)]
    earlier = versions(changed["doc_id"].unique().tolist())
    marks = read_marks(pd.concat([known, unknown], ignore_index=True), documents, earlier)
    cells = pd.concat([_known_cells(known[typed[present]], marks), _unknown_cells(unknown)])
    return _filled(cells), marks.issues


def _known_cells(lines: pd.DataFrame, marks: Marks) -> pd.DataFrame:
    """Cells of documents of ours, whatever was typed there; what was pasted over another line is not kept."""
    typed = marks.inputs.set_index("doc_id")
    used = marks.frame.set_index("doc_id")
    trouble = marks.trouble[marks.trouble.index.isin(set(lines["doc_id"]))]
    cells = pd.DataFrame(index=typed.index.union(used.index, sort=False).union(trouble.index, sort=False))
    for name in INPUTS:
        cells[name] = typed[_INPUT_TEXTS.get(name, name)].astype("object").reindex(cells.index)
    first = lines.sort_values("action", key=lambda s: s.map(text) == "", kind="stable").drop_duplicates("doc_id")
    first = first.set_index("doc_id")
    for name in _LINE:
        cells[name] = first[name].map(text).reindex(cells.index)
    label = used["action"].map(LABEL) + used["stale"].map({True: "?", False: ""})
    cells["shown"] = label.reindex(cells.index).fillna(_typed_twice(lines)).fillna(typed["action_text"])
    cells["action"], cells["stale"] = used["action"], used["stale"]
    cells["note"] = trouble
    return cells


def _typed_twice(lines: pd.DataFrame) -> "pd.Series[str]":
    """`Accept / Reject` for a document whose lines were copied and marked differently."""
    said = lines.assign(action=lines["action"].map(text))
    said = said[(said["action"] != "") & said["doc_id"].duplicated(keep=False)].drop_duplicates(["doc_id", "action"])
    return said.groupby("doc_id", sort=False)["action"].agg(" / ".join)


def _unknown_cells(lines: pd.DataFrame) -> pd.DataFrame:
    """Cells of documents that are not known here: kept as they were typed, to be read again after an import."""
    cells = lines.drop_duplicates("doc_id").set_index("doc_id")[["action", *_LINE, *INPUTS]]
    return cells.rename(columns={"action": "shown"}).assign(note="No longer in IMS: action not used")


def _remembering(cells: pd.DataFrame, reasons: Mapping[object, str]) -> pd.DataFrame:
    """The cells with the reasons that were given when marks became stale."""
    stale = cells.index[cells["stale"]]
    for doc_id in stale.intersection(list(reasons)):
        cells.at[doc_id, "note"] = reasons[doc_id]
    return cells


def _filled(cells: pd.DataFrame) -> pd.DataFrame:
    cells = cells.astype("object")
    for name in _TEXTS:
        cells[name] = cells[name].map(text).astype("object") if name in cells else ""
    cells["stale"] = cells["stale"].eq(True) if "stale" in cells else False
    return cells
