"""The client against the stand-in, whose author knew only the reference: the whole road, and every variant of it."""

import datetime as dt
import math
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from support.desk import Person, Time
from support.portal import VECTORS

from ims_xl import schema
from ims_xl.gst.sections import SECTIONS
from ims_xl.gstn import wire
from ims_xl.gstn.client import Client
from ims_xl.gstn.credentials import MemoryVault, open_vault
from ims_xl.gstn.download import download
from ims_xl.gstn.errors import GstnError, NotReached, OutcomeUnknown, SignInNeeded
from ims_xl.gstn.providers import Profile, sandbox_profile
from ims_xl.purchases.content import Content
from ims_xl.purchases.formats.gstr2b_json import read_gstr2b
from ims_xl.purchases.sources import Source
from ims_xl.sandbox import PERIOD, RECIPIENT, Sandbox, serve

NO_FILE = Source("gstr2b.json", Path("gstr2b.json"), b"", "")


class Road:
    """A stand-in and a client of it."""

    def __init__(self, sandbox: Sandbox, profile: Profile, person: Person, time: Time, vault: MemoryVault) -> None:
        self.sandbox, self.person, self.time, self.vault = sandbox, person, time, vault
        self.client = self.another(profile)

    def another(self, profile: Profile) -> Client:
        """A client with the same session."""
        time = self.time
        return Client(profile, RECIPIENT, ui=self.person, vault=self.vault, wait=time.wait, now=time.now)

    def documents(self, *sections: str) -> pd.DataFrame:
        return download(self.client, self.person, sections or ("b2b",)).documents

    def payload(self, documents: pd.DataFrame, request: Any = "SAVE", action: str = "A") -> dict[str, object]:
        """What is sent to take this action on all of the documents."""
        rows = documents.assign(new_action=action, new_remarks="", new_itc_reduction="")
        if action == "A":
            rows["new_itc_reduction"] = rows["section"].map({"b2bcn": "Y", "b2bcna": "Y"}).fillna("")
        rows = rows.assign(**{f"new_declared_{tax}": math.nan for tax in schema.TAXES})
        records = wire.write_records(rows, wire.Variant(), request=request, prev_status=True)
        return {"rtin": RECIPIENT, "reqtyp": request, "invdata": records}

    def done(self, reference: str) -> Any:
        status = self.client.request_status(reference)
        for _ in range(9):
            if status.state != "IP":
                break
            status = self.client.request_status(reference)
        return status


@contextmanager
def road(
    documents: int = 60, variants: dict[str, Any] | None = None, profile: dict[str, Any] | None = None, **more: Any
) -> Iterator[Road]:
    with serve(documents=documents, variants=variants, private_key=VECTORS["private_key"], **more) as sandbox:
        person, time = Person(), Time()
        chosen = sandbox_profile(sandbox.base_url, **(profile or {}))
        vault = open_vault(chosen)
        assert isinstance(vault, MemoryVault)
        road = Road(sandbox, chosen, person, time, vault)
        with road.client:
            yield road


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("IMS_XL_HOME", str(tmp_path))
    return tmp_path


def actions(road: Road) -> list[str]:
    return [call.action for call in road.sandbox.log.calls()]


