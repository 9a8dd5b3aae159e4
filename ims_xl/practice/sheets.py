"""The sheets of the practice workbook: a row for each client and month, charts, sign-ins, clients, files."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import pandas as pd

from ims_xl.gst import periods
from ims_xl.money import total
from ims_xl.practice import columns
from ims_xl.practice.clients import GSTIN, HEADINGS, clients_of
from ims_xl.practice.columns import AS_IT_STANDS, AT_STAKE, CLOSED, NOTHING_LEFT
from ims_xl.practice.signing_in import FAILED
from ims_xl.sheets.lists import choices, metadata
from ims_xl.wording import counted
from ims_xl.workbook.layout import field
from ims_xl.workbook.sheet import Bars, Cell, Sheet, Table, Tint
from ims_xl.workbook.styles import NAVY

MONTHS, SIGN_IN, CLIENTS, FILES = "ims_Practice", "ims_SignIn", "ims_Clients", "ims_Files"
TABLES = {MONTHS: columns.MONTHS, SIGN_IN: columns.SIGN_IN, CLIENTS: columns.CLIENTS, FILES: columns.FILES}
_CHARTS = (
    ("ITC not decided, by client", "at_stake", "difference"),
    ("Documents not decided, by client", "undecided", "count"),
)
_URGENT = ["over", "due", "order", "name", "gstin", "file"]
_LARGEST = 10  # clients of a chart
_LISTS = ("Filing", "State", "YesNo")
_BLANK_ROWS = 5  # for clients to be typed into


class Practice(NamedTuple):
    """What the workbook shows: rows of `month_rows`, columns.SIGN_IN, `clients.HEADINGS`, columns.FILES; `at`: when."""

    name: str
    at: str
    months: pd.DataFrame
    sign_ins: pd.DataFrame
    clients: pd.DataFrame
    files: pd.DataFrame
    notes: Sequence[str] = ()


def month_rows(figures: Sequence[Mapping[str, object]]) -> pd.DataFrame:
    """The rows of columns.MONTHS, the most urgent first, from `figures.of_job` with `file` and `message` beside."""
    rows = pd.DataFrame(figures, columns=[column.field for column in columns.MONTHS] + ["period", "closed"])
    rows = rows.assign(
        month=rows["period"].map(periods.label).astype("object"),
        order=-rows["period"].map(periods.ordinal).astype("int64"),
        key=(rows["gstin"] + " " + rows["period"]).astype("object"),
        open="Open ▸",
        **{name: pd.to_datetime(rows[name].where(rows[name] != "")) for name in ("due_3b", "draft_2b", "portal_at")},
    )
    over = rows["closed"].astype("bool") | (rows["next_step"] == NOTHING_LEFT)
    first = rows.assign(over=over, due=rows["due_3b"].where(~over))
    return rows.loc[first.sort_values(_URGENT, kind="stable").index].reset_index(drop=True)


def sheets(practice: Practice, identity: str, today: pd.Timestamp) -> list[Sheet]:
    """All of them, the hidden ones too; `identity`: text of the `_ims` sheet, `today`: for the days that are left."""
    months = practice.months
    months = months.assign(days=days_left(months, today))
    return [
        _months(practice, months), _overview(months), _sign_in(practice), _clients(practice), _files(practice),
        choices(_LISTS), metadata(identity),
    ]  # fmt: skip


def days_left(months: pd.DataFrame, today: pd.Timestamp) -> list[str]:
    """What the formula of the column says on that day: `12`, `3 overdue`, or a dash where nothing is left to do."""
    left = (months["due_3b"] - today.normalize()).dt.days
    over = months["next_step"].isin((CLOSED, NOTHING_LEFT))
    return [
        "–" if is_over else f"{-days} overdue" if days < 0 else str(days)
        for days, is_over in zip(left, over, strict=True)
    ]


def _months(practice: Practice, months: pd.DataFrame) -> Sheet:
    top = 6 + len(practice.notes)
    clients = counted(months["gstin"].nunique(), "client")
    length = counted(months["month"].nunique(), "month")
    cells = [
        Cell(1, 1, "Practice", "title"),
        Cell(2, 1, f"{practice.name} · {clients} · {length} · as of {practice.at}", "subtitle"),
        *(Cell(row, 1, note, "warn", span=8) for row, note in enumerate(practice.notes, start=3)),
        Cell(1, 7, "Overview ▸", "link", link="overview"),
        Cell(1, 8, "Sign-in ▸", "link", link="sign_in"),
        Cell(1, 9, "Clients ▸", "link", link="clients"),
        Cell(1, 10, "Files ▸", "link", link="files"),
    ]
    is_open, days = '{Days left}<>"–",{GSTR-3B due}<>""', "{GSTR-3B due}-TODAY()"
    tints = (
        Tint(MONTHS, ("Days left", "GSTR-3B due"), f'AND({is_open},{{GSTR-3B due}}<>"",{days}<0)', "bad"),
        Tint(MONTHS, ("Days left", "GSTR-3B due"), f'AND({is_open},{{GSTR-3B due}}<>"",{days}<=3)', "warn"),
        Tint(MONTHS, ("Not decided",), f"AND({is_open},{{Not decided}}>0,{days}<=3)", "bad"),
        Tint(MONTHS, ("Errors",), "{Errors}>0", "bad"),
        Tint(MONTHS, ("Last batch",), 'LEFT({Last batch},6)="Failed"', "bad"),
    )
    table = Table(MONTHS, columns.MONTHS, months, top, total=True)
    return Sheet(
        "practice", "Practice", tuple(cells), (table,), tints, freeze=(top + 1, 3), tab=NAVY.strong, print_columns=14
    )


def _overview(months: pd.DataFrame) -> Sheet:
    """Sums of the open months and the clients with most to do."""
    open_ = months[~months["closed"].astype("bool")]
    sums = (
        ("Clients with an open month", "count", int(open_["gstin"].nunique()), ""),
        ("Documents not decided", "count", int(open_["undecided"].sum()), "Not decided"),
        (AT_STAKE, "difference", total(open_["at_stake"]), AT_STAKE),
        (AS_IT_STANDS, "difference", total(open_["as_it_stands"]), AS_IT_STANDS),
    )
    closed = f'{field(MONTHS, "Next step")},"<>{CLOSED}"'
    cells = [*_banner("Overview"), Cell(2, 2, "Months that are not closed", "subtitle")]
    for row, (name, style, value, header) in enumerate(sums, start=4):
        formula = f"=SUMIFS({field(MONTHS, header)},{closed})" if header else ""
        cells += [Cell(row, 2, name, "label"), Cell(row, 3, value, style, formula=formula)]
    charts = []
    for number, (title, column, style) in enumerate(_CHARTS):
        first, left = 11, 2 + 3 * number
        cells += [Cell(first - 1, left, title, "heading", span=2)]
        for row, (client, amount) in enumerate(_largest(open_, column), start=first):
            cells += [Cell(row, left, client, "text"), Cell(row, left + 1, amount, style)]
        last = first + _LARGEST - 1
        area = (first, left, last, left), (first, left + 1, last, left + 1)
        charts.append(Bars(title, *area, (last + 2, left), width=430, height=300, lying=True))
    widths: dict[int, float] = {1: 12, 2: 42, 3: 18, 4: 3, 5: 42, 6: 18}
    return Sheet("overview", "Overview", tuple(cells), bars=tuple(charts), widths=widths, zoom=95, one_page=True)


def _largest(months: pd.DataFrame, column: str) -> list[tuple[str, float | None]]:
    sums = months.groupby(["gstin", "name"], as_index=False)[column].sum()
    most = sums[sums[column] != 0].sort_values(column, key=abs, ascending=False, kind="stable").head(_LARGEST)
    names = most["name"].where(most["name"] != "", most["gstin"])
    names = names.where(~most["name"].duplicated(keep=False) | (most["name"] == ""), names + " (" + most["gstin"] + ")")
    found: list[tuple[str, float | None]] = list(zip(names, most[column].tolist(), strict=True))
    return found + [("", None)] * (_LARGEST - len(found))


def _sign_in(practice: Practice) -> Sheet:
    told = (
        "For clients whose user a profile of your GSP names. Request OTPs sends for all of them at once; type each as "
        "it arrives, then Sign in clients"
    )
    cells = (*_banner("Sign-in"), Cell(2, 2, told, "subtitle"))
    table = Table(SIGN_IN, columns.SIGN_IN, practice.sign_ins, 4, text_lines=2)
    tints = (
        Tint(SIGN_IN, ("State",), f'LEFT({{State}},{len(FAILED)})="{FAILED}"', "warn"),
        Tint(SIGN_IN, ("Signed in until",), 'AND({Signed in until}<>"",{Signed in until}<NOW())', "warn"),
    )
    return Sheet("sign_in", "Sign-in", cells, (table,), tints, freeze=(5, 3), print_columns=len(columns.SIGN_IN) - 1)


def _clients(practice: Practice) -> Sheet:
    told = "A row for each GSTIN; the next batch makes its workbook. Type below, or paste a list."
    blank = pd.DataFrame("", columns=list(HEADINGS), index=range(_BLANK_ROWS))
    rows = pd.concat([practice.clients, blank], ignore_index=True)
    notes = {issue.row: f"{issue.column}: {issue.reason}. {issue.remedy}" for issue in clients_of(rows, "")[1]}
    rows = rows.assign(note=[notes.get(row, "") for row in rows.index], key=rows[GSTIN])
    cells = (*_banner("Clients"), Cell(2, 2, told, "subtitle"))
    table = Table(CLIENTS, columns.CLIENTS, rows, 4, text_lines=2)
    tints = (Tint(CLIENTS, ("Why it cannot be used",), '{Why it cannot be used}<>""', "warn"),)
    return Sheet("clients", "Clients", cells, (table,), tints, freeze=(5, 2), print_columns=len(HEADINGS) + 1)


def _files(practice: Practice) -> Sheet:
    told = f"{counted(len(practice.files), 'file')} found by the last batch; the yellow ones were not given to a client"
    cells = (*_banner("Files"), Cell(2, 2, told, "subtitle"))
    table = Table(FILES, columns.FILES, practice.files, 4, text_lines=2)
    tints = (Tint(FILES, ("GSTIN", "What came of it"), '{GSTIN}=""', "warn"),)
    return Sheet("files", "Files", cells, (table,), tints, freeze=(5, 2), print_columns=len(columns.FILES))


def _banner(title: str) -> tuple[Cell, ...]:
    return Cell(1, 1, "◂ Practice", "link", link="practice"), Cell(1, 2, title, "title")
