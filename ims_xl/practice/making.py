"""The workbook of a client's month, made where there is none, and never in the place of one that is elsewhere."""

from pathlib import Path

from ims_xl.folders import data_folder
from ims_xl.gst import periods
from ims_xl.issues import ImsError
from ims_xl.practice.task import Task
from ims_xl.store import open_store
from ims_xl.ui import Silent
from ims_xl.workflow.starting import new_workbook


def make(task: Task) -> str:
    """The workbook of the task when there is none, from the month before where there is one; gives what was made."""
    book = Path(task.book)
    if book.exists():
        return ""
    _refuse_another(task)
    book.parent.mkdir(parents=True, exist_ok=True)
    made = new_workbook(
        book, Silent(), gstin=task.gstin, period=task.period, name=task.name,
        quarterly=None if task.last else task.frequency == "Quarterly", state=task.state,
        last=Path(task.last) if task.last else None,
    )  # fmt: skip
    return made.message


def _refuse_another(task: Task) -> None:
    """An empty workbook in the place of one that is damaged, renamed or elsewhere would hide its marks.

    Raises ImsError when this computer knows a workbook of that GSTIN and month; not one that was begun when the
    computer was switched off, and never written.
    """
    if not (data_folder() / f"{task.gstin}.sqlite3").is_file():
        return  # to open a store would make it
    store = open_store(data_folder(), task.gstin)
    try:
        known = [
            one
            for one in store.sources.workbooks()
            if one.period == task.period
            and (
                store.sources.was_drawn(Path(one.path))
                or len(store.sources.of(one.book_id))
                or len(store.marks.of(one.book_id))
            )
        ]
    finally:
        store.close()
    if known:
        raise ImsError(
            f"the workbook of {periods.label(task.period)} is not in the folder, or cannot be read: {known[-1].path}",
            "Put it there, or bring a copy back with ims-xl restore. To begin the month anew make the workbook by hand "
            "(ims-xl new).",
            value=task.gstin,
        )
