"""What came of a step: one sentence, figures, findings."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ims_xl.issues import Issue


@dataclass(frozen=True)
class Outcome:
    """`message`: one sentence. `figures`: lines of a small table, also given to scripts. `next`: what to do now."""

    message: str
    figures: Mapping[str, object] = field(default_factory=dict)
    issues: Sequence[Issue] = ()
    next: str = ""

    @property
    def failed(self) -> bool:
        """Whether something needs the accountant before the job can go on."""
        return any(issue.severity == "error" for issue in self.issues)


def by_action(actions: Mapping[Any, int]) -> dict[str, int]:
    """Counts of A, R, P and N under the words of the Action cell, all four."""
    return {
        label: int(actions.get(code, 0))
        for code, label in {"A": "Accept", "R": "Reject", "P": "Pending", "N": "No Action"}.items()
    }
