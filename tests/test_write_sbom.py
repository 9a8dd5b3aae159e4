"""The bill of materials that is built beside the wheel."""

import json
import re
from importlib import metadata
from pathlib import Path

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

import write_sbom
from list_licences import DEVELOPERS, packages
from write_sbom import text

LOCK = (Path(__file__).parents[1] / "constraints.lock").read_text(encoding="utf-8").partition(DEVELOPERS)[0]


@pytest.fixture(scope="module")
def bill() -> dict[str, list[dict[str, object]]]:
    return json.loads(text())


def test_it_is_what_the_schema_of_cyclonedx_asks_for(bill):
    validator = JsonStrictValidator(SchemaVersion.V1_6)
    assert validator.validate_str(json.dumps(bill)) is None
    assert validator.validate_str(json.dumps({**bill, "version": "one"})) is not None


def test_every_package_that_is_installed_to_run_is_in_it_with_its_licence(bill):
    named = {"BSD", "Public domain"}  # no names of SPDX

    def licence(component):
        (one,) = component["licenses"]
        return one.get("expression") or one["license"].get("id") or one["license"]["name"]

    assert [(one["name"], one["version"], licence(one)) for one in bill["components"]] == packages()
    by_name = {
        one["license"]["name"]
        for part in bill["components"]
        for one in part["licenses"]
        if "name" in one.get("license", {})
    }
    assert by_name <= named


def test_the_checksums_are_those_that_pip_asks_for(bill):
    found = {one["content"] for part in bill["components"] for one in part["hashes"]}
    assert found == set(re.findall(r"sha256:([0-9a-f]{64})", LOCK))
    assert all(part["hashes"] for part in bill["components"])


def test_a_package_of_one_system_says_which(bill):
    marked = {one["name"]: one["properties"][0]["value"] for one in bill["components"] if "properties" in one}
    assert marked == {
        "appscript": 'sys_platform == "darwin"',
        "colorama": 'sys_platform == "win32"',
        "pywin32": 'sys_platform == "win32"',
        "pywin32-ctypes": 'sys_platform == "win32"',
    }
    assert {one["name"] for one in bill["components"] if one["scope"] == "optional"} == set(marked)


def test_who_needs_whom(bill):
    needs = {re.sub(r"pkg:pypi/|@.*", "", one["ref"]): one.get("dependsOn", []) for one in bill["dependencies"]}
    names = {name: [re.sub(r"pkg:pypi/|@.*", "", one) for one in refs] for name, refs in needs.items()}
    assert names["requests"] == ["certifi", "charset-normalizer", "idna", "urllib3"]
    assert names["xlwings"] == ["appscript", "psutil", "pywin32"]
    assert {"pandas", "xlwings", "openpyxl"} <= set(names["ims-xl"])
    reached, waiting = set(), ["ims-xl"]
    while waiting:
        reached.add(one := waiting.pop())
        waiting += [name for name in names[one] if name not in reached]
    assert reached == {"ims-xl", *(name for name, _, _ in packages())}


def test_it_is_the_same_bytes_at_any_time_and_another_with_another_package(monkeypatch, tmp_path):
    first = text()
    assert "timestamp" not in first
    monkeypatch.setattr("uuid.uuid4", lambda: pytest.fail("a number of chance"))
    assert text() == first
    (tmp_path / "constraints.lock").write_text(LOCK.replace("xlrd==2.0.2", "xlrd==2.0.1"), encoding="utf-8")
    monkeypatch.setattr(write_sbom, "ROOT", tmp_path)
    monkeypatch.setattr("list_licences.ROOT", tmp_path)
    other = json.loads(text())
    assert other["serialNumber"] != json.loads(first)["serialNumber"]
    assert "pkg:pypi/xlrd@2.0.1" in {one["purl"] for one in other["components"]}


def test_it_is_written_under_the_version_of_the_program(tmp_path):
    write_sbom.main([str(tmp_path / "dist")])
    (path,) = (tmp_path / "dist").iterdir()
    assert path.name == f"ims_xl-{metadata.version('ims-xl')}.cdx.json"
    assert path.read_text(encoding="utf-8") == text()