def test_the_whole_road() -> None:
    with road(300, start=dt.datetime(2026, 11, 12, 10)) as way:
        found = download(way.client, way.person)
        assert (len(found.documents), found.issues, found.changed) == (300, [], {})
        assert found.counts.others == {"isd": 0, "isda": 0}
        held = found.documents["portal_action"]
        assert held.eq("N").all()
        chosen = found.documents[found.documents["section"].isin(["b2b", "b2bdn", "b2bcn"])]
        chosen = chosen[~chosen["itc_reduction_blocked"]]
        accepted = chosen.head(20)
        status = way.done(way.client.save(way.payload(accepted)))
        assert (status.state, status.processed, status.failed) == ("P", 20, None)
        assert status.errors.empty
        after = download(way.client, way.person)
        assert (after.issues, after.changed) == ([], {})
        now = after.documents.set_index("doc_id")["portal_action"]
        assert (now[accepted["doc_id"]] == "A").all()
        assert (now == "A").sum() == 20
        # Back again: two of them.
        back = after.documents[after.documents["portal_action"] == "A"].head(2)
        assert way.done(way.client.reset(way.payload(back, "RESET"))).state == "P"
        assert sum(counts["A"] for counts in way.client.counts().sections.values()) == 18
        assert set(way.sandbox.log.sends().values()) == {1, 2}
        # GSTR-2B: not before the 14th, then by the portal itself, then only after a change.
        with pytest.raises(GstnError, match="IMS2B009"):
            way.client.compute_2b(PERIOD)
        way.sandbox.clock.set(dt.datetime(2026, 11, 15, 10))
        way.client.counts()
        with pytest.raises(GstnError, match="IMS2005"):
            way.client.compute_2b(PERIOD)
        rejected = after.documents[after.documents["portal_action"].eq("N") & after.documents["section"].eq("b2b")]
        rejected = rejected[rejected["supplier_filed"] == "Filed"].head(3)
        assert way.done(way.client.save(way.payload(rejected, action="R"))).state == "P"
        reference = way.client.compute_2b(PERIOD)
        states = [way.client.compute_2b_status(reference).state for _ in range(4)]
        assert states[-1] == "P"
        read = read_gstr2b(Content(NO_FILE, payload=way.client.gstr2b(PERIOD)))
        statement = pd.concat(read.gstr2b)
        assert read.issues == []
        refused = statement[statement["part"] == "docRejdata"]
        assert sorted(refused["doc_number"]) == sorted(rejected["doc_number"])
        way.client.sign_out()


def test_large_sections_come_as_files() -> None:
    with road(3000, {"large_section": 100, "file_documents": 300, "file_calls": 2}) as way:
        found = download(way.client, way.person)
        assert (len(found.documents), found.issues, found.changed) == (3000, [], {})
        assert found.documents["doc_id"].is_unique
        assert "FILEDET" in actions(way)
        assert way.time.waited >= 2 + 5


VARIANTS: list[dict[str, Any]] = [
    {"counts": "all"},
    {"nothing": "list"},
    {"nothing_code": "RET11416"},
    {"flags": "boolean"},
    {"flags": "old"},
    {"action_absent": True},
    {"trade_names": False},
    {"error_status": 400},
    {"status_number": True},
    {"filed_words": ("F", "NF")},
    {"require_gstin_header": True},
    {"large_section": 5, "queued": "data"},
    {"large_section": 5, "queued": "error", "error_status": 404},
    {"large_section": 5, "token_place": "plain"},
    {"large_section": 5, "file_member": "raw"},
    {"large_section": 5, "file_url": "url"},
    {"large_section": 5, "file_documents": 3},
]  # fmt: skip


@pytest.mark.parametrize("variants", VARIANTS, ids=str)
def test_every_variant_of_a_download(variants: dict[str, Any]) -> None:
    with road(60, {"file_calls": 1, **variants}) as way:
        sections = ("b2b", "b2bcn", "b2bcna", "impg")
        found = download(way.client, way.person, sections)
        assert way.client.documents("b2bdna", "R") == []
        assert (found.issues, found.changed) == ([], {})
        sizes = found.documents["section"].value_counts().to_dict()
        assert sizes == {section: way.sandbox.ledger.count(RECIPIENT, section) for section in sections}
        blocked = found.documents.loc[found.documents["pending_blocked"], "doc_number"]
        (truth,) = way.sandbox.ledger.database.rows("SELECT number FROM documents WHERE pending_blocked")
        assert blocked.tolist() == [truth["number"]]
        assert set(found.documents["supplier_filed"]) == {"Filed", "Not filed", ""}
        assert found.documents["portal_action"].eq("N").all()


def test_a_period_header_where_it_is_wanted() -> None:
    with road(20, {"require_period_header": True}, {"headers": {"ret_period": "{period}"}}) as way:
        assert way.client.documents("b2b")
    with road(20, {"require_period_header": True}) as way, pytest.raises(GstnError, match="ret_period"):
        way.client.documents("b2b")


