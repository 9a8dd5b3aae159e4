"""A value that is made once: again only when something it is made of is another."""

import pandas as pd

from ims_xl.workflow.once import Once


def test_it_is_made_again_only_when_what_it_is_made_of_changed() -> None:
    made: list[str] = []

    def make(name: str) -> str:
        made.append(name)
        return name

    frame, period = pd.DataFrame({"doc_id": ["A"]}), "102026"
    once: Once[str] = Once()
    assert once.of((frame, period), lambda: make("first")) == "first"
    assert once.of((frame, "102026"), lambda: make("second")) == "first"
    assert once.of((frame, "112026"), lambda: make("third")) == "third"
    # An equal frame is another one: to compare all its cells would take longer than to make the value.
    assert once.of((frame.copy(), "112026"), lambda: make("fourth")) == "fourth"
    assert made == ["first", "third", "fourth"]
