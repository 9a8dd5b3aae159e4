"""The stand-in judges our client, so it shares no code with it and is reached from this machine only."""

import ast
import json
from dataclasses import fields
from pathlib import Path

import pytest
from support.gstn_client import GstnClient

import ims_xl.sandbox
from ims_xl.sandbox import RECIPIENT, Variants, read_faults, serve
from ims_xl.sandbox.errors import REASONS

MODULES = sorted(Path(ims_xl.sandbox.__file__).parent.glob("*.py"))


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.stem)
def test_it_imports_nothing_of_ours(module):
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0
            names = [node.module or ""] if node.module != "ims_xl" else [f"ims_xl.{alias.name}" for alias in node.names]
        assert all(name.startswith("ims_xl.sandbox") for name in names if name.split(".")[0] == "ims_xl")


def test_it_listens_on_this_machine_only(sandbox):
    assert sandbox.base_url.startswith("http://127.0.0.1:")


def test_settings_of_a_faults_file(tmp_path):
    path = tmp_path / "faults.json"
    rules = [{"fault": "system", "action": "GETCNT"}]
    path.write_text(json.dumps({"seed": 3, "rules": rules, "variants": {"counts": "all"}, "clock": "2026-11-20T08:00"}))
    with serve(faults=read_faults(path)) as sandbox:
        assert sandbox.clock.now().isoformat() == "2026-11-20T08:00:00"
        assert sandbox.variants.counts == "all"
        assert sandbox.faults.strike("GETCNT").name == "system"


@pytest.mark.parametrize(
    "content", ["[]", "{", '{"rule": []}', '{"variants": {"colour": 1}}', '{"rules": [{"fault": "x"}]}']
)
def test_a_wrong_faults_file_is_told(tmp_path, content):
    path = tmp_path / "faults.json"
    path.write_text(content)
    with pytest.raises(ValueError, match=r".+"), serve(faults=read_faults(path)):
        pass


def test_it_serves_the_sample_month():
    sample = json.loads(
        (Path(__file__).parents[2] / "workbook_template" / "sample_ims.json").read_text(encoding="utf-8")
    )
    with serve() as sandbox:
        loaded = sandbox.ledger.load(sample, RECIPIENT)
        assert loaded == sum(len(records) for records in sample["imsDetails"].values())
        client = GstnClient(sandbox.base_url, RECIPIENT).sign_in()
        for section, key in (("B2B", "b2b"), ("CN", "b2bcn"), ("DNA", "b2bdna"), ("ECOM", "ecom"), ("IMPG", "impg")):
            wanted = [
                {k: v for k, v in record.items() if k != "itcRedReqBlocked"} for record in sample["imsDetails"][key]
            ]
            held = [
                {k: v for k, v in record.items() if k != "isItcRedReqBlocked"} for record in client.documents(section)
            ]
            assert held == wanted


def test_every_code_and_every_variant_is_tested():
    tests = "".join(path.read_text(encoding="utf-8") for path in Path(__file__).parent.glob("test_*.py"))
    assert [code for code, _ in REASONS.values() if code not in tests] == []
    assert [field.name for field in fields(Variants) if field.name not in tests] == []
