"""What buttons do alike: a step, marks, links, going to a sheet; each writes one answer file."""

from typing import Any

from ims_xl.macros.answer import Answer, respond


def step(title: str, name: str, *arguments: Any, show: str = "", said: tuple[str, ...] = ()) -> None:
    """Do a step of `ims_xl.workflow` by its name; `said`: what was answered so far."""

    def act() -> Answer:
        from ims_xl import workflow
        from ims_xl.macros.desk import do
        from ims_xl.macros.questions import Answers

        return do(getattr(workflow, name), *arguments, show=show, answers=Answers(said))

    respond(title, act)


def mark(title: str, action: str, said: tuple[str, ...]) -> None:
    """Mark the selected documents; `said` as in `step`."""

    def act() -> Answer:
        from functools import partial

        from ims_xl.macros.desk import on_selection
        from ims_xl.macros.questions import Answers
        from ims_xl.workflow.marking import mark

        return on_selection(partial(mark, action=action), Answers(said))

    respond(title, act)


def link(title: str, name: str, said: tuple[str, ...]) -> None:
    """Do a step with the selected row that asks for a reason; `said` as in `step`."""

    def act() -> Answer:
        from functools import partial

        from ims_xl import workflow
        from ims_xl.macros.desk import on_selection
        from ims_xl.macros.questions import Answers, Question

        answers = Answers(said)

        def ask(question: str) -> str:
            return answers.of(Question("text", question, about="reason"))

        return on_selection(partial(getattr(workflow, name), ask=ask), answers)

    respond(title, act)


def show(title: str, key: str) -> None:
    """Go to the sheet with that key."""

    def act() -> Answer:
        from ims_xl.macros.desk import workbook

        workbook().show(key)
        return Answer()

    respond(title, act)


def words(button: str) -> str:
    """The name of a button as it is read."""
    return button.replace("_", " ").capitalize().replace("gstr2b", "GSTR-2B")


def paths(files: Any) -> list[Any]:
    """One file or several, as VBA hands them over."""
    from pathlib import Path

    return [Path(file) for file in ([files] if isinstance(files, str) else files)]
