"""The steps of the job; each opens a workbook, does one thing and says what came of it."""

from ims_xl.workflow.computing import compute_2b
from ims_xl.workflow.deciding import check, preview, set_mode, suggest
from ims_xl.workflow.downloading import download
from ims_xl.workflow.importing import import_errors, import_portal, import_purchases
from ims_xl.workflow.job import Job, open_job, open_stored_job
from ims_xl.workflow.marking import mark, undo_marks
from ims_xl.workflow.matching import run_match
from ims_xl.workflow.outcome import Outcome
from ims_xl.workflow.pushing import push, resume
from ims_xl.workflow.reporting import write_auditor_report
from ims_xl.workflow.sending import export
from ims_xl.workflow.starting import new_workbook

__all__ = [
    "Job",
    "Outcome",
    "check",
    "compute_2b",
    "download",
    "export",
    "import_errors",
    "import_portal",
    "import_purchases",
    "mark",
    "new_workbook",
    "open_job",
    "open_stored_job",
    "preview",
    "push",
    "resume",
    "run_match",
    "set_mode",
    "suggest",
    "undo_marks",
    "write_auditor_report",
]
