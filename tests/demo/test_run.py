"""The whole month over HTTP, as `python tasks.py demo` does it, and what it leaves behind."""

import base64
import json
from pathlib import Path

import pytest
from support.secret_scan import contents

from ims_xl.demo import run_demo
from ims_xl.gstn.credentials import MemoryVault
from ims_xl.terminal import Terminal


@pytest.fixture(scope="module")
def vaults() -> list[MemoryVault]:
    return []


@pytest.fixture(scope="module")
def left(tmp_path_factory: pytest.TempPathFactory, vaults: list[MemoryVault]):
    """The folder the demo leaves, its JSON summary in summary.json; every vault that was opened is in `vaults`."""
    folder = tmp_path_factory.mktemp("demo")
    lines: list[dict[str, object]] = []

    class Listening(Terminal):
        def json(self, value):
            lines.append(dict(value))

    class Vault(MemoryVault):
        def __init__(self, secrets=None):
            super().__init__(secrets)
            vaults.append(self)

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("IMS_XL_HOME", str(folder / "unused"))
        patch.setattr("ims_xl.gstn.credentials.MemoryVault", Vault)
        run_demo(folder, 0, 1, Listening(as_json=True))
    (folder / "summary.json").write_text(json.dumps(lines[-1], default=str), encoding="utf-8")
    return folder


def test_the_summary_tells_what_was_pushed_and_what_gstr2b_gives(left: Path):
    summary = json.loads((left / "summary.json").read_text(encoding="utf-8"))
    assert summary["pushed"] == {"Accept": 28, "Reject": 2, "Pending": 3, "No Action": 0}
    assert summary["push_errors"] == 0
    assert set(summary["gstr2b"]) == {"itc_available", "itc_rejected", "documents", "differences"}
    assert summary["gstr2b"]["differences"] == 0
    assert summary["gstr2b"]["itc_available"] > 0


def test_no_secret_of_the_run_is_in_anything_it_leaves(left: Path, vaults: list[MemoryVault]):
    """Every file, and every part inside workbooks: client id and secret, token, session key, OTP; in hex and base64 too."""
    secrets = {secret for vault in vaults for name, secret in vault._secrets.items() if not name.endswith("expiry")}
    assert len(secrets) >= 4
    everything = contents(left)
    assert len(everything) > 100_000
    assert [secret for secret in [*secrets, "575757"] if secret.encode() in everything] == []
    written = {
        form
        for secret in secrets
        for form in (secret.encode().hex().encode(), base64.b64encode(secret.encode()), *_decoded(secret))
    }
    assert [form for form in written if form in everything or form.upper() in everything] == []


def _decoded(secret: str) -> list[bytes]:
    """Of a key that is kept as base64 its bytes, and these in hex."""
    try:
        plain = base64.b64decode(secret, validate=True)
    except ValueError:
        return []
    return [plain, plain.hex().encode()] if len(plain) >= 16 else []
