"""The tables of the store, as SQL made from the schema."""

from collections.abc import Iterable

from ims_xl import schema
from ims_xl.contacts import FIELDS
from ims_xl.inputs import BESIDE
from ims_xl.month_figures import FIGURES

VERSION = 8
"""Of the tables below; `migrations` brings an older store here."""

_SQL = {
    "text": "TEXT NOT NULL DEFAULT ''",
    "date": "TEXT",
    "rupees": "REAL",
    "flag": "INTEGER NOT NULL DEFAULT 0",
    "count": "INTEGER NOT NULL DEFAULT 0",
}


def _columns(columns: Iterable[schema.Column]) -> str:
    return ", ".join(f"{name} {kind}" for name, kind in sql_types(columns).items())


def sql_types(columns: Iterable[schema.Column]) -> dict[str, str]:
    """The SQL type of each column, by its name."""
    return {column.name: _SQL[column.kind] for column in columns}


MARKS = (
    schema.Column("doc_id", "text", "the document, of IMS or of the books"),
    schema.Column("action", "text", "A, R, P, N or empty"),
    schema.Column("fingerprint", "text", "of the document when its row was drawn"),
    schema.Column("stale", "flag", "not sent before it is confirmed"),
    schema.Column("stale_reason", "text", "what changed since"),
    *(schema.Column(one.name, "rupees" if one.kind == "rupees" else "text", one.help) for one in BESIDE),
    schema.Column("follow_up", "text", "of a books document"),
    schema.Column("at", "text", "when it was read"),
)
MARK = tuple(column.name for column in MARKS)

LINKS = (
    schema.Column("kind", "text", "linked or apart"),
    schema.Column("ims_key", "text", "the document of IMS, see `ims_key`"),
    schema.Column("ims_doc", "text", "its doc_id"),
    schema.Column("book_doc", "text", "doc_id of the book row"),
    schema.Column("reason", "text", "why, in the accountant's words"),
    schema.Column("at", "text", "when it was made"),
    schema.Column("user", "text", "by whom"),
    schema.Column("book_id", "text", "in which workbook"),
    schema.Column("ims_seen", "text", "JSON of what the document said then"),
    schema.Column("book_seen", "text", "JSON of what the book row said then"),
)
"""What a person linked, or keeps apart; it holds for every workbook of the GSTIN."""

CONTACTS = (
    schema.Column("supplier_key", "text", "the GSTIN, else what else is known of the supplier"),
    *(schema.Column(one.name, "text", one.help) for one in FIELDS),
    schema.Column("at", "text", "when it was read"),
)
"""What is known of a supplier; it holds for every workbook of the GSTIN."""

LETTERS = (
    schema.Column("at", "text", "when it was prepared"),
    schema.Column("user", "text", "by whom"),
    schema.Column("supplier_gstin", "text", "to whom"),
    schema.Column("supplier_name", "text", "to whom"),
    schema.Column("email", "text", "address of the draft, empty for none"),
    schema.Column("about", "text", "situations with their numbers of documents"),
    schema.Column("documents", "count", "how many it lists"),
    schema.Column("file", "text", "name of the draft"),
)
"""A letter to a supplier that was prepared; whether it was sent is not known here."""

SUPPLIER_COUNTS = (
    schema.Column("supplier_gstin", "text", "the supplier"),
    schema.Column("documents", "count", "documents of IMS, and bills of the books that are missing there"),
    schema.Column("missing", "count", "bills that the supplier did not report"),
    schema.Column("mismatched", "count", "documents with other values than the books"),
)
"""What the last match of a workbook said of a supplier."""

_DECISION = [column for column in schema.DECISION if column.name != "action"]


