"""The archive of traffic: what is kept, what is masked, how it stays small."""

import datetime as dt
import json
from pathlib import Path

import pytest

from ims_xl.gstn import archive
from ims_xl.gstn.archive import Archive

NOW = dt.datetime(2026, 11, 12, 10, 0, tzinfo=dt.UTC)


def lines(folder: Path) -> list[str]:
    return [line for file in sorted(folder.glob("*")) for line in file.read_text(encoding="utf-8").splitlines()]


def test_an_entry_is_a_line_of_json(tmp_path: Path) -> None:
    traffic = Archive(tmp_path / "traffic", 1000, NOW)
    traffic.add({"what": "Counting ₹", "answer": {"status": 200}})
    traffic.add({"what": "again"})
    assert [json.loads(line) for line in lines(tmp_path / "traffic")] == [
        {"what": "Counting ₹", "answer": {"status": 200}},
        {"what": "again"},
    ]


def test_the_oldest_files_go(tmp_path: Path) -> None:
    traffic = Archive(tmp_path, 10_000, NOW)
    for number in range(300):
        traffic.add({"number": number, "text": "x" * 100})
    kept = [json.loads(line)["number"] for line in lines(tmp_path)]
    assert sum(file.stat().st_size for file in tmp_path.glob("*")) <= 10_000
    assert kept == list(range(300 - len(kept), 300))
    assert len(kept) > 50


def test_a_secret_is_hidden_wherever_it_turns_up(tmp_path: Path) -> None:
    traffic = Archive(tmp_path, 1000, NOW)
    for secret in ('s3"cret', "1234", "ab"):
        traffic.hide(secret)
    traffic.add({"message": 'the OTP 1234 of s3"cret is ab'})
    assert lines(tmp_path) == ['{"message": "the OTP *** of *** is ab"}']


def test_only_what_is_known_to_be_harmless_is_kept_of_a_request() -> None:
    entry = archive.request_entry(
        "GET",
        "https://gsp.example/ims?token=secret",
        {"auth-token": "secret", "client-secret": "secret", "x-gsp-key": "secret", "txn": "1", "state-cd": "27"},
        {"action": "FILEDET", "gstin": "27AAZCD1111E1ZS", "token": "secret"},
        {"action": "SAVE", "data": "secret", "hmac": "secret", "app_key": "secret", "otp": "secret"},
        {"rtin": "27AAZCD1111E1ZS"},
    )
    assert "secret" not in json.dumps(entry).replace("client-secret", "")
    assert entry["headers"] == {
        "auth-token": "***",
        "client-secret": "***",
        "x-gsp-key": "***",
        "txn": "1",
        "state-cd": "27",
    }
    assert entry["query"] == {"action": "FILEDET", "gstin": "27AAZCD1111E1ZS", "token": "***"}
    assert entry["payload"] == {"rtin": "27AAZCD1111E1ZS"}


def test_documents_are_kept_and_keys_inside_masked() -> None:
    entry = archive.answer_entry(
        200,
        {"Content-Type": "application/json", "Set-Cookie": "secret"},
        {"status_cd": "1", "data": "secret", "rek": "secret", "hmac": "secret", "sek": "secret"},
        {"ek": "secret", "urls": [{"ul": "https://files.example/1.gz?sig=secret", "hash": "abc"}], "token": "secret"},
    )
    assert "secret" not in json.dumps(entry)
    assert entry["content"] == {
        "ek": "***",
        "urls": [{"ul": "https://files.example/1.gz", "hash": "abc"}],
        "token": "***",
    }
    assert archive.answer_entry(200, {}, {}, {"b2b": [{"inum": "A1"}]})["content"] == {"b2b": [{"inum": "A1"}]}


def test_of_a_huge_answer_only_size_and_hash_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "_ENTRY_BYTES", 20)
    kept = archive.answer_entry(200, {}, {}, {"b2b": ["A1", "A2", "A3"]})["content"]
    assert isinstance(kept, dict)
    assert kept["too_large_to_keep"] == len('{"b2b": ["A1", "A2", "A3"]}')
    assert len(kept["sha256"]) == 64
