"""Long answers that a gateway makes a task of: its number first, then whether it is done, then page by page."""

from collections.abc import Callable, Iterator, Mapping

from ims_xl.gstn import answers, sources
from ims_xl.gstn.call_tables import Task
from ims_xl.gstn.envelope import EnvelopeError
from ims_xl.gstn.errors import GstnError
from ims_xl.gstn.sources import Answer
from ims_xl.gstn.transport import Body

Ask = Callable[[str, Mapping[str, str]], Body]
"""The answer to a call of the task, from its address and the words {job} and {page}."""


def read_task(first: Body, task: Task, ask: Ask, until_ready: Callable[[Callable[[], Body]], Body]) -> Iterator[Body]:
    """The pages behind a first answer; one without the number of a task is itself all there is.

    Raises GstnError when the task failed or takes too long, EnvelopeError when it does not say how many pages it has.
    """
    job = _at(first, task.id)
    if job is None:
        yield first
        return

    def asked() -> Body:
        content = ask(task.poll, {"job": str(job)})
        state = str(_at(content, task.state))
        if state in task.failed:
            raise GstnError("", f"the task ended as {state}", by_portal=True)
        if state not in task.done:
            raise GstnError("RTN_24")
        return content

    done = until_ready(asked)
    if not task.page:
        yield done
        return
    pages = answers.number(_at(done, task.pages))
    if pages is None:
        raise EnvelopeError("the answer does not say how many pages there are")
    for page in range(1, pages + 1):
        yield ask(task.page, {"job": str(job), "page": str(page)})


def _at(content: Body, places: tuple[str, ...]) -> object:
    return sources.find(Answer(200, {}, content), places)
