"""Files taken into the workbook: what is asked before one is."""

import copy
import json
import zipfile
from pathlib import Path

import pytest
from support.twenty import IMS_DOCUMENTS, ims_payload

from ims_xl.issues import ImsError
from ims_xl.workflow import import_portal

from .conftest import Agreeing

ASKED = (
    "two.zip/october.json, two.zip/november.json hold documents of the same sections. Are they parts of one download?"
)


@pytest.fixture
def two(tmp_path: Path) -> Path:
    """A zip of two downloads: twenty documents, and one other invoice a month later."""
    october = ims_payload()
    invoice = copy.deepcopy(october["imsDetails"]["b2b"][0]) | {"inum": "NEW/1", "rtnprd": "112026"}
    november = october | {"imsDetails": {"b2b": [invoice]}}
    with zipfile.ZipFile(tmp_path / "two.zip", "w") as archive:
        archive.writestr("october.json", json.dumps(october))
        archive.writestr("november.json", json.dumps(november))
    return tmp_path / "two.zip"


def test_a_zip_of_two_downloads_is_not_taken_for_one_download_unasked(desk, two):
    with pytest.raises(ImsError, match="may be downloads of different times") as caught:
        desk.do(import_portal, [two])
    assert caught.value.issue.remedy.startswith("Import the newest download alone.")
    assert desk.look(lambda job: len(job.documents())) == 0


def test_parts_of_one_download_are_taken_together(desk, two):
    agreeing = Agreeing()
    desk.do(import_portal, [two], ui=agreeing)
    assert ASKED in agreeing.questions
    assert desk.look(lambda job: len(job.documents())) == len(IMS_DOCUMENTS) + 1
