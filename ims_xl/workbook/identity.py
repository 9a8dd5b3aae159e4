"""What a workbook knows of itself, kept on its very hidden `_ims` sheet so that it survives copying."""

import base64
import datetime as dt
import json
import re
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StrictInt, ValidationError

from ims_xl import __version__
from ims_xl.gst import periods
from ims_xl.gst.gstin import is_valid
from ims_xl.issues import ImsError
from ims_xl.plain_names import is_device

FORMAT = 1
METADATA = "_ims"  # key and name of the sheet that makes a workbook ours
SANDBOX = "SANDBOX"  # the provider of workbooks that never touch the real portal
DIGEST_BYTES = 128 * 2**20  # unpacked; a workbook of 200,000 documents has about 50 MB

_PROVIDER = re.compile(r"\w[\w -]{0,39}")  # with spaces: workbooks of before held the profile's name for people


def _checked_gstin(text: str) -> str:
    if not is_valid(text):
        raise ValueError("the GSTIN is none")
    return text


def _checked_period(text: str) -> str:
    if not text or periods.find_period(text) != text:
        raise ValueError("the period is none")
    return text


def _checked_time(text: str) -> str:
    if text:
        dt.datetime.fromisoformat(text)
    return text


def _checked_provider(text: str) -> str:
    if text and (not _PROVIDER.fullmatch(text) or is_device(text)):
        raise ValueError("a provider is named by one plain name, never by a place")
    return text


_Time = Annotated[str, Field(max_length=40), AfterValidator(_checked_time)]


class _Version(BaseModel):
    format: StrictInt


class _Facts(BaseModel):
    """What the text may say; a key that is not known was written by another version and is left alone."""

    model_config = ConfigDict(allow_inf_nan=False)

    book_id: Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")]  # it names files: undo, backups
    gstin: Annotated[str, AfterValidator(_checked_gstin)]  # it names a file: the store
    period: Annotated[str, AfterValidator(_checked_period)]
    created_at: Annotated[_Time, Field(min_length=1)]
    portal_at: _Time = ""
    drawn_at: _Time = ""
    remind_days: Annotated[float, Field(ge=0, lt=1e9)] = 0.0
    provider: Annotated[str, AfterValidator(_checked_provider)] = ""
    digest: str


class _Digest(BaseModel):
    drawn: dict[str, str]
    links: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Identity:
    """One GSTIN, one return period, and a digest of what the sheets last showed.

    `drawn`: doc_id -> fingerprint of every document that had a line. `links`: pairs of doc_ids, IMS and books.
    `portal_at` and `drawn_at`: when the portal's data was last read and the sheets last written; `remind_days`: the
    setting. The add-in reads these to remind of old data.
    `provider`: who connected it to GSTN last, "" on the file road, SANDBOX for ever when it was made for that.
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
            "digest": packed,
        }
        return json.dumps(facts)

    @classmethod
    def from_text(cls, text: str, file: str) -> "Identity":
        """The identity in that text, every part of it checked: the sheet may come from anybody.

        Raises ImsError when it is damaged, was changed by hand or was written by a newer version.
        """
        try:
            if _Version.model_validate_json(text).format > FORMAT:
                raise ImsError("this workbook was made by a newer ims_xl", "Install the newer version.", file=file)
            facts = _Facts.model_validate_json(text)
            digest = _Digest.model_validate_json(_unpacked(facts.digest))
        except ValidationError as error:
            first = error.errors(include_url=False)[0]
            raise _damaged(file, ".".join(map(str, first["loc"])), first["input"]) from None
        except (ValueError, zlib.error):
            raise _damaged(file, "digest") from None
        known = facts.model_dump(exclude={"digest"})
        return cls(**known, drawn=digest.drawn, links=digest.links)


def _unpacked(packed: str) -> bytes:
    """The digest, unpacked no further than it may be large. Raises ValueError and zlib.error."""
    stream = zlib.decompressobj()
    plain = stream.decompress(base64.b64decode(packed, validate=True), DIGEST_BYTES)
    if not stream.eof:
        raise ValueError("it is cut off, or larger than any workbook of ours")
    return plain


def _damaged(file: str, part: str, value: object = "") -> ImsError:
    reason = "the hidden sheet _ims of this workbook is damaged or was changed by hand"
    remedy = f"Go back to a copy from the backups folder: ims-xl restore {file}"
    shown = str(value)[:80] if isinstance(value, str | int | float) and part else ""
    return ImsError(reason, remedy, file=file, sheet=METADATA, column=part, value=shown)
