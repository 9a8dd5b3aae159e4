"""What a workbook knows of itself, kept on its very hidden `_ims` sheet so that it survives copying."""

import base64
import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field

from ims_xl import __version__
from ims_xl.issues import ImsError
from ims_xl.workbook.backups import advice

FORMAT = 1
METADATA = "_ims"  # key and name of the sheet that makes a workbook ours
SANDBOX = "SANDBOX"  # the provider of workbooks that never touch the real portal


@dataclass(frozen=True)
class Identity:
    """One GSTIN, one return period, and a digest of what the sheets last showed.

    `drawn`: doc_id -> fingerprint of every document that had a line. `links`: pairs of doc_ids, IMS and books.
    `portal_at` and `drawn_at`: when the portal's data was last read and the sheets last written; `remind_days`: the
    setting. The add-in reads these to remind of old data.
    `closed_at`: when its month was finished, "" while it is open.
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
        """The identity in that text.

        Raises ImsError when it is damaged or was written by a newer version.
        """
        try:
            facts = json.loads(text)
            if facts["format"] > FORMAT:
                raise ImsError("this workbook was made by a newer ims_xl", "Install the newer version.", file=file)
            digest = json.loads(zlib.decompress(base64.b64decode(facts["digest"])))
            links = tuple((str(ims), str(book)) for ims, book in digest["links"])
            names = ("book_id", "gstin", "period", "created_at")
            known = {name: facts[name] for name in names}
            return cls(
                **known,
                drawn=digest["drawn"],
                links=links,
                provider=facts.get("provider", ""),
                closed_at=facts.get("closed_at", ""),
            )
        except (ValueError, KeyError, TypeError, zlib.error) as error:
            raise ImsError(
                "the hidden sheet _ims of this workbook is damaged",
                f"Leave the sheet as it is, and {advice(file)}.",
                file=file,
                sheet="_ims",
            ) from error
