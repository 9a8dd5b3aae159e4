"""Where the reference leaves room: each switch is one way in which the portal may behave."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, Literal


@dataclass
class Variants:
    """The behaviour of one stand-in; the defaults are the strictest or the best attested."""

    # sessions
    otp: str = "575757"
    expiry_minutes: int = 360
    expired_code: Literal["AUTH4038", "AUTH158", "RT-R1R3BAV-1007"] = "AUTH4038"
    session_limit: int = 0  # none
    refresh_wraps_with: Literal["app_key", "session_key"] = "app_key"
    refresh_ends_old_token: bool = True
    logout: bool = True
    require_gstin_header: bool = False
    require_period_header: bool = False
    error_status: int = 200  # HTTP status of a refusal
    status_number: bool = False  # status_cd as a number
    # downloads
    counts: Literal["group", "all"] = "group"
    nothing: Literal["error", "list"] = "error"
    nothing_code: str = "RET13508"
    flags: Literal["yn", "boolean", "old"] = "yn"
    action_absent: bool = False  # on untouched rows
    trade_names: bool = True
    filed_words: tuple[str, str] = ("Filed", "Not Filed")
    large_section: int = 10_000  # documents in one answer; more come as files
    file_documents: int = 20_000
    file_calls: int = 1  # FILEDET answered RTN_24 so often
    queued: Literal["error", "data"] = "error"  # how FILEDET says RTN_24
    token_place: Literal["data", "plain"] = "data"
    file_member: Literal["base64", "raw"] = "base64"
    file_url: Literal["path", "url"] = "path"
    # saves
    save_calls: int = 1  # calls answered before a save is done
    mixed: bool = True  # a running save has done a part already
    refusal: Literal["row", "request", "later"] = "row"  # where a restriction is refused
    culprits: tuple[str, ...] = ()  # numbers of documents that are refused for a reason nothing shows
    originals_first: bool = True
    missing_reduction: Literal["refused", "full", "ignored"] = "refused"
    remarks_on_accept: bool = True
    remarks_for_partial: bool = False
    max_bytes: int = 4 * 1024 * 1024
    report_names: Literal["short", "long"] = "short"
    report_number: Literal["inum", "own"] = "inum"
    count_errors: bool = True  # proc_cnt includes the records in error
    reduction_cap: Literal["document", "difference"] = "document"  # the most declared on a downward amendment
    late_pending: Literal["deemed", "stays"] = "deemed"  # a pending record after its limit: accepted, or for ever
    # How a bill of entry moved to another GSTIN shows that it reduces ITC; no shape is published, both are guesses.
    moved_entry: Literal["marked", "unmarked"] = "marked"  # by isItcRedReqBlocked N, with declarations; not at all
    # GSTR-2B
    gstr2b_items: bool = False
    gstr2b_file_documents: int = 20_000
    gstr2b_calls: int = 1
    gstr2b_queued: int = 0  # GET2B answered "queued" so often
    gstr2b_queued_as: Literal["error", "data"] = "data"
    status_shape: Literal["reqsts", "bare"] = "reqsts"

    @classmethod
    def read(cls, values: Mapping[str, Any]) -> "Variants":
        """Variants of a JSON object; ValueError names a switch that does not exist."""
        unknown = set(values) - {field.name for field in fields(cls)}
        if unknown:
            raise ValueError(f"there is no such variant: {', '.join(sorted(unknown))}")
        return cls(**values)