@pytest.mark.parametrize("report_names", ["short", "long"])
@pytest.mark.parametrize("report_number", ["inum", "own"])
@pytest.mark.parametrize("count_errors", [True, False])
def test_every_variant_of_an_error_report(report_names: str, report_number: str, count_errors: bool) -> None:
    variants = {"report_names": report_names, "report_number": report_number, "count_errors": count_errors}
    with road(60, variants) as way:
        documents = way.documents("b2b", "b2bdn")
        chosen = documents.groupby("section").head(2)
        assert len(chosen) == 4
        stale = chosen.assign(portal_action=["P", "N", "P", "N"])  # the portal holds N of all
        status = way.done(way.client.save(way.payload(stale, action="P")))
        assert (status.state, status.processed, status.failed) == ("PE", 4 if count_errors else 2, 2)
        wrong = stale[stale["portal_action"] == "P"]
        assert status.errors[["section", "supplier_gstin", "doc_number", "supplier_period"]].to_numpy().tolist() == (
            wrong[["section", "supplier_gstin", "doc_number", "supplier_period"]].to_numpy().tolist()
        )
        assert status.errors["message"].str.startswith("IMSSAV0010: ").all()


@pytest.mark.parametrize("refusal", ["row", "request", "later"])
def test_a_restriction_is_refused_in_the_row_the_request_or_later(refusal: str) -> None:
    with road(60, {"refusal": refusal}) as way:
        documents = way.documents("b2bcn")
        blocked = documents[documents["pending_blocked"]].head(1)
        assert len(blocked) == 1
        payload = way.payload(blocked, action="P")
        if refusal == "request":
            with pytest.raises(GstnError, match="Pending is not allowed") as caught:
                way.client.save(payload)
            assert not caught.value.entry.known
            return
        status = way.done(way.client.save(payload))
        if refusal == "row":
            assert (status.state, len(status.errors)) == ("PE", 1)
            assert "Pending is not allowed" in status.errors["message"].iloc[0]
        else:
            assert status.state == "ER"
            assert "Pending is not allowed" in status.message
            assert status.code


def test_a_second_save_while_one_runs() -> None:
    with road(40, {"save_calls": 3}) as way:
        documents = way.documents()
        first, second = (
            documents.iloc[[0]],
            documents.iloc[[1]],
        )
        reference = way.client.save(way.payload(first))
        with pytest.raises(GstnError, match="still running") as caught:
            way.client.save(way.payload(second))
        assert caught.value.code == "IMSSAV0015"
        assert way.done(reference).state == "P"


# Sessions


@pytest.mark.parametrize("wraps", ["app_key", "session_key"])
@pytest.mark.parametrize("dies", [True, False])
def test_every_variant_of_a_refresh(wraps: str, dies: bool) -> None:
    with road(20, {"refresh_wraps_with": wraps, "refresh_ends_old_token": dies}) as way:
        way.client.counts()
        way.time.moment += dt.timedelta(minutes=355)
        assert way.client.counts().total("b2b") == way.sandbox.ledger.count(RECIPIENT, "b2b") > 0
        assert actions(way).count("REFRESHTOKEN") == 1
        assert actions(way).count("AUTHTOKEN") == 1


@pytest.mark.parametrize("code", ["AUTH4038", "AUTH158", "RT-R1R3BAV-1007"])
def test_every_code_of_an_ended_session(code: str) -> None:
    with road(20, {"expired_code": code, "expiry_minutes": 360}) as way:
        way.client.counts()
        way.sandbox.clock.advance(minutes=361)
        assert way.client.counts().total("b2b") == way.sandbox.ledger.count(RECIPIENT, "b2b") > 0
        assert actions(way).count("AUTHTOKEN") == 2


def test_too_many_sessions() -> None:
    with road(20, {"session_limit": 1}) as way:
        way.client.sign_in()
        other = Client(way.client.profile, RECIPIENT, ui=Person(), wait=way.time.wait, now=way.time.now)
        with other, pytest.raises(GstnError, match="AUTH403"):
            other.sign_in()
        way.client.sign_out()
        with other:
            other.sign_in()


