"""The archive of traffic: every exchange with the portal in plain JSON lines, without secrets, bounded in size."""

import datetime as dt
import hashlib
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from ims_xl.private import only_mine, private_folder

MASK = "***"
_FILES = 10
_ENTRY_BYTES = 4 * 2**20

# What is not named here is masked: what a GSP adds may be a secret too.
_HEADERS = {"content-type", "content-length", "date", "retry-after", "state-cd", "txn", "gstin", "ret_period"}
_QUERY = {"action", "gstin", "section", "status", "goods_typ", "int_tran_id", "rtnprd", "file_num"}
_BODY = {"action", "status_cd", "error", "expiry", "est", "requestid", "retryTimeInMinutes", "reference_id", "fc"}
_SECRETS = {"token", "auth_token", "auth-token", "app_key", "sek", "rek", "ek", "otp", "hmac", "client-secret"}


class Archive:
    """Files `TIME-PROCESS-NUMBER.jsonl` in a folder; the oldest go when all together exceed the limit in bytes."""

    def __init__(self, folder: Path, limit: int, now: dt.datetime) -> None:
        self._folder, self._limit = folder, limit
        self._name = f"{now:%Y%m%dT%H%M%S}-{os.getpid()}"
        self._number = 1
        self._hidden: set[str] = set()

    def hide(self, secret: str) -> None:
        """Never write this text, wherever it turns up."""
        if len(secret) >= 4:  # shorter ones would blank out half of the archive
            self._hidden |= {secret, json.dumps(secret)[1:-1]}

    def add(self, entry: Mapping[str, object]) -> None:
        """Write one exchange.

        Raises OSError when it cannot be written.
        """
        line = json.dumps(entry, ensure_ascii=False, default=str)
        for secret in self._hidden:
            line = line.replace(secret, MASK)
        data = f"{line}\n".encode()
        private_folder(self._folder)
        path = self._folder / f"{self._name}-{self._number:06d}.jsonl"
        with open(path, "ab", opener=only_mine) as file:
            file.write(data)
            full = file.tell() > self._limit // _FILES
        if full:
            self._number += 1
        self._trim()

    def _trim(self) -> None:
        files = sorted(self._folder.glob("*.jsonl"))
        total = sum(file.stat().st_size for file in files)
        for file in files[:-1]:
            if total <= self._limit:
                return
            total -= file.stat().st_size
            file.unlink(missing_ok=True)


def request_entry(
    method: str,
    url: str,
    headers: Mapping[str, str],
    query: Mapping[str, str],
    body: Mapping[str, object] | None,
    payload: Mapping[str, object] | None,
) -> dict[str, object]:
    """What is kept of a request; `payload` is what `data` of the body held before it was sealed."""
    kept: dict[str, object] = {
        "method": method,
        "url": plain_url(url),
        "headers": _allowed(headers, _HEADERS),
        "query": _allowed(query, _QUERY),
    }
    if body is not None:
        kept["body"] = _allowed(body, _BODY)
    if payload is not None:
        kept["payload"] = _bounded(payload)
    return kept


def answer_entry(
    status: int, headers: Mapping[str, str], body: Mapping[str, object], content: Mapping[str, object] | None
) -> dict[str, object]:
    """What is kept of an answer; `content` is what its `data` held."""
    kept: dict[str, object] = {
        "status": status,
        "headers": {name: value for name, value in headers.items() if name.lower() in _HEADERS},
        "body": _allowed(body, _BODY),
    }
    if content is not None:
        kept["content"] = _bounded(content)
    return kept


def file_entry(status: int, data: bytes) -> dict[str, object]:
    """What is kept of a downloaded file: its size and hash."""
    return {"status": status, "bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}


def plain_url(url: str) -> str:
    """The URL without its query, which may hold a secret."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}{parts.path}"


def _allowed(values: Mapping[str, Any], names: set[str]) -> dict[str, Any]:
    return {name: value if name.lower() in names or name in names else MASK for name, value in values.items()}


def _bounded(content: Mapping[str, object]) -> object:
    text = json.dumps(content, ensure_ascii=False)
    if len(text) <= _ENTRY_BYTES:
        return _masked(content)
    return {"too_large_to_keep": len(text), "sha256": hashlib.sha256(text.encode()).hexdigest()}


def _masked(value: object) -> object:
    if isinstance(value, list):
        return [_masked(item) for item in value]
    if not isinstance(value, dict):
        return value
    return {
        name: MASK if name in _SECRETS else plain_url(item) if name == "ul" and isinstance(item, str) else _masked(item)
        for name, item in value.items()
    }
