"""The log of every call and of every record that arrived, refused ones too."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from ims_xl.sandbox.clock import Clock
from ims_xl.sandbox.database import Database

Identity = tuple[str, str, str, str, str]  # section, supplier, number, date, period


@dataclass(frozen=True)
class Received:
    """A record that arrived: in which call, by SAVE or RESETIMS, what was wanted ("" of a reset), what came of it.

    `outcome` is `waiting`, `applied`, `ignored`, `refused CODE` or `lost` (a fault dropped the call). A
    `delivery` above 1 is a copy that the network made of one sending.
    """

    call: int
    delivery: int
    kind: str
    identity: Identity
    action: str
    outcome: str


@dataclass(frozen=True)
class Called:
    """A call: when, which action, its transaction id, what was answered (`ok`, a code, the name of a fault)."""

    at: str
    action: str
    txn: str
    outcome: str


class Log:
    """Questions to the log; written by the server only."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def open_call(self, action: str, txn: str) -> int:
        """Note a call that has just arrived."""
        at = self._clock.now().isoformat(timespec="seconds")
        sql = "INSERT INTO calls (at, action, txn, outcome) VALUES (?, ?, ?, '')"
        return self._database.insert(sql, at, action, txn)

    def close_call(self, call: int, outcome: str) -> None:
        """Note what was answered."""
        self._database.run("UPDATE calls SET outcome = ? WHERE id = ?", outcome, call)

    def receive(self, call: int, delivery: int, kind: str, records: Sequence[tuple[Identity, str]]) -> list[int]:
        """Note records that arrived; gives back the id of each entry."""
        sql = (
            "INSERT INTO received (call, delivery, kind, section, stin, number, date, period, action, outcome)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 'waiting')"
        )
        with self._database.transaction():
            return [self._database.insert(sql, call, delivery, kind, *identity, wanted) for identity, wanted in records]

    def settle(self, ids: Sequence[int], outcome: str) -> None:
        """Note what came of records."""
        self._database.run_many("UPDATE received SET outcome = ? WHERE id = ?", [(outcome, number) for number in ids])

    def received(self, section: str = "", stin: str = "", number: str = "") -> list[Received]:
        """Every record that arrived, in order; of one section, supplier, number when given."""
        sql = "SELECT * FROM received WHERE ? IN ('', section) AND ? IN ('', stin) AND ? IN ('', number) ORDER BY id"
        return [
            Received(
                row["call"],
                row["delivery"],
                row["kind"],
                (row["section"], row["stin"], row["number"], row["date"], row["period"]),
                row["action"],
                row["outcome"],
            )
            for row in self._database.rows(sql, section, stin, number)
        ]

    def sends(self) -> Counter[Identity]:
        """How often each document was sent, refused and lost sendings included, copies made by the network not."""
        columns = "section, stin, number, date, period"
        rows = self._database.rows(f"SELECT {columns}, count(*) FROM received WHERE delivery = 1 GROUP BY {columns}")
        return Counter({(row[0], row[1], row[2], row[3], row[4]): row[5] for row in rows})

    def calls(self, action: str = "") -> list[Called]:
        """Every call in order; of one action when given."""
        rows = self._database.rows("SELECT * FROM calls WHERE ? IN ('', action) ORDER BY id", action)
        return [Called(row["at"], row["action"], row["txn"], row["outcome"]) for row in rows]

    def has_txn(self, txn: str, before: int) -> bool:
        """Whether an earlier call had this transaction id."""
        return self._database.value("SELECT 1 FROM calls WHERE txn = ? AND id < ?", txn, before) is not None
