"""Downloading from the portal into the workbook."""

import hashlib
from collections.abc import Collection, Iterable
from dataclasses import replace

import pandas as pd

from ims_xl.gst.sections import SECTIONS
from ims_xl.gstn import download as portal
from ims_xl.gstn.client import Client
from ims_xl.workflow import portal_data
from ims_xl.workflow.job import Job
from ims_xl.workflow.online import connect
from ims_xl.workflow.outcome import Outcome
from ims_xl.workflow.portal_data import Answer

ACTIONS = "Actions"  # the format of a download after which there is nothing new to match


def download(job: Job, client: Client) -> Outcome:
    """Download every section; marks whose document the supplier changed are shown to be confirmed.

    Raises ImsError when the month is closed, or documents would leave and the person does not want that.
    """
    job.refuse_closed("download")
    connect(job, client)
    found = portal.download(client, job.ui, SECTIONS)
    answers = [replace(answer(job, found.documents, found.sections), unreadable=found.unreadable)]
    portal_data.confirm_losses(job, answers)
    before, after = portal_data.take_in(job, answers, "downloaded")
    issues = [*found.issues, *portal_data.unreadable_kept(before, answers)]
    job.store.findings.replace(job.identity.book_id, "portal files", issues)
    message, figures = portal_data.describe_download(job, before, after)
    figures["Changed while downloading"] = sum(found.changed.values())
    return Outcome(message, figures, issues, "Run Let's Match to compare both sides.")


def renew(job: Job, client: Client, sections: Collection[str], why: str) -> portal.Download:
    """These sections as the portal holds them now, taken into the workbook."""
    found = portal.download(client, job.ui, sections)
    given = replace(answer(job, found.documents, found.sections), unreadable=found.unreadable)
    portal_data.take_in(job, [given], why)
    return found


def answer(job: Job, documents: pd.DataFrame, sections: Iterable[str]) -> Answer:
    """What was downloaded, as the portal's answer of this moment; `Actions` when only actions are new."""
    held = job.documents()
    held = held[held["section"].isin(list(sections))]
    same = set(held["doc_id"] + held["fingerprint"]) == set(documents["doc_id"] + documents["fingerprint"])
    lines = (documents["doc_id"] + documents["fingerprint"] + documents["portal_action"]).sort_values()
    digest = hashlib.sha256("\n".join(lines).encode()).hexdigest()
    name = f"Download from {job.identity.provider}"
    return Answer(documents, tuple(sections), job.clock(), name, ACTIONS if same else "Download", digest)
