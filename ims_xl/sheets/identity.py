"""What a workbook knows of itself, kept on its very hidden `_ims` sheet so that it survives copying."""

import base64
import datetime as dt
import json
import re
import zlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from ims_xl import __version__
from ims_xl.gst import periods
from ims_xl.gst.gstin import is_valid
from ims_xl.issues import ImsError
from ims_xl.plain_names import is_device
from ims_xl.workbook.backups import advice
from ims_xl.workbook.book import METADATA

FORMAT = 1
SANDBOX = "SANDBOX"  # the provider of workbooks that never touch the real portal
DIGEST_BYTES = 128 * 2**20  # unpacked; a workbook of 200,000 documents has about 50 MB

_BOOK_ID = re.compile(r"[0-9a-f]{32}")
_PROVIDER = re.compile(r"\w[\w -]{0,39}")  # with spaces: workbooks of before held the profile's name for people


def _is_time(value: object) -> bool:
    if not isinstance(value, str) or len(value) > 40:
        return False
    try:
        return bool(dt.datetime.fromisoformat(value))
    except ValueError:
        return False


def _is_provider(value: object) -> bool:
    return value == "" or (isinstance(value, str) and bool(_PROVIDER.fullmatch(value)) and not is_device(value))


def _is_days(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value < 1e9


def _are_texts(values: Iterable[object]) -> bool:
    return all(isinstance(value, str) for value in values)


# Plain checks: pydantic would cost every click the time of its import.
_CHECKS: dict[str, Callable[[object], bool]] = {
    "book_id": lambda value: isinstance(value, str) and bool(_BOOK_ID.fullmatch(value)),  # names files: undo, backups
    "gstin": lambda value: isinstance(value, str) and is_valid(value),  # names a file: the store
    "period": lambda value: isinstance(value, str) and value != "" and periods.find_period(value) == value,
    "created_at": _is_time,
    "portal_at": lambda value: value == "" or _is_time(value),
    "drawn_at": lambda value: value == "" or _is_time(value),
    "remind_days": _is_days,
    "closed_at": lambda value: value == "" or _is_time(value),
    "provider": _is_provider,
    "digest": lambda value: isinstance(value, str),
}
_OLDER = {
    "portal_at": "",
    "drawn_at": "",
    "remind_days": 0.0,
    "provider": "",
    "closed_at": "",
}  # workbooks of before may lack these


@dataclass(frozen=True)
class Identity:
    """One GSTIN, one return period, and a digest of what the sheets last showed.

    `drawn`: doc_id -> fingerprint of every document that had a line. `links`: pairs of doc_ids, IMS and books.
    `portal_at` and `drawn_at`: when the portal's data was last read and the sheets last written; `remind_days`: the
    setting. The add-in reads these to remind of old data.
    `closed_at`: when its month was finished, "" while it is open.
    `provider`: who connected it to GSTN last, "" while it works with files, SANDBOX for ever when it was made for that.
    """

    book_id: str
    gstin: str
    period: str
    created_at: str
    drawn: Mapping[str, str] = field(default_factory=dict)
    links: tuple[tuple[str, str], ...] = ()
    portal_at: str = ""
    drawn_at: str = ""
    remind_days: float = 0.0
    provider: str = ""
    closed_at: str = ""

    @property
    def is_sandbox(self) -> bool:
        """Whether nothing in the workbook is real."""
        return self.provider == SANDBOX

    def to_text(self) -> str:
        """The text of the `_ims` sheet; the digest is compressed."""
        digest = json.dumps({"drawn": dict(self.drawn), "links": self.links}, ensure_ascii=False)
        packed = base64.b64encode(zlib.compress(digest.encode(), 9)).decode()
        facts = {
            "format": FORMAT,
            "program": f"ims_xl {__version__}",
            "book_id": self.book_id,
            "gstin": self.gstin,
            "period": self.period,
            "created_at": self.created_at,
            "portal_at": self.portal_at,
            "drawn_at": self.drawn_at,
            "remind_days": self.remind_days,
            "provider": self.provider,
            "closed_at": self.closed_at,
            "digest": packed,
        }
        return json.dumps(facts)

    @classmethod
    def from_text(cls, text: str, file: str) -> "Identity":
        """The identity in that text, every part of it checked: the sheet may come from anybody.

        Raises ImsError when it is damaged, was changed by hand or was written by a newer version.
        """
        try:
            said = json.loads(text)
        except (ValueError, RecursionError):
            raise _damaged(file, "") from None
        if isinstance(said, dict) and said.get("kind") == "practice":
            remedy = "Open a client's workbook from it; batch and practice work on the practice workbook itself."
            raise ImsError("this is the practice workbook, not that of one month", remedy, file=file)
        version = said.get("format") if isinstance(said, dict) else None
        if type(version) is not int or version < 1:
            raise _damaged(file, "format", version)
        if version > FORMAT:
            raise ImsError("this workbook was made by a newer ims_xl", "Install the newer version.", file=file)
        facts = {**_OLDER, **said}
        for part, is_right in _CHECKS.items():
            if not is_right(facts.get(part)):
                raise _damaged(file, part, facts.get(part))
        try:
            drawn, links = _digest(_unpacked(facts["digest"]))
        except (ValueError, TypeError, KeyError, RecursionError, zlib.error):
            raise _damaged(file, "digest") from None
        return cls(**{part: facts[part] for part in _CHECKS if part != "digest"}, drawn=drawn, links=links)


def _digest(plain: bytes) -> tuple[dict[str, str], tuple[tuple[str, str], ...]]:
    """`drawn` and `links`. Raises ValueError, TypeError, KeyError and RecursionError when they are not there."""
    content = json.loads(plain)
    drawn, links = content["drawn"], tuple((ims, book) for ims, book in content["links"])
    if not isinstance(drawn, dict) or not _are_texts(drawn.values()) or not all(map(_are_texts, links)):
        raise ValueError("it holds something else than texts")
    return drawn, links


def _unpacked(packed: str) -> bytes:
    """The digest, unpacked no further than it may be large. Raises ValueError and zlib.error."""
    stream = zlib.decompressobj()
    plain = stream.decompress(base64.b64decode(packed, validate=True), DIGEST_BYTES)
    if not stream.eof:
        raise ValueError("it is cut off, or larger than any workbook of ours")
    return plain


def _damaged(file: str, part: str, value: object = "") -> ImsError:
    reason = "the hidden sheet _ims of this workbook is damaged or was changed by hand"
    remedy = f"Leave the sheet as it is, and {advice(file)}."
    shown = str(value)[:80] if isinstance(value, str | int | float) and part else ""
    return ImsError(reason, remedy, file=file, sheet=METADATA, column=part, value=shown)
