"""A whole download: every section that holds documents, compared with the portal's counts."""

import datetime as dt
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass

import pandas as pd

from ims_xl import schema
from ims_xl.gst.sections import SECTIONS, Section
from ims_xl.gstn import counts, wire
from ims_xl.gstn.client import Client
from ims_xl.gstn.counts import Counts
from ims_xl.gstn.errors import GstnError
from ims_xl.gstn.records import UNREADABLE
from ims_xl.issues import Issue
from ims_xl.ui import UI

SOURCE = "GST portal"


@dataclass(frozen=True, slots=True)
class Download:
    """What the portal holds: documents (schema.IMS), unreadable records, its counts, and what was found wrong.

    `sections` are those known to be whole, also the empty ones.
    `changed`: documents of a section that differ from the counts although it was fetched twice. `at`: when it ended.
    """

    documents: pd.DataFrame
    unreadable: pd.DataFrame
    sections: tuple[str, ...]
    counts: Counts
    issues: list[Issue]
    changed: dict[str, int]
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class _Fetched:
    documents: list[pd.DataFrame]
    unreadable: list[pd.DataFrame]
    issues: list[Issue]
    actions: Counter[str]


def download(client: Client, ui: UI, sections: Collection[str] = SECTIONS) -> Download:
    """All documents of these sections; imports too, which can be seen but not sent.

    Raises what the client raises; import sections that a provider does not know become an issue.
    """
    counted = client.counts()
    wanted = [SECTIONS[key] for key in SECTIONS if key in sections]
    filled = [section for section in wanted if counted.total(section.key) != 0]
    frames: list[pd.DataFrame] = []
    unreadable = [schema.empty(UNREADABLE)]
    issues: list[Issue] = []
    changed: dict[str, int] = {}
    whole = [section.key for section in wanted if section not in filled]
    for at, section in enumerate(filled):
        ui.progress(at, len(filled), f"Downloading {section.title}")
        try:
            fetched = _fetch(client, section)
            if section.key in counted.sections and _difference(counted, section, fetched):
                fetched = _fetch(client, section)
                if count := _difference(counted, section, fetched):
                    changed[section.key] = count
                    issues.append(_changed(section, count, client.now()))
        except GstnError as error:
            if section.certainty == "seen" or error.entry.doing != "stop":
                raise
            reason = f"the section cannot be downloaded: {error.issue.reason}"
            issues.append(Issue("warning", reason, "Look at imports on the portal.", SOURCE, section.key))
            continue
        frames += fetched.documents
        unreadable += fetched.unreadable
        issues += fetched.issues
        whole.append(section.key)
    ui.progress(len(filled), len(filled), "Downloading")
    documents = pd.concat(frames, ignore_index=True) if frames else schema.empty(schema.IMS)
    documents, repeated = wire.keep_last(documents, file=SOURCE)
    lost = pd.concat(unreadable, ignore_index=True)
    return Download(documents, lost, tuple(whole), counted, issues + repeated, changed, client.now())


def _fetch(client: Client, section: Section) -> _Fetched:
    fetched = _Fetched([], [], [], Counter())
    for page in client.pages(section.key):
        read = wire.read_sections({section.key: page}, recipient_gstin=client.gstin, file=SOURCE)
        fetched.documents.append(read.documents)
        fetched.unreadable.append(read.unreadable)
        fetched.issues.extend(read.issues)
        fetched.actions.update(counts.count_actions(page))
    return fetched


def _difference(counted: Counts, section: Section, fetched: _Fetched) -> int:
    return counts.difference(counted.sections[section.key], fetched.actions)


def _changed(section: Section, count: int, at: dt.datetime) -> Issue:
    reason = f"changed while downloading: {count} (at {at.astimezone():%d-%m-%Y %H:%M})"
    remedy = "The portal had counted otherwise; if it is more than a few, download again before you decide."
    return Issue("warning", reason, remedy, SOURCE, section.key)
