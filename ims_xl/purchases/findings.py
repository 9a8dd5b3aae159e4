"""Many equal findings told once."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from ims_xl.issues import Issue

MOST = 50  # equal findings of one column that are told row by row
_MOST_SPANS = 12


def spans(rows: Iterable[int]) -> str:
    """Row numbers as people write them: `5-9, 12, 14-15`; after twelve spans how many rows more there are."""
    ordered = sorted(set(rows))
    found: list[list[int]] = []
    for row in ordered:
        if found and row == found[-1][-1] + 1:
            found[-1] = [found[-1][0], row]
        else:
            found.append([row])
    text = ", ".join("-".join(map(str, span)) for span in found[:_MOST_SPANS])
    rest = sum(span[-1] - span[0] + 1 for span in found[_MOST_SPANS:])
    return f"{text} and {rest:,} more" if rest else text


def collapse(issues: Sequence[Issue]) -> list[Issue]:
    """The issues in their order; where more than MOST differ only in row and value, one with count and rows."""
    alike: dict[tuple[str, ...], list[Issue]] = {}
    for issue in issues:
        key = (issue.file, issue.sheet, issue.column, issue.severity, issue.reason, issue.remedy)
        alike.setdefault(key, []).append(issue)
    told: list[Issue] = []
    for group in alike.values():
        if len(group) <= MOST:
            told += group
            continue
        rows = spans(issue.row for issue in group)
        told.append(replace(group[0], reason=f"{group[0].reason}, {len(group):,} times (rows {rows})"))
    return told