DDL = f"""
CREATE TABLE IF NOT EXISTS workbook (
    book_id TEXT PRIMARY KEY, gstin TEXT NOT NULL, period TEXT NOT NULL, created_at TEXT NOT NULL,
    carried_from TEXT NOT NULL, path TEXT NOT NULL, closed_at TEXT NOT NULL DEFAULT ''
);
CREATE TABLE IF NOT EXISTS source (
    id INTEGER PRIMARY KEY, book_id TEXT NOT NULL, kind TEXT NOT NULL, at TEXT NOT NULL, made_at TEXT NOT NULL,
    file TEXT NOT NULL, format TEXT NOT NULL, rows INTEGER NOT NULL, documents INTEGER NOT NULL, sha256 TEXT NOT NULL,
    batch INTEGER NOT NULL DEFAULT 0, undone_at TEXT NOT NULL DEFAULT ''
);
CREATE TABLE IF NOT EXISTS version (id INTEGER PRIMARY KEY, digest BLOB NOT NULL UNIQUE, {_columns(schema.IMS)});
CREATE INDEX IF NOT EXISTS version_document ON version (doc_id);
CREATE INDEX IF NOT EXISTS version_number ON version (upper(trim(doc_number)));
CREATE INDEX IF NOT EXISTS version_date ON version (doc_date);
CREATE INDEX IF NOT EXISTS version_return ON version (supplier_gstin, supplier_period);
CREATE TABLE IF NOT EXISTS snapshot (source INTEGER NOT NULL, section TEXT NOT NULL, PRIMARY KEY (source, section)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS held (source INTEGER NOT NULL, version INTEGER NOT NULL, PRIMARY KEY (source, version)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS book (
    book_id TEXT NOT NULL, {_columns(schema.BOOKS)}, own TEXT NOT NULL, carried_from TEXT NOT NULL,
    PRIMARY KEY (book_id, doc_id)
);
CREATE TABLE IF NOT EXISTS replaced (book_id TEXT PRIMARY KEY, batch INTEGER NOT NULL, content BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS gstr2b (
    book_id TEXT NOT NULL, {_columns(schema.GSTR2B)},
    PRIMARY KEY (book_id, gstr2b_period, section, supplier_gstin, port_code, doc_type, doc_number, doc_date)
);
CREATE TABLE IF NOT EXISTS gstr2a (
    book_id TEXT NOT NULL, {_columns(schema.GSTR2A)},
    PRIMARY KEY (book_id, section, supplier_gstin, port_code, doc_type, doc_number, doc_date, supplier_period)
);
CREATE TABLE IF NOT EXISTS supplier_3b (
    book_id TEXT NOT NULL, {_columns(schema.SUPPLIER_3B)},
    PRIMARY KEY (book_id, supplier_gstin, supplier_period, filed_3b, source_file)
);
CREATE TABLE IF NOT EXISTS run (
    id INTEGER PRIMARY KEY, book_id TEXT NOT NULL, at TEXT NOT NULL, tolerance TEXT NOT NULL, counts TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS pair (
    book_id TEXT NOT NULL, ims_doc TEXT NOT NULL, book_doc TEXT NOT NULL, status TEXT NOT NULL, score INTEGER NOT NULL,
    margin INTEGER NOT NULL, ambiguous INTEGER NOT NULL, short TEXT NOT NULL, why TEXT NOT NULL, codes TEXT NOT NULL,
    PRIMARY KEY (book_id, book_doc)
);
CREATE TABLE IF NOT EXISTS verdict (
    book_id TEXT NOT NULL, side TEXT NOT NULL, doc_id TEXT NOT NULL, status TEXT NOT NULL, reason TEXT NOT NULL,
    short TEXT NOT NULL, why TEXT NOT NULL, warning TEXT NOT NULL,
    PRIMARY KEY (book_id, side, doc_id)
);
CREATE TABLE IF NOT EXISTS status_history (
    book_id TEXT NOT NULL, run_id INTEGER NOT NULL, side TEXT NOT NULL, doc_id TEXT NOT NULL, status TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS mark (
    book_id TEXT NOT NULL, {_columns(MARKS)},
    PRIMARY KEY (book_id, doc_id)
);
CREATE TABLE IF NOT EXISTS own_cell (
    book_id TEXT NOT NULL, doc_id TEXT NOT NULL, cells TEXT NOT NULL, PRIMARY KEY (book_id, doc_id)
);
CREATE TABLE IF NOT EXISTS reversal_month (book_id TEXT PRIMARY KEY, at TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS reversal (
    book_id TEXT NOT NULL, {_columns(schema.REVERSALS)}, PRIMARY KEY (book_id, kind, doc_id)
);
CREATE TABLE IF NOT EXISTS reversal_cell (
    book_id TEXT NOT NULL, doc_id TEXT NOT NULL, cells TEXT NOT NULL, PRIMARY KEY (book_id, doc_id)
);
CREATE TABLE IF NOT EXISTS decision (
    id INTEGER PRIMARY KEY, at TEXT NOT NULL, user TEXT NOT NULL, book_id TEXT NOT NULL, doc_id TEXT NOT NULL,
    event TEXT NOT NULL, before TEXT NOT NULL, after TEXT NOT NULL, basis TEXT NOT NULL, hash TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS upload (
    id INTEGER PRIMARY KEY, book_id TEXT NOT NULL, at TEXT NOT NULL, user TEXT NOT NULL, road TEXT NOT NULL,
    reference TEXT NOT NULL, sha256 TEXT NOT NULL, status TEXT NOT NULL, finished_at TEXT NOT NULL,
    push INTEGER NOT NULL DEFAULT 0, turn INTEGER NOT NULL DEFAULT 0, request TEXT NOT NULL DEFAULT 'SAVE',
    state TEXT NOT NULL DEFAULT 'done', result TEXT NOT NULL DEFAULT '', sent_at TEXT NOT NULL DEFAULT '', content BLOB
);
CREATE TABLE IF NOT EXISTS upload_row (
    upload_id INTEGER NOT NULL, doc_id TEXT NOT NULL, fingerprint TEXT NOT NULL, action TEXT NOT NULL,
    outcome TEXT NOT NULL, message TEXT NOT NULL,
    {_columns(_DECISION)}, PRIMARY KEY (upload_id, doc_id)
);
CREATE TABLE IF NOT EXISTS issue (
    id INTEGER PRIMARY KEY, book_id TEXT NOT NULL, step TEXT NOT NULL, severity TEXT NOT NULL, file TEXT NOT NULL,
    sheet TEXT NOT NULL, row INTEGER NOT NULL, "column" TEXT NOT NULL, value TEXT NOT NULL, reason TEXT NOT NULL,
    remedy TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS mapping (
    fingerprint TEXT PRIMARY KEY, book_id TEXT NOT NULL, proposed_at TEXT NOT NULL, draft TEXT NOT NULL,
    accepted_at TEXT NOT NULL DEFAULT '', user TEXT NOT NULL DEFAULT '', accepted TEXT NOT NULL DEFAULT ''
);
CREATE TABLE IF NOT EXISTS link (
    id INTEGER PRIMARY KEY, {_columns(LINKS)}, UNIQUE (ims_key, book_doc)
);
CREATE TABLE IF NOT EXISTS begun_link (book_id TEXT PRIMARY KEY, doc_id TEXT NOT NULL, at TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS drawn (path TEXT PRIMARY KEY, sha256 TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS push (
    id INTEGER PRIMARY KEY, book_id TEXT NOT NULL, at TEXT NOT NULL, user TEXT NOT NULL, provider TEXT NOT NULL,
    summary TEXT NOT NULL, finished_at TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS statement (
    book_id TEXT NOT NULL, {_columns(schema.STATEMENTS)}, made_at TEXT NOT NULL, PRIMARY KEY (book_id, gstr2b_period)
);
CREATE TABLE IF NOT EXISTS contact ({_columns(CONTACTS)}, PRIMARY KEY (supplier_key));
CREATE TABLE IF NOT EXISTS letter (id INTEGER PRIMARY KEY, book_id TEXT NOT NULL, {_columns(LETTERS)});
CREATE TABLE IF NOT EXISTS supplier_count (
    book_id TEXT NOT NULL, {_columns(SUPPLIER_COUNTS)}, PRIMARY KEY (book_id, supplier_gstin)
);
CREATE TABLE IF NOT EXISTS month_figures (book_id TEXT PRIMARY KEY, {_columns(FIGURES)});
CREATE TABLE IF NOT EXISTS claims_looked_for (book_id TEXT PRIMARY KEY, made_of TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS also_claimed (
    book_id TEXT NOT NULL, doc_id TEXT NOT NULL, said TEXT NOT NULL, PRIMARY KEY (book_id, doc_id)
);
"""
"""A `version` is one content of an IMS record; a `snapshot` is what one source of a workbook said of a section: the
versions it `held`. None of the three is ever changed. The `batch` of a source is the first source of
the same import. An `upload` is a file or a request of a push: its `state` prepared, sent, acknowledged or done, its `content` the
JSON that is sent, compressed. An `upload_row` names what was wanted of its document. A `mapping` is a register's layout: its `draft` stands on the
sheet of one workbook, what was `accepted` reads files of every workbook. A
`begun_link` is the one row that was chosen, and waits for the other. A `reversal` is a row of a month's ledger of
reversed credit, a `reversal_month` one whose ledger was kept, a `reversal_cell` what was typed in one of its rows. An
`also_claimed` says where else the credit of a document was taken, `claims_looked_for` in which data that was looked for."""

IMMUTABLE = tuple(
    f"CREATE TRIGGER IF NOT EXISTS {table}_{verb.lower()} BEFORE {verb} ON {table} "
    "BEGIN SELECT RAISE(ABORT, 'what the portal said is never changed'); END"
    for table in ("version", "snapshot", "held")
    for verb in ("UPDATE", "DELETE")
)
