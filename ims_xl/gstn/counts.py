"""How many documents the portal says it holds, by section and action, and how a download differs from that."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from ims_xl.gst.actions import WORDS, Action
from ims_xl.gstn import answers, wire
from ims_xl.gstn.call_tables import GOODS_TYPES


@dataclass(frozen=True, slots=True)
class Counts:
    """Documents by section and action (A, R, P, N); `others` are totals of groups that cannot be acted on."""

    sections: dict[str, dict[str, int]] = field(default_factory=dict)
    others: dict[str, int] = field(default_factory=dict)

    def joined(self, more: "Counts") -> "Counts":
        """These and those."""
        return Counts({**self.sections, **more.sections}, {**self.others, **more.others})

    def total(self, section: str) -> int | None:
        """Documents of a section, None when the portal did not speak of it."""
        found = self.sections.get(section)
        return None if found is None else sum(found.values())


def read_counts(content: Mapping[str, Any]) -> Counts:
    """The counts of an answer that holds one group or all."""
    counts = Counts()
    for group in content.values():
        for name, counted in group.items() if isinstance(group, dict) else ():
            if not isinstance(counted, dict):
                continue
            found, strange = dict.fromkeys(Action, 0), 0
            for word, value in counted.items():
                action = WORDS.get(str(word).replace("_", " ").lower())
                if action is not None:
                    found[action] += answers.number(value) or 0
                else:
                    strange += answers.number(value) or 0
            if strange and not any(found.values()):
                continue  # documents under new words only: the section is not empty, and how many it holds is not known
            if section := wire.section_key(name):
                counts.sections[section] = {action.value: count for action, count in found.items()}
            else:
                counts.others[name] = sum(found.values())
    return counts


def groups_of(content: Mapping[str, Any]) -> set[str]:
    """The groups (as in GOODS_TYPES) an answer speaks of."""
    return {name.upper() for name, group in content.items() if isinstance(group, dict)} & set(GOODS_TYPES)


def count_actions(records: Iterable[object]) -> Counter[str]:
    """Raw records by action, a new one by the portal's own word; a record without one has none taken."""
    actions = (record.get("action") if isinstance(record, dict) else None for record in records)
    words = (str(action or "N").strip().lower() or "n" for action in actions)
    return Counter(str(WORDS.get(word, word)) for word in words)


def difference(expected: Mapping[str, int], found: Mapping[str, int]) -> int:
    """How many documents at least are another way than counted: moved between actions, new or gone."""
    changes = [found.get(action, 0) - expected.get(action, 0) for action in Action]
    return max(sum(change for change in changes if change > 0), -sum(change for change in changes if change < 0))
