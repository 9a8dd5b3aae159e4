"""Secrets in a file that only its owner can read, for machines without a credential store."""

import json
import os
import sys
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from ims_xl.issues import ImsError
from ims_xl.replacing import write

_HELD = TypeAdapter(dict[str, dict[str, str]])
_OTHERS = 0o077  # any right of the group or of everybody


class FileVault:
    """Secrets of one provider in a JSON file: `{"profile": {"https://address client_id": "..."}}`.

    The file is made when the first secret is kept. Raises ImsError when others can read it or it is no such file.
    """

    def __init__(self, path: Path, provider: str) -> None:
        self._path, self._provider = path, provider
        self._read()

    def get(self, name: str) -> str:
        """The secret, "" when there is none."""
        return self._read().get(self._provider, {}).get(name, "")

    def put(self, name: str, secret: str) -> None:
        """Keep a secret."""
        held = self._read()
        held.setdefault(self._provider, {})[name] = secret
        self._write(held)

    def drop(self, name: str) -> None:
        """Forget a secret, also when there is none."""
        held = self._read()
        if held.get(self._provider, {}).pop(name, None) is not None:
            self._write(held)

    def _read(self) -> dict[str, dict[str, str]]:
        try:
            refuse_shared(self._path)
            held = json.loads(self._path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return {}
        except (OSError, ValueError, RecursionError):
            held = None
        try:
            return _HELD.validate_python(held)
        except ValidationError:
            reason = "the file of secrets cannot be read as JSON, profile by profile"
            raise ImsError(reason, "See docs/install.md for how it is written.", file=str(self._path)) from None

    def _write(self, held: dict[str, dict[str, str]]) -> None:
        write(self._path, json.dumps(held, indent=1).encode(), private=True)


def refuse_shared(path: Path) -> None:
    """Raises ImsError when others than its owner can read the file (not asked on Windows), OSError when it is gone."""
    if sys.platform == "win32":
        return
    found = path.stat()
    if found.st_mode & _OTHERS or found.st_uid != os.geteuid():
        remedy = f"Make it yours alone: chmod 600 {path}"
        raise ImsError("others on this computer can read the file of secrets", remedy, file=str(path))
