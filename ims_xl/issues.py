"""What went wrong with one value, one file or one step, in words an accountant can act on."""

from dataclasses import dataclass, replace
from typing import Literal

Severity = Literal["error", "warning", "note"]


@dataclass(frozen=True, slots=True)
class Issue:
    """One finding: where it is, what is wrong, what to do.

    `error`: the row or file is left out. `warning`: used, but doubtful. `note`: good to know.
    `row` is the row number Excel shows (for CSV the record number), 0 where there is none.
    """

    severity: Severity
    reason: str
    remedy: str = ""
    file: str = ""
    sheet: str = ""
    row: int = 0
    column: str = ""
    value: str = ""

    def __post_init__(self) -> None:
        for name in _TEXTS:
            if not (text := str(getattr(self, name))).isascii():
                object.__setattr__(self, name, without_halves(text))

    @property
    def place(self) -> str:
        """Where it is: `register.xlsx, sheet b2b, row 7, column Rate`; empty when nowhere."""
        parts = [
            self.file,
            f"sheet {self.sheet}" if self.sheet else "",
            f"row {self.row}" if self.row else "",
            f"column {self.column}" if self.column else "",
        ]
        return ", ".join(part for part in parts if part)

    def __str__(self) -> str:
        value = f" (value: {self.value})" if self.value else ""
        place = f"{self.place}: " if self.place else ""
        remedy = f" {self.remedy}" if self.remedy else ""
        text = f"{place}{self.reason}{value}.{remedy}"
        return printable(text)  # values come from outside

    @property
    def sentence(self) -> str:
        """The finding as it is told, with a capital letter first; the name of a file stays as it is."""
        text = str(self)
        return text if self.file else text[:1].upper() + text[1:]

    def inside(self, *, file: str = "", sheet: str = "") -> "Issue":
        """The same finding with the file and sheet filled in where they were empty."""
        return replace(self, file=self.file or file, sheet=self.sheet or sheet)


_TEXTS = ("reason", "remedy", "file", "sheet", "column", "value")


def without_halves(text: str) -> str:
    """The text with \ufffd for every half of a surrogate pair, which no file, database or terminal can hold."""
    return text if text.isascii() else text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def printable(text: str) -> str:
    """The text on one line without signs that steer a terminal or turn the direction of writing."""
    return text if text.isprintable() else "".join(map(_printable, text))


def _printable(sign: str) -> str:
    return sign if sign.isprintable() else " " if sign.isspace() else "\ufffd"


class ImsError(Exception):
    """The step cannot go on; the message names the place, the reason and the remedy."""

    def __init__(
        self,
        reason: str,
        remedy: str = "",
        *,
        file: str = "",
        sheet: str = "",
        row: int = 0,
        column: str = "",
        value: str = "",
    ) -> None:
        self.issue = Issue("error", reason.rstrip("."), remedy, file, sheet, row, column, value)
        super().__init__(str(self.issue))

    @classmethod
    def of(cls, issue: Issue) -> "ImsError":
        """The error that says what a finding says."""
        return cls(
            issue.reason, issue.remedy, file=issue.file, sheet=issue.sheet, row=issue.row, column=issue.column,
            value=issue.value,
        )  # fmt: skip
