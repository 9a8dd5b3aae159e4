"""Downloading from the portal: every section, compared with the portal's own counts."""

import hashlib
from collections.abc import Iterable
from typing import NamedTuple

import pandas as pd

from ims_xl import schema
from ims_xl.gst.sections import SECTIONS, Section
from ims_xl.gstn.counts import Counts, count_actions, difference
from ims_xl.gstn.errors import GstnError
from ims_xl.gstn.wire import SectionsRead
from ims_xl.issues import Issue
from ims_xl.push.fresh import fetch
from ims_xl.workflow import portal_data
from ims_xl.workflow.job import Job
from ims_xl.workflow.online import Client, connect
from ims_xl.workflow.outcome import Outcome
from ims_xl.workflow.portal_data import Answer


class Downloaded(NamedTuple):
    """Sections as the portal held them, and what was wrong or moved meanwhile."""

    documents: pd.DataFrame
    sections: tuple[str, ...]
    issues: list[Issue]
    changed: int  # documents that changed while they were downloaded


def download(job: Job, client: Client) -> Outcome:
    """Download every section; marks whose document the supplier changed are shown to be confirmed."""
    connect(job, client)
    found = read_sections(job, client, SECTIONS)
    before, after = portal_data.take_in(job, [answer(job, found.documents, found.sections)], "downloaded")
    job.store.findings.replace(job.identity.book_id, "portal files", found.issues)
    message, figures = portal_data.told(job, before, after)
    figures["Changed while downloading"] = found.changed
    return Outcome(message, figures, found.issues, "Run Let's Match to compare both sides.")


def answer(job: Job, documents: pd.DataFrame, sections: Iterable[str]) -> Answer:
    """What was downloaded, as the portal's answer of this moment."""
    lines = (documents["doc_id"] + documents["fingerprint"] + documents["portal_action"]).sort_values()
    digest = hashlib.sha256("\n".join(lines).encode()).hexdigest()
    name = f"Download from {job.identity.provider}"
    return Answer(documents, tuple(sections), job.clock(), name, "Download", digest)


def read_sections(job: Job, client: Client, sections: Iterable[str]) -> Downloaded:
    """The sections, each as many documents by action as the portal counts.

    Suppliers save while we download: a section that differs is fetched once more, then taken as it is and noted.
    """
    counts = client.counts()
    wanted = [SECTIONS[key] for key in sections if _is_offered(SECTIONS[key], counts)]
    reads: list[SectionsRead] = []
    issues: list[Issue] = []
    changed = 0
    for at, section in enumerate(wanted):
        job.ui.progress(at, len(wanted), f"Downloading {section.title}")
        try:
            read = _read(client, section.key, counts)
            differing = moved(read.documents, section.key, counts)
            if differing:
                again = client.counts()
                read = _read(client, section.key, again)
                differing = moved(read.documents, section.key, again)
        except GstnError as error:
            if section.sent:
                raise
            issues.append(error.issue.inside(sheet=section.title))
            continue
        if differing:
            reason = f"{section.title} changed while they were downloaded: {differing:,} documents at {job.clock()}"
            issues.append(Issue("note", reason, "Suppliers save all day; download again before you upload."))
        reads.append(read)
        issues += read.issues
        changed += differing
    job.ui.progress(len(wanted), len(wanted), "Downloaded")
    documents = pd.concat([read.documents for read in reads], ignore_index=True)
    return Downloaded(documents, tuple(key for read in reads for key in read.sections), issues, changed)


def _is_offered(section: Section, counts: Counts) -> bool:
    """Imports are asked for only where the portal counts them: their names are not sure."""
    return section.sent or section.key in counts.sections


def _read(client: Client, key: str, counts: Counts) -> SectionsRead:
    if counts.total(key) == 0:
        return SectionsRead(schema.empty(schema.IMS), [], (key,), {})
    return fetch(client, [key])


def moved(documents: pd.DataFrame, key: str, counts: Counts) -> int:
    """How many documents of the section at least differ from the portal's counts."""
    found = count_actions({"action": action} for action in documents["portal_action"])
    return difference(counts.sections[key], found) if key in counts.sections else 0
