"""A stand-in for GSTN that many clients sign in at, and the profile that names their users."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest

from ims_xl.sandbox import PERIOD, Sandbox, serve

OTP = "246810"
SECRETS = {"IMS_XL_CLIENT_ID": "sandbox-client", "IMS_XL_CLIENT_SECRET": "sandbox-secret"}


def write_profile(sandbox: Sandbox, users: Mapping[str, str], name: str = "northgsp", more: str = "") -> None:
    """A profile among this user's own; it is no sandbox to the program, so its sessions are kept."""
    folder = Path(os.environ["IMS_XL_HOME"]) / "profiles"
    folder.mkdir(parents=True, exist_ok=True)
    text = f'name = "North GSP"\nbase_url = "{sandbox.base_url}"\nuser_ip = "203.0.113.7"\n{more}[users]\n'
    text += "".join(f'{gstin} = "{user}"\n' for gstin, user in users.items())
    text += '[certificate]\nurl = "/certificate"\n[polling]\nrequests = [0.01, 0.01, 0.01, 0.01]\n'
    (folder / f"{name}.toml").write_text(text, encoding="utf-8")


@contextmanager
def gsp(monkeypatch: pytest.MonkeyPatch, secrets: Path, *gstins: str) -> Iterator[Sandbox]:
    """A running stand-in that knows these GSTINs; secrets and sessions are kept in that file."""
    monkeypatch.setenv("IMS_XL_SECRETS_FILE", str(secrets))
    for name, secret in SECRETS.items():
        monkeypatch.setenv(name, secret)
    with serve(variants={"otp": OTP}) as sandbox:
        for gstin in gstins:
            sandbox.ledger.load({}, gstin, PERIOD)
        yield sandbox
