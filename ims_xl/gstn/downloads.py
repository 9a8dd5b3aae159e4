"""Large answers: a token, the list of files behind it, each file compared with its hash, unpacked and decrypted."""

import gzip
import hashlib
import io
import tarfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from ims_xl.gstn import answers, envelope
from ims_xl.gstn.envelope import EnvelopeError
from ims_xl.gstn.errors import GstnError
from ims_xl.gstn.providers import Profile
from ims_xl.gstn.transport import Transport

_LARGEST = 2**30  # bytes of one file when unpacked
_GZIP = b"\x1f\x8b"

Content = dict[str, Any]
Fetch = Callable[[str, str], bytes]
"""The bytes of a file at a place that the portal names, and what to call that for people."""


def poll_until_ready(ask: Callable[[], Content], transport: Transport, profile: Profile, what: str) -> Content:
    """The answer once the portal has it ready; until then waits as long as it asks, else by the schedule.

    Raises GstnError RTN_24 when that takes longer than the profile allows.
    """
    waited, steps = 0.0, list(profile.polling.files)
    while True:
        try:
            content = ask()
            # Some say "queued" as an error, some as the number of the request to come back for.
            if "requestid" not in content:
                return content
            queued = GstnError("RTN_24", details=content)
        except GstnError as error:
            if error.entry.doing != "queued":
                raise
            queued = error
        minutes = answers.number(queued.details.get("retryTimeInMinutes")) or 0
        seconds = minutes * 60.0 or (steps.pop(0) if len(steps) > 1 else steps[0])
        if waited + seconds > profile.polling.files_longest:
            raise queued
        transport.pause(seconds, f"{what}: the portal prepares the files")
        waited += seconds


def read_files(listing: Mapping[str, Any], fetch: Fetch, what: str) -> Iterator[Content]:
    """The objects in the files of a FILEDET answer, file by file.

    Raises EnvelopeError when one cannot be trusted: wrong hash, wrong key, not built as GSTN builds it.
    """
    urls, encoded = listing.get("urls"), listing.get("ek")
    if not isinstance(urls, list) or not urls or not isinstance(encoded, str):
        raise EnvelopeError("the portal's list of files is not built as expected")
    key = envelope.from_base64(encoded)
    if len(key) != envelope.KEY_BYTES:
        raise EnvelopeError("the key of the files has the wrong length")
    if (count := answers.number(listing.get("fc"))) and count != len(urls):
        raise EnvelopeError(f"the portal names {len(urls)} of {count} files")
    for at, file in enumerate(urls, 1):
        place, expected = (file.get("ul"), file.get("hash")) if isinstance(file, dict) else (None, None)
        if not isinstance(place, str) or not isinstance(expected, str):
            raise EnvelopeError("the portal's list of files is not built as expected")
        data = _verified(lambda: fetch(place, f"{what}: file {at} of {len(urls)}"), expected)  # noqa: B023 (called here)
        for member in _members(data):
            yield _open(member, key)


def merge(parts: Iterator[Content]) -> Content:
    """One object of all: lists are joined, objects merged, of other values the first is kept."""
    whole: Content = {}
    for part in parts:
        _merge_into(whole, part)
    return whole


def _merge_into(whole: Content, part: Mapping[str, Any]) -> None:
    for name, value in part.items():
        held = whole.get(name)
        if isinstance(value, list) and isinstance(held, list):
            held.extend(value)
        elif isinstance(value, dict) and isinstance(held, dict):
            _merge_into(held, value)
        elif held in (None, "", [], {}):
            whole[name] = value


def _verified(fetch: Callable[[], bytes], expected: str) -> bytes:
    """The bytes of the file; one that came damaged is fetched once more."""
    for _ in range(2):
        data = fetch()
        if hashlib.sha256(data).hexdigest() == expected.strip().lower():
            return data
    raise EnvelopeError("a file of the portal was changed on the way: its hash does not fit")


def _members(data: bytes) -> Iterator[bytes]:
    """The files in a tar.gz, or the one in a gzip, or the bytes themselves."""
    if not data.startswith(_GZIP):
        yield data
        return
    try:
        with gzip.open(io.BytesIO(data)) as stream:
            plain = stream.read(_LARGEST + 1)
        if len(plain) > _LARGEST:
            raise EnvelopeError("a file of the portal is larger than 1 GB")
        if plain[257:262] != b"ustar":
            yield plain
            return
        with tarfile.open(fileobj=io.BytesIO(plain)) as archive:
            for member in archive:
                if content := archive.extractfile(member):
                    yield content.read()
    except (OSError, EOFError, zlib.error, tarfile.TarError):
        raise EnvelopeError("a file of the portal is damaged") from None


def _open(member: bytes, key: bytes) -> Content:
    """The object in a member: ciphertext as bytes or as base64, its JSON plain or as base64."""
    try:
        sealed = envelope.from_base64(member.strip())
    except EnvelopeError:
        sealed = member
    plain = envelope.decrypt_bytes(key, sealed)
    return envelope.read_object(plain if plain.lstrip().startswith(b"{") else envelope.from_base64(plain))