@pytest.mark.parametrize("logout", [True, False])
def test_logging_out(logout: bool) -> None:
    with road(20, {"logout": logout}) as way:
        way.client.sign_in()
        way.client.sign_out()
        assert actions(way)[-1] == "LOGOUT"
        assert len(way.person.lines) == (0 if logout else 1)


def test_a_wrong_otp_three_times() -> None:
    with road(20, {"otp": "246810"}) as way:
        with pytest.raises(SignInNeeded, match="the OTP is wrong"):
            way.client.sign_in()
        way.person.texts = ["246810"]
        way.client.sign_in()


def test_a_new_certificate() -> None:
    with road(20) as way:
        way.client.sign_in()
        way.client.sign_out()
        way.sandbox.renew_certificate()
        way.client.sign_in()
        assert [call.outcome for call in way.sandbox.log.calls("OTPREQUEST")] == ["ok", "TEC4002", "ok"]


# GSTR-2B


@pytest.mark.parametrize(
    "variants",
    [
        {},
        {"gstr2b_items": True},
        {"gstr2b_file_documents": 20},
        {"gstr2b_queued": 2},
        {"gstr2b_queued": 2, "gstr2b_queued_as": "error"},
        {"gstr2b_queued": 1, "token_place": "plain"},
        {"status_shape": "bare"},
    ],
    ids=str,
)
def test_every_variant_of_gstr2b(variants: dict[str, Any]) -> None:
    with road(100, variants, start=dt.datetime(2026, 11, 15, 10)) as way:
        documents = way.documents(*SECTIONS)
        chosen = documents[documents["section"].eq("b2b") & documents["supplier_filed"].eq("Filed")]
        assert way.done(way.client.save(way.payload(chosen.head(5), action="R"))).state == "P"
        assert way.done(way.client.save(way.payload(chosen.tail(7), action="P"))).state == "P"
        reference = way.client.compute_2b(PERIOD)
        states = [way.client.compute_2b_status(reference).state for _ in range(4)]
        assert states[-1] == "P"
        read = read_gstr2b(Content(NO_FILE, payload=way.client.gstr2b(PERIOD)))
        assert read.issues == []
        statement = pd.concat(read.gstr2b)
        filed = documents[documents["supplier_filed"].ne("Not filed") & documents["source_form"].ne("R1A")]
        assert (statement["part"] == "docRejdata").sum() == 5
        assert len(statement) == len(filed) - 7
        assert not set(statement["doc_number"]) & set(chosen.tail(7)["doc_number"])
        taxable = statement.set_index(["section", "supplier_gstin", "doc_number"])["taxable_value"]
        ours = filed.set_index(["section", "supplier_gstin", "doc_number"])["taxable_value"]
        assert (taxable == ours.reindex(taxable.index)).all()


# Faults


FAULTS: list[tuple[str, str, dict[str, Any]]] = [
    ("GETINV", "refuse", {}),
    ("GETINV", "reset", {}),
    ("GETINV", "status", {}),
    ("GETINV", "status", {"status": 502}),
    ("GETINV", "busy", {"seconds": 3}),
    ("GETINV", "system", {}),
    ("GETINV", "truncated", {}),
    ("GETINV", "tampered", {}),
    ("GETINV", "wrong_hmac", {}),
    ("GETINV", "duplicate", {}),
    ("GETCNT", "reset", {}),
    ("GETCNT", "wrong_hmac", {}),
    ("FILEDET", "reset", {}),
    ("FILEDET", "tampered", {}),
]


@pytest.mark.parametrize(("action", "fault", "values"), FAULTS)
def test_faults_of_a_download_are_overcome(action: str, fault: str, values: dict[str, Any]) -> None:
    with road(40, {"large_section": 10, "file_calls": 0}) as way:
        way.sandbox.faults.add(fault, action, times=2, **values)
        found = download(way.client, way.person, ["b2b"])
        assert len(found.documents) == way.sandbox.ledger.count(RECIPIENT, "b2b") > 20
        assert (found.issues, found.changed) == ([], {})
        assert way.sandbox.faults.struck[0] == (fault, action)


