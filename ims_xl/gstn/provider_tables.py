"""The tables of a provider's profile that say where services are, how much, how often and how long."""

import re
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

LONGEST = 24 * 3600.0  # seconds; a longer wait is a slip
Seconds = Annotated[float, Field(gt=0, le=LONGEST, strict=True)]
Pauses = Annotated[tuple[Seconds, ...], Field(min_length=1)]
Count = Annotated[int, Field(gt=0, strict=True)]
Tries = Annotated[int, Field(gt=0, le=100, strict=True)]
Version = Annotated[str, Field(pattern=r"^[\w.-]{0,20}$")]
_PATH = re.compile(r"(/([\w.~/-]|\{version\})*)?", re.ASCII)


class Table(BaseModel):
    """Keys that are not known are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Versions(Table):
    """What stands for `{version}` in a path."""

    authenticate: Version = "v1.0"
    ims: Version = "v0.3"
    gstr2b: Version = "v0.3"


class Paths(Table):
    """Where the services are, under the base URL; `prefix` stands before each."""

    prefix: str = ""
    authenticate: str = ""
    ims: str = ""
    gstr2b: str = ""

    @field_validator("*")
    @classmethod
    def _below(cls, path: str) -> str:
        if "://" in path:
            raise ValueError("a path under base_url is needed, not an address of its own")
        if not _PATH.fullmatch(path):
            raise ValueError("a path begins with / and holds no ?, # or space, and of words {version} alone")
        return path


class Certificate(Table):
    """GSTN's public certificate: a PEM file or an address (also a path under the base URL).

    `renewed` is the address asked after TEC4002, where it differs.
    """

    file: str = ""
    url: str = ""
    renewed: str = ""

    @model_validator(mode="after")
    def _named(self) -> "Certificate":
        if not self.file and not self.url:
            raise ValueError("file or url is needed")
        return self


class Limits(Table):
    """How much goes into one request and how much is taken from one answer. Source of 4 MB: a GSP's documents.

    `per_minute`: calls, 0 for as many as there are.
    """

    records: Count = 1000
    request_bytes: Count = 3_000_000
    answer_bytes: Count = 256 * 2**20
    attempts: Tries = 5
    otp_tries: Tries = 3
    archive_bytes: Count = 50 * 2**20
    per_minute: Annotated[int, Field(ge=0, strict=True)] = 0


class Polling(Table):
    """Seconds between questions; the last counts on for `files`.

    `settle`: downloads after an answer was lost, until two agree; a lost save may still be running.
    `queued_reset`: how long after it was sent a lost reset may still wait in the portal's queue.
    """

    requests: Pauses = (2, 3, 15, 30, 60, 120, 300, 600, 720)
    settle: Pauses = (30, 30, 60, 120, 300, 600)
    files: Pauses = (2, 5, 15, 30, 60, 120, 300)
    files_longest: Seconds = 3600
    queued_reset: Annotated[float, Field(ge=0, le=LONGEST, strict=True)] = 1800


FLOORS = {"requests": 1.0, "settle": 15.0, "files": 1.0, "queued_reset": 600.0}
"""The least seconds a profile may set, but for a server on this computer: faster would be guessing."""
LEAST_LOOKS = {"requests": 4, "settle": 3}
"""So often is asked at least before the program gives up."""


class TimeOuts(Table):
    """Seconds; `read` until the next bytes of an answer come, `answer` until its last ones have."""

    connect: Seconds = 10
    read: Seconds = 90
    answer: Seconds = 900


class TestPlace(Table):
    """The provider's test environment: another base URL, or what stands before each path of the same one.

    `per_minute`: how many calls it takes, where that is fewer. It says where to try; only `profile new` reads it.
    """

    base_url: str = ""
    prefix: str = ""
    per_minute: Annotated[int, Field(ge=0, strict=True)] = 0


class Variants(Table):
    """Where GSPs differ and sources do not agree."""

    refresh_minutes: Annotated[float, Field(ge=0, le=LONGEST / 60, strict=True)] = 10
    files_url: str = ""
