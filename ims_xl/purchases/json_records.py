"""The records of one list of a JSON, read a key at a time: equal texts once, plain amounts together."""

from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

import numpy as np

from ims_xl.issues import ImsError, Issue
from ims_xl.money import whole_paise
from ims_xl.purchases.amounts import LARGEST, read_amount
from ims_xl.purchases.values import Value, shown, visible

AGAIN = "Download the statement from the portal again."
Record = Mapping[str, object]
_Found = TypeVar("_Found")


class Records:
    """Records, each behind what stands around it; `faults` has the first that was found of a record, by its place."""

    def __init__(self, pairs: Sequence[tuple[Record, object]]) -> None:
        self.pairs: list[tuple[Record, Record]] = [
            (around, record if isinstance(record, dict) else {}) for around, record in pairs
        ]
        self.faults: dict[int, Issue] = {}
        for at, (_, record) in enumerate(pairs):
            if not isinstance(record, dict):
                self.fault(at, "this is not a record", value=shown(record))

    def fault(self, at: int, reason: str, *, column: str = "", value: str = "") -> None:
        """Take note of what is wrong with a record, unless something is already."""
        self.faults.setdefault(at, ImsError(reason, AGAIN, column=column, value=value).issue)

    def texts(self, *keys: str, around: bool = False) -> list[str]:
        """The first text under any of the keys, "" where there is none; of what stands `around` a record first."""
        found = [""] * len(self.pairs)
        for place in (0, 1) if around else (1,):
            for key in filter(None, keys):
                raw = [None if text else pair[place].get(key) for pair, text in zip(self.pairs, found, strict=True)]
                if {str, type(None)}.issuperset(map(type, raw)):
                    known = {value: text_of(value, key) for value in set(raw)}
                    read = [known[value] for value in raw]
                else:
                    read = self._tried(raw, text_of, key, "")
                found = [text or other for text, other in zip(found, read, strict=True)]
        return found

    def amounts(self, *keys: str) -> list[float | None]:
        """The first amount in rupees under any of the keys, None where there is none."""
        found: list[float | None] = [None] * len(self.pairs)
        for key in keys:
            raw = [
                record.get(key) if amount is None else None
                for (_, record), amount in zip(self.pairs, found, strict=True)
            ]
            if {type(None)}.issuperset(map(type, raw)):
                continue
            plain = np.array([value if _is_plain(value) else np.nan for value in raw], dtype=np.float64)
            read: list[float | None] = (whole_paise(plain) / 100).tolist()
            others = np.isnan(plain).tolist()
            left = [value if other else None for value, other in zip(raw, others, strict=True)]
            for at, amount in enumerate(self._tried(left, rupees_of, key, None)):
                read[at] = amount if others[at] else read[at]
            found = [amount if amount is not None else other for amount, other in zip(found, read, strict=True)]
        return found

    def _tried(
        self, raw: Sequence[object], read: Callable[[object, str], _Found], key: str, nothing: _Found
    ) -> list[_Found]:
        found: list[_Found] = []
        for at, value in enumerate(raw):
            try:
                found.append(read(value, key))
            except ImsError as error:
                self.faults.setdefault(at, error.issue)
                found.append(nothing)
        return found


def text_of(value: object, key: str) -> str:
    """The text of a key's value, "" when it is missing; a whole number becomes its digits.

    Raises ImsError when it is something else.
    """
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise ImsError("this is not a text", AGAIN, column=key, value=shown(value))
    return visible(str(value)).strip()


def rupees_of(value: object, key: str) -> float | None:
    """The amount of a key's value in rupees, None when it is missing.

    Raises ImsError when it is something else.
    """
    if value is None or value == "":
        return None
    amount = read_amount(value) if isinstance(value, str | int | float) and not isinstance(value, bool) else Value()
    if not isinstance(amount.value, float):
        raise ImsError("this is not an amount in rupees", AGAIN, column=key, value=shown(value))
    return amount.value


def _is_plain(value: object) -> bool:
    return type(value) in (float, int) and -LARGEST <= value <= LARGEST  # type: ignore[operator]
