"""Files taken into the workbook: what is asked before one is."""

import copy
import json
import zipfile
from pathlib import Path

import pytest
from support.months import Months, portal_file, record
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


@pytest.mark.parametrize("name", ["october.json", "newest.json"])
def test_the_download_of_october_is_not_taken_for_that_of_november_unasked(tmp_path: Path, name: str):
    months = Months(tmp_path)
    months.begin("102026")
    october = portal_file(tmp_path / "october.json", record("F/1", "05-10-2026", 1000))
    months.do("102026", import_portal, [october])
    months.begin("112026", after="102026")
    same = tmp_path / name
    same.write_bytes(october.read_bytes())

    with pytest.raises(ImsError, match="this very file was read for Oct-2026 already") as caught:
        months.do("112026", import_portal, [same])
    assert caught.value.issue.file == name
    assert months.look("112026", lambda job: len(job.documents())) == 0

    agreeing = Agreeing()
    months.do("112026", import_portal, [same], ui=agreeing)
    assert (
        f"{name}: this very file was read for Oct-2026 already, it is no new download. Take it in?"
        in agreeing.questions
    )
    assert months.look("112026", lambda job: len(job.documents())) == 1