@pytest.mark.parametrize("fault", ["bad_file", "reset", "status", "busy", "refuse"])
def test_faults_of_a_file_are_overcome(fault: str) -> None:
    with road(40, {"large_section": 10, "file_calls": 0}) as way:
        way.sandbox.faults.add(fault, "FILE")
        assert len(way.documents()) == way.sandbox.ledger.count(RECIPIENT, "b2b")
        assert way.sandbox.faults.struck == [(fault, "FILE")]


def test_files_that_are_never_ready() -> None:
    with road(40, {"large_section": 10, "file_calls": 0}) as way:
        way.sandbox.faults.add("never_ready", "FILEDET", times=-1)
        with pytest.raises(GstnError, match="RTN_24"):
            way.documents()


@pytest.mark.parametrize(
    ("fault", "values", "kind", "sent"),
    [
        ("refuse", {}, OutcomeUnknown, 0),
        ("reset", {}, OutcomeUnknown, 1),
        ("timeout", {}, OutcomeUnknown, 1),
        ("timeout", {"applied": False}, OutcomeUnknown, 1),
        ("lost", {"how": "reset"}, OutcomeUnknown, 1),
        ("status", {}, OutcomeUnknown, 1),
        ("status", {"applied": True}, OutcomeUnknown, 1),
        ("system", {}, OutcomeUnknown, 1),
        ("truncated", {}, OutcomeUnknown, 1),
        ("tampered", {}, OutcomeUnknown, 1),
        ("wrong_hmac", {}, OutcomeUnknown, 1),
        ("busy", {}, OutcomeUnknown, 1),
        ("status", {"status": 403}, OutcomeUnknown, 1),
        ("session_limit", {}, GstnError, 1),
        ("duplicate", {}, GstnError, 1),
    ],
)
def test_faults_of_a_save_never_make_it_go_twice(
    fault: str, values: dict[str, Any], kind: type[Exception], sent: int
) -> None:
    with road(20) as way:
        payload = way.payload(way.documents().head(1))
        way.sandbox.faults.add(fault, "SAVE", **values)
        hasty = sandbox_profile(way.sandbox.base_url, timeouts={"read": 1 if fault == "timeout" else 20})
        with way.another(hasty) as client, pytest.raises(kind):
            client.save(payload)
        assert list(way.sandbox.log.sends().values()) == [1] * sent
        assert way.sandbox.faults.struck == [(fault, "SAVE")]


def test_a_save_to_a_server_that_is_down_is_known_not_to_have_arrived() -> None:
    with road(20) as way:
        documents = way.documents()
        payload = way.payload(documents.head(1))
        with way.sandbox.down(), pytest.raises(NotReached, match="no connection"):
            way.client.save(payload)
        assert not way.sandbox.log.sends()
        assert way.done(way.client.save(payload)).state == "P"


def test_a_supplier_who_edits_while_we_download_is_told() -> None:
    with road(20) as way:
        documents = way.documents()
        new = {**way.client.documents("b2b")[0], "inum": "NEW/1", "action": "N"}
        counts = way.client.counts

        def counted() -> Any:
            found = counts()
            way.sandbox.supplier.save(RECIPIENT, "b2b", new)
            return found

        way.client.counts = counted  # type: ignore[method-assign]
        found = download(way.client, way.person, ["b2b"])
        assert found.changed == {"b2b": 1}
        assert len(found.documents) == len(documents) + 1


def test_no_secret_of_the_road_is_on_disk(home: Path) -> None:
    with road(60, {"large_section": 10}) as way:
        documents = way.documents("b2b", "b2ba")
        way.done(way.client.save(way.payload(documents.head(12))))
        secrets = [secret for name, secret in way.vault._secrets.items() if not name.endswith("expiry")]
        assert len(secrets) == 4  # client id and secret, token, session key
        way.client.sign_out()
        files = [file for file in home.rglob("*") if file.is_file()]
        kept = b"".join(file.read_bytes() for file in files)
        assert kept.count(b"INV/26-27/") > 10
        assert [secret for secret in [*secrets, "575757"] if secret.encode() in kept] == []
