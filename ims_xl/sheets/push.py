"""Push to GSTN: the four steps, what is uploaded and what is not, and every row of the preview."""

import pandas as pd

from ims_xl.gst import periods
from ims_xl.money import in_rupees
from ims_xl.sheets import record_columns
from ims_xl.sheets.also_claimed import claimed_elsewhere, twice_text
from ims_xl.sheets.view import View, when
from ims_xl.wording import counted
from ims_xl.workbook.sheet import Cell, Sheet, Table, Tint
from ims_xl.workbook.styles import NAVY

_ACTIONS = ("A", "R", "P", "N")


def sheets(view: View) -> list[Sheet]:
    """The sheet, once there are IMS documents."""
    return [_sheet(view)] if len(view.lines) else []


def push_steps(view: View) -> list[tuple[str, str, str, str]]:
    """The four steps: state, step, time, message."""
    if view.live:
        return [(sign, step, when(at) if at else "", message) for sign, step, at, message in view.live]
    last = view.uploads.iloc[-1] if len(view.uploads) else None
    if last is None:
        return [
            ("–", "Connect to GSTN", "", "By portal file: no connection is needed"),
            (
                "○",
                "Save data on GSTN",
                "",
                "Export the upload file, then upload it on the portal: IMS Dashboard, Offline, Upload JSON",
            ),
            ("○", "Upload processed successfully", "", "Shown when the next portal file or the error file is imported"),
            ("○", "Summary generated", "", "Compute GSTR-2B on the portal after the 14th"),
        ]
    whole = last["taken"] == sum(last[action] for action in _ACTIONS)
    answered = pd.notna(last["finished_at"])
    saved, processed = "✔" if whole or last["taken"] else "○", "✔" if whole else "!" if answered else "○"
    written = f"Upload file {last['reference']} written"
    if saved == "○" and not answered:
        written += "; upload it on the portal: IMS Dashboard, Offline, Upload JSON"
    return [
        ("–", "Connect to GSTN", "", "By portal file: no connection is needed"),
        (saved, "Save data on GSTN", _time(last["at"]), written),
        (processed, "Upload processed successfully", _time(last["finished_at"]), str(last["status"])),
        ("○", "Summary generated", "", "Compute GSTR-2B on the portal after the 14th"),
    ]  # fmt: skip


def _time(at: pd.Timestamp) -> str:
    return "" if pd.isna(at) else f"{at:%d-%b-%Y %H:%M}"


def _sheet(view: View) -> Sheet:
    cells = [
        Cell(1, 1, "◂ Home", "link", link="home"),
        Cell(1, 2, "Push to GSTN", "title"),
        Cell(
            2,
            2,
            f"{view.company.name or view.gstin} · {periods.label(view.period)} · {view.company.upload_rows}",
            "subtitle",
        ),
    ]
    for row, (state, name, at, message) in enumerate(push_steps(view), start=4):
        cells += [
            Cell(row, 1, f"{state}  {row - 3}. {name}", {"✔": "good", "!": "warn"}.get(state, "value")),
            Cell(row, 2, at, "muted"),
            Cell(row, 3, message, "value"),
        ]
    cells += [
        Cell(9, 1, "Documents to be uploaded to GSTN", "label"),
        Cell(14, 1, "Documents not uploaded", "label"),
        Cell(23, 1, deemed_text(view), "warn", span=8),
        *_twice(view),
        Cell(25, 1, "Preview: every document that is sent or left out, and why", "label"),
    ]
    tables = (
        Table("ims_ToUpload", record_columns.PUSH, to_upload(view), 10),
        Table("ims_NotUploaded", record_columns.PUSH, not_uploaded(view), 15),
        Table("ims_Preview", record_columns.PREVIEW, view.preview.reset_index(drop=True), 26),
    )
    tints = (
        Tint("ims_Preview", ("Upload",), '{Upload}="Upload"', "good"),
        Tint("ims_Preview", ("Upload",), '{Upload}="Left out"', "warn"),
    )
    return Sheet("push", "Push to GSTN", tuple(cells), tables, tints, tab=NAVY.strong, print_columns=8)


def _twice(view: View) -> list[Cell]:
    rows = claimed_elsewhere(view.lines)
    return [Cell(22, 1, f"{twice_text(rows)}; see Why", "bad", span=8)] if len(rows) else []


def deemed_text(view: View) -> str:
    """What happens to the documents nobody decides."""
    rows = view.preview[view.preview["decision"] == "Deemed"]
    reducing = rows[rows["itc_effect"] < 0]  # credit notes, and what an amendment lowers
    credit = in_rupees(rows["itc_effect"].sum())
    text = f"Deemed accepted if nothing more is sent: {counted(len(rows), 'document')}, {credit} ITC"
    if len(reducing):
        verb = "reduces" if len(reducing) == 1 else "reduce"
        text += f"; {len(reducing):,} of them {verb} it, by {in_rupees(-reducing['itc_effect'].sum())}"
    unknown = int(rows["itc_effect"].isna().sum())
    return text + (f"; effect not known and in no sum: {unknown:,}" if unknown else "")


def to_upload(view: View) -> pd.DataFrame:
    """Rows by action: to be uploaded, and on the portal already through this workbook."""
    preview = view.preview
    uploaded = preview[preview["decision"] == "On the portal"]
    return pd.DataFrame(
        [
            _row("To be uploaded", preview[preview["decision"] == "Upload"]),
            _row("Uploaded, or so on the portal already", uploaded),
        ]
    )


def not_uploaded(view: View) -> pd.DataFrame:
    """Rows that are not uploaded, by the reason."""
    left = view.preview
    return pd.DataFrame([_row(name, left[left["decision"] == decision]) for decision, name in _LEFT_OUT.items()])


_LEFT_OUT = {
    "Deemed": "No action chosen: deemed accepted",
    "Refused": "Refused by a restriction",
    "To confirm": "Changed after the mark, to be confirmed",
    "Left out": "Left out for another reason",
    "Not filed": "No action, not filed by the supplier",
}


def _row(line: str, rows: pd.DataFrame) -> dict[str, object]:
    counts = rows["action"].value_counts()
    return {
        "line": line,
        **{action: int(counts.get(action, 0)) for action in _ACTIONS},
        "itc_effect": round(float(rows["itc_effect"].sum()), 2),
    }
