"""What a click has to ask: it ends with the question, VBA asks it and calls the same button again with the answer."""

import ast
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from ims_xl.macros import calling
from ims_xl.ui import named

TYPED = "typed"
"""File of the exchange folder with a secret that was typed, a Python literal; it is deleted when it is read."""

_PARTED = str.maketrans("|;", "¦,")  # the signs that part a question for VBA


@dataclass(frozen=True)
class Question:
    """One box of VBA's (module ImsAsk); `about` names it among the answers, without one its words do."""

    kind: Literal["confirm", "choice", "text", "secret", "otp"]
    prompt: str
    choices: tuple[str, ...] = ()
    about: str = ""
    default: str = ""  # what a text box holds at first

    @property
    def name(self) -> str:
        """What its answer is kept under: another question is another name."""
        return self.about or named(self.prompt)

    def to_vba(self) -> str:
        """`kind|prompt|choices|default`, as the module ImsAsk reads it."""
        choices = ";".join(choice.translate(_PARTED) for choice in self.choices)
        default = self.default.translate(_PARTED)
        return f"{self.kind}|{self.prompt.translate(_PARTED)}|{choices}|{default}".rstrip("|")


class Unanswered(Exception):  # noqa: N818 (to ask is no error)
    """The click cannot go on before this is answered."""

    def __init__(self, question: Question) -> None:
        self.question = question
        super().__init__(question.prompt)


class Answers:
    """What was answered so far: names and answers in turn, as VBA passes them.

    None stands for a secret, which is not on the command line: that of the last question lies in a file, those
    before it were used up in their turn.
    """

    def __init__(self, said: Sequence[str | None] = ()) -> None:
        self._found = dict(zip(said[::2], said[1::2], strict=True))
        secret = _take_typed()
        if said and said[-1] is None:
            self._found[said[-2]] = secret

    def __repr__(self) -> str:
        return f"Answers({sorted(str(name) for name in self._found)})"

    def get(self, name: str) -> str:
        """The answer to a question; "" when it was not asked yet."""
        return self._found.get(name) or ""

    def agreed(self) -> list[str]:
        """Names of the questions that were answered with yes."""
        return [name for name, answer in self._found.items() if name and answer == "yes"]

    def of(self, question: Question) -> str:
        """The answer to a question.

        Raises Unanswered when it was not asked yet.
        """
        if answer := self.get(question.name):
            return answer
        raise Unanswered(question)


def _take_typed() -> str:
    """What VBA left, once."""
    path = calling.present().own(TYPED)
    try:
        text = ast.literal_eval(path.read_text(encoding="ascii"))
    except (OSError, ValueError, SyntaxError):
        text = ""
    path.unlink(missing_ok=True)
    return str(text)
