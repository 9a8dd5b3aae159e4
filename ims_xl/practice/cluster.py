"""Tasks done by the workers of a Dask cluster; this computer keeps the folder, the stores and every secret."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from typing import Any

from ims_xl.issues import ImsError
from ims_xl.practice.parcel import Returned, Sender, work
from ims_xl.practice.task import Done, Task

_RETRIES = 5  # other workers that a parcel goes to when the one that had it dies
_WAIT = 10.0  # seconds for the scheduler to answer
_AHEAD = 2  # parcels a processor of the cluster: the next one waits at the worker


class Cluster:
    """The workers behind the scheduler at an address. Raises ImsError when Dask or the scheduler is not there."""

    def __init__(self, address: str) -> None:
        try:
            from distributed import Client as Connection
        except ImportError as error:
            raise ImsError(
                "Dask is not installed", "Install it: pip install ims-xl[dask]; or leave --cluster out."
            ) from error
        try:
            connect: Any = Connection  # it has no types
            self._client = connect(address, timeout=_WAIT, set_as_default=False)
        except (OSError, ValueError) as error:
            raise ImsError(
                "the scheduler does not answer", "See that dask-scheduler runs there.", value=address
            ) from error

    def work(self, tasks: Sequence[Task]) -> Iterator[Done]:
        """What came of each task, as they end."""
        slots = max(sum(self._client.nthreads().values()), 1)
        with ThreadPoolExecutor(slots * _AHEAD) as desk:
            waiting = [desk.submit(self._through, task) for task in tasks]
            try:
                for future in as_completed(waiting):
                    yield future.result()
            finally:
                for future in waiting:
                    future.cancel()
                self._client.close()

    def _through(self, task: Task) -> Done:
        """One task packed, done by a worker, taken in; whatever goes wrong is said."""
        sender = Sender(task)
        try:
            parcel = sender.pack()
            returned: Returned = self._client.submit(work, parcel, pure=False, retries=_RETRIES).result()
            return sender.take_in(returned)
        except ImsError as error:
            return Done(task.gstin, task.period, task.book, "failed", str(error))
        except Exception as error:  # noqa: BLE001 (of the cluster: a worker that was lost too often, a lost scheduler)
            said = f"The cluster did not do it ({type(error).__name__}); nothing was changed. Run the batch again."
            return Done(task.gstin, task.period, task.book, "failed", said)
        finally:
            sender.close()
