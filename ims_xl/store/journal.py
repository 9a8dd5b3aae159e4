"""The journal of uploads to the portal; Upload History is a view of it."""

import datetime as dt
import hashlib
import json
import sqlite3
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, get_args

import pandas as pd

from ims_xl.decisions.marks import MARKS
from ims_xl.issues import ImsError
from ims_xl.push.journal import OUTCOMES, WANTED, Batch, Entry, Request, Result, State
from ims_xl.store import frames
from ims_xl.store.database import Database, StorePart
from ims_xl.store.decision_log import DecisionLog
from ims_xl.uploads import SENT_AGAIN, SENT_IN_PARTS, Push

_STATUS = {
    "prepared": "Not sent yet",
    "sent": "Sent; the portal has not answered: resume to find out what became of it",
    "acknowledged": "Taken by the portal, which is still working on it",
}
_WANTED = ", ".join(WANTED)
# How often the documents of `upload` u were in a request of the same push that ended so; all have the same past.
_BEFORE = (
    "SELECT COUNT(*) FROM upload e JOIN upload_row r ON r.upload_id = e.id WHERE e.push = u.push AND e.result = ? "
    "AND r.outcome = ? AND r.doc_id = (SELECT doc_id FROM upload_row WHERE upload_id = u.id LIMIT 1)"
)


