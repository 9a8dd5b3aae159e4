"""The steps of the job; each opens a workbook, does one thing and says what came of it.

A step's module is imported when the step is first asked for: a click in Excel starts a new Python and waits for it.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ims_xl.workflow.abandoning import abandon
    from ims_xl.workflow.approving import approve
    from ims_xl.workflow.closing import close_month, reopen_month
    from ims_xl.workflow.computing import compute_2b
    from ims_xl.workflow.contact_list import import_contacts
    from ims_xl.workflow.deciding import check, preview, set_mode, suggest
    from ims_xl.workflow.downloading import download
    from ims_xl.workflow.files import open_job, open_stored_job
    from ims_xl.workflow.importing import import_errors, import_portal, import_purchases
    from ims_xl.workflow.job import Job
    from ims_xl.workflow.letters import write_letters
    from ims_xl.workflow.linking import link, link_selected, unlink, unlink_selected
    from ims_xl.workflow.mapping_columns import map_columns, unmap_columns
    from ims_xl.workflow.marking import mark, undo_marks
    from ims_xl.workflow.matching import run_match
    from ims_xl.workflow.outcome import Outcome
    from ims_xl.workflow.pushing import push, resume
    from ims_xl.workflow.reading_tally import read_tally
    from ims_xl.workflow.reporting import write_auditor_report
    from ims_xl.workflow.restoring import list_copies, restore
    from ims_xl.workflow.sending import export
    from ims_xl.workflow.starting import new_workbook
    from ims_xl.workflow.undoing import undo_import
    from ims_xl.workflow.year import show_year

__all__ = [
    "Job",
    "Outcome",
    "abandon",
    "approve",
    "check",
    "close_month",
    "compute_2b",
    "download",
    "export",
    "import_contacts",
    "import_errors",
    "import_portal",
    "import_purchases",
    "link",
    "link_selected",
    "list_copies",
    "map_columns",
    "mark",
    "new_workbook",
    "open_job",
    "open_stored_job",
    "preview",
    "push",
    "read_tally",
    "reopen_month",
    "restore",
    "resume",
    "run_match",
    "set_mode",
    "show_year",
    "suggest",
    "undo_import",
    "undo_marks",
    "unlink",
    "unlink_selected",
    "unmap_columns",
    "write_auditor_report",
    "write_letters",
]

_NAMES = {
    "abandoning": ("abandon",),
    "approving": ("approve",),
    "closing": ("close_month", "reopen_month"),
    "computing": ("compute_2b",),
    "contact_list": ("import_contacts",),
    "deciding": ("check", "preview", "set_mode", "suggest"),
    "downloading": ("download",),
    "files": ("open_job", "open_stored_job"),
    "importing": ("import_errors", "import_portal", "import_purchases"),
    "job": ("Job",),
    "letters": ("write_letters",),
    "linking": ("link", "link_selected", "unlink", "unlink_selected"),
    "mapping_columns": ("map_columns", "unmap_columns"),
    "marking": ("mark", "undo_marks"),
    "matching": ("run_match",),
    "outcome": ("Outcome",),
    "pushing": ("push", "resume"),
    "reporting": ("write_auditor_report",),
    "restoring": ("list_copies", "restore"),
    "sending": ("export",),
    "starting": ("new_workbook",),
    "reading_tally": ("read_tally",),
    "undoing": ("undo_import",),
    "year": ("show_year",),
}
_MODULES = {name: module for module, names in _NAMES.items() for name in names}


def __getattr__(name: str) -> object:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