class Journal(StorePart):
    """The journal of one workbook, a `push.Journal`; every method is one transaction on the disk."""

    def __init__(self, db: Database, book_id: str, user: str, provider: str, now: Callable[[], str]) -> None:
        super().__init__(db)
        self._book_id = book_id
        self._user = user
        self._provider = provider
        self._now = now

    def begin(self, batches: Sequence[Batch]) -> None:
        """Remember everything that shall be sent, all of it prepared."""
        # All of it is written before the first request leaves: after a crash the journal tells what was still to come.
        with self._db.together():
            push = self._db.execute(
                "INSERT INTO push (book_id, at, user, provider, summary, finished_at) VALUES (?,?,?,?,'','')",
                (self._book_id, self._now(), self._user, self._provider),
            ).lastrowid
            self._prepare(int(push or 0), batches)

    def last(self) -> Push | None:
        """The last upload of the workbook."""
        row = self._db.execute(
            "SELECT id, at, user, provider, summary, finished_at FROM push WHERE book_id = ? ORDER BY id DESC LIMIT 1",
            (self._book_id,),
        ).fetchone()
        return Push(*row) if row else None

    def finish(self, summary: str) -> None:
        """The last upload is over, and what the portal counts now."""
        with self._db.together():
            self._db.execute(
                "UPDATE push SET summary = ?, finished_at = ? WHERE book_id = ? AND finished_at = ''",
                (summary, self._now(), self._book_id),
            )

    def unfinished_elsewhere(self) -> list[str]:
        """Paths of other workbooks of this GSTIN whose upload is not over."""
        rows = self._db.execute(
            "SELECT DISTINCT w.path FROM push p JOIN workbook w ON w.book_id = p.book_id "
            "WHERE p.finished_at = '' AND p.book_id <> ?",
            (self._book_id,),
        )
        return [str(path) for (path,) in rows]

    def open(self) -> list[Entry]:
        """Requests that have not ended, in the order they are sent: parts of a refused one before the next one."""
        return [self._entry(row) for row in self._open()]

    def next(self) -> Entry | None:
        """The first of them."""
        found = self._open(" LIMIT 1")
        return self._entry(found[0]) if found else None

    def content(self, number: int) -> Mapping[str, object]:
        """What a request sends."""
        (packed,) = self._db.execute("SELECT content FROM upload WHERE id = ?", (number,)).fetchone()
        payload: dict[str, object] = json.loads(zlib.decompress(packed))
        return payload

    def sent(self, number: int) -> None:
        """From now on it may have arrived."""
        self._move(number, "sent", sent_at=self._now())

    def not_sent(self, number: int) -> None:
        """It certainly did not leave: prepared again."""
        self._move(number, "prepared", sent_at="", reference="")

    def acknowledged(self, number: int, reference: str) -> None:
        """The portal has taken it and will say what became of it."""
        self._move(number, "acknowledged", reference=reference)

    def close(
        self, number: int, result: Result, status: str, outcomes: pd.DataFrame, again: Sequence[Batch] = ()
    ) -> None:
        """It has ended, with a line in the decision log; what must be sent `again` is prepared in the same moment."""
        with self._db.together():
            self._outcomes(number, outcomes)
            self._move(number, "done", result=result, status=status, finished_at=self._now())
            push, reference = self._db.execute("SELECT push, reference FROM upload WHERE id = ?", (number,)).fetchone()
            if result != "-":
                log = (
                    self._now(),
                    self._user,
                    self._book_id,
                    "",
                    "Uploaded",
                    "",
                    reference or f"request {number}",
                    status,
                )
                DecisionLog(self._db).add([log])
            self._prepare(push, again)

    def rewrite(self, number: int, batch: Batch, outcomes: pd.DataFrame) -> None:
        """A prepared request sends this batch now; its other documents have the outcomes."""
        packed, digest = _packed(batch.payload)
        with self._db.together():
            self._outcomes(number, outcomes)
            self._db.execute("UPDATE upload SET content = ?, sha256 = ? WHERE id = ?", (packed, digest, number))

    def _prepare(self, push: int, batches: Sequence[Batch]) -> None:
        for batch in batches:
            packed, digest = _packed(batch.payload)
            values = (self._book_id, self._now(), self._user, self._provider, digest, _STATUS["prepared"])
            number = self._db.execute(
                "INSERT INTO upload (book_id, at, user, road, reference, sha256, status, finished_at, push, turn, request, "
                "state, content) VALUES (?,?,?,?,'',?,?,'',?,?,?,'prepared',?)",
                (*values, push, batch.turn, batch.request, packed),
            ).lastrowid
            rows = [(number, *row, "", "") for row in frames.rows(batch.wanted, WANTED)]
            self._db.insert("upload_row", ("upload_id", *WANTED, "outcome", "message"), rows)

    def _move(self, number: int, state: State, **changes: str) -> None:
        values = {"state": state, "status": _STATUS.get(state, ""), **changes}
        with self._db.together():
            self._db.execute(
                f"UPDATE upload SET {', '.join(f'{name} = ?' for name in values)} WHERE id = ?",
                (*values.values(), number),
            )

    def _outcomes(self, number: int, outcomes: pd.DataFrame) -> None:
        self._db.executemany(
            "UPDATE upload_row SET outcome = ?, message = ? WHERE upload_id = ? AND doc_id = ?",
            [(outcome, message, number, doc_id) for doc_id, outcome, message in frames.rows(outcomes, OUTCOMES)],
        )

    def _open(self, limit: str = "") -> list[tuple[Any, ...]]:
        # What may have arrived is cleared up before anything else is sent: a later save would hide what became of it.
        return self._db.execute(
            f"SELECT id, request, state, reference, sent_at, ({_BEFORE}) AS unanswered, ({_BEFORE}) AS parted FROM upload u "
            "WHERE book_id = ? AND push > 0 AND state <> 'done' "
            f"ORDER BY state = 'prepared', push, turn, parted DESC, id{limit}",
            ("U", SENT_AGAIN, "ER", SENT_IN_PARTS, self._book_id),
        ).fetchall()

    def _entry(self, row: tuple[Any, ...]) -> Entry:
        number, request, state, reference, sent_at, unanswered, _ = row
        assert request in get_args(Request)
        assert state in get_args(State)
        wanted = self._db.read(
            f"SELECT {_WANTED} FROM upload_row WHERE upload_id = ? AND outcome = '' ORDER BY rowid", (number,), MARKS
        )
        return Entry(number, request, state, reference, wanted, unanswered, self._seconds_since(sent_at))

    def _seconds_since(self, at: str) -> float:
        """Seconds since a time of this journal; 0 for none, and where the clock was set back."""
        if not at:
            return 0.0
        passed = dt.datetime.fromisoformat(self._now()) - dt.datetime.fromisoformat(at)
        return max(0.0, passed.total_seconds())


def _packed(payload: Mapping[str, object]) -> tuple[bytes, str]:
    data = json.dumps(payload, separators=(",", ":"), allow_nan=False).encode()
    return zlib.compress(data), hashlib.sha256(data).hexdigest()


@contextmanager
def only_one(db: Database) -> Iterator[None]:
    """While inside, no other process uploads for this GSTIN; a process that dies lets go.

    Raises ImsError when another one does.
    """
    # A lock of SQLite falls with its process, also in a crash; a lock file would stay and bar every later upload.
    connection = sqlite3.connect(db.path.with_suffix(".lock"), timeout=0, isolation_level=None)
    try:
        connection.execute("BEGIN EXCLUSIVE")
    except sqlite3.OperationalError as error:
        connection.close()
        raise ImsError(
            "another window uploads for this GSTIN just now", "Wait until it is done, then try again."
        ) from error
    try:
        yield
    finally:
        connection.close()
