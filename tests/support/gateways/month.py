"""One taxpayer's IMS in memory: documents, saves and resets that run for a while, and GSTR-2B made of them."""

import itertools
from typing import Any

LISTS = {
    "B2B": "b2b", "B2BA": "b2ba", "CN": "b2bcn", "CNA": "b2bcna", "DN": "b2bdn", "DNA": "b2bdna", "ECOM": "ecom",
    "ECOMA": "ecoma",
}  # fmt: skip
WORDS = {"A": "accept", "R": "reject", "P": "pending", "N": "noaction"}


class Refused(Exception):  # noqa: N818 - an answer, not a failure
    """GSTN refuses: code and words."""

    def __init__(self, code: str, words: str) -> None:
        super().__init__(words)
        self.code, self.words = code, words


def number_of(record: dict[str, Any]) -> str:
    return str(record.get("inum") or record.get("nt_num"))


class Month:
    """`sections`: list key -> records as GETINV gives them; `files`: in how many files GSTR-2B comes."""

    def __init__(self, gstin: str, period: str, sections: dict[str, list[dict[str, Any]]], files: int = 0) -> None:
        self.gstin, self.period, self.sections, self.files = gstin, period, sections, files
        self.large: set[str] = set()  # sections that come as files
        self._jobs: dict[str, list[dict[str, Any]]] = {}
        self._numbers = itertools.count(1)
        self.saves: list[dict[str, Any]] = []
        self.computed = 0

    def actions(self) -> dict[str, str]:
        """Number of each document -> its action."""
        return {number_of(record): record["action"] for records in self.sections.values() for record in records}

    def counts(self, goods: str) -> dict[str, Any]:
        if goods != "ALL_OTH":
            return {goods.lower(): {"ttl_cnt": 0}}
        group: dict[str, Any] = {}
        for key in LISTS.values():
            held = [record["action"] for record in self.sections.get(key, [])]
            group[key] = {word: held.count(letter) for letter, word in WORDS.items()}
        return {"all_oth": {**group, "ttl_cnt": sum(len(records) for records in self.sections.values())}}

    def documents(self, section: str, status: str = "") -> dict[str, Any]:
        if section not in LISTS:
            raise Refused("GEN5001", f"no section {section}")
        found = [record for record in self.sections.get(LISTS[section], []) if not status or record["action"] == status]
        if not found:
            raise Refused("RET13508", "No document found")
        return {LISTS[section]: [dict(record) for record in found]}

    def write(self, inner: dict[str, Any]) -> dict[str, Any]:
        """A save or a reset: taken now, done when its status is asked for the second time."""
        if inner.get("rtin") != self.gstin or inner.get("reqtyp") not in ("SAVE", "RESET") or not inner.get("invdata"):
            raise Refused("IMSSAV005", "schema validation failed")
        self.saves.append(inner)
        report: dict[str, list[dict[str, Any]]] = {}
        total = 0
        for key, records in inner["invdata"].items():
            for sent in records:
                total += 1
                if not self._apply(key, sent, inner["reqtyp"]):
                    entry = {"stin": sent["stin"], "error_cd": "IMSSAV0010", "error_msg": "previous action wrong"}
                    entry["inv"] = [{"inum": number_of(sent), "rtnprd": sent["rtnprd"]}]
                    report.setdefault(key, []).append(entry)
        wrong = sum(map(len, report.values()))
        end = {"status_cd": "PE" if wrong else "P", "transTypCd": "SAV", "proc_cnt": str(total - wrong)}
        end |= {"err_cnt": str(wrong), "error_report": report} if wrong else {}
        return self._job([{"status_cd": "IP"}, end])

    def _apply(self, key: str, sent: dict[str, Any], kind: str) -> bool:
        same = ("stin", "rtnprd", "inum", "nt_num", "val", "txval", "iamt", "camt", "samt", "cess", "pos")
        for record in self.sections.get(key, []):
            if all(record.get(name) == sent.get(name) for name in same):
                if sent.get("prev_status") != record["action"]:
                    return False
                record["action"] = sent["action"] if kind == "SAVE" else "N"
                return True
        return False

    def _job(self, answers: list[dict[str, Any]]) -> dict[str, Any]:
        reference = f"{next(self._numbers):015x}"
        self._jobs[reference] = answers
        return {"reference_id": reference}

    def status(self, reference: str) -> dict[str, Any]:
        if reference not in self._jobs:
            raise Refused("RET13509", "No such reference")
        answers = self._jobs[reference]
        return answers.pop(0) if len(answers) > 1 else answers[0]

    def compute(self, inner: dict[str, Any]) -> dict[str, Any]:
        if inner != {"rtin": self.gstin, "itcprd": self.period}:
            raise Refused("IMS2B007", "wrong period")
        self.computed += 1
        return self._job([{"status_cd": "IP"}, {"status_cd": "P"}])

    def statement(self, period: str, file: str = "") -> dict[str, Any]:
        """GSTR-2B with `chksum`; with `files` the first answer only says how many there are."""
        if period != self.period or not self.computed:
            raise Refused("RET2B1023", "GSTR-2B is not generated")
        head = {"gstin": self.gstin, "rtnprd": period, "version": "4.0", "gendt": "15-11-2026"}
        taken, rejected = self._documents("AN"), self._documents("R")
        if self.files and not file:
            return {"chksum": "x", "data": {**head, "fc": self.files, "docdata": {}, "itcsumm": _sums(taken)}}
        parts = {"docdata": _listed(taken, file, self.files), "docRejdata": _listed(rejected, file, self.files)}
        return {"chksum": "x", "data": {**head, **parts, "itcsumm": _sums(taken)}}

    def _documents(self, actions: str) -> dict[str, list[dict[str, Any]]]:
        """Documents with these actions, as GSTR-2B writes them."""
        return {
            name: [
                {**_same(record), **special(record), "ctin": record["stin"]}
                for record in self.sections.get(key, [])
                if record["action"] in actions
            ]
            for name, key, special in (("b2b", "b2b", _invoice), ("cdnr", "b2bcn", _note))
        }


def _listed(documents: dict[str, list[dict[str, Any]]], file: str, files: int) -> dict[str, list[dict[str, Any]]]:
    listed: dict[str, list[dict[str, Any]]] = {}
    for name, found in documents.items():
        for document in found[int(file) - 1 :: files] if file else found:
            inside = {key: value for key, value in document.items() if key != "ctin"}
            supplier = {"ctin": document["ctin"], "trdnm": "SAMPLE", "supfildt": "11-11-2026", "supprd": "102026"}
            listed.setdefault(name, []).append({**supplier, "inv" if name == "b2b" else "nt": [inside]})
    return listed


_HEADS = {"igst": "iamt", "cgst": "camt", "sgst": "samt", "cess": "cess"}


def _same(record: dict[str, Any]) -> dict[str, Any]:
    taxes = {name: record[key] for name, key in _HEADS.items()}
    same = {name: record[name] for name in ("val", "pos", "txval")}
    return {**same, **taxes, "rev": "N", "itcavl": "Y", "rsn": ""}


def _invoice(record: dict[str, Any]) -> dict[str, Any]:
    return {"inum": record["inum"], "dt": record["idt"], "typ": "R"}


def _note(record: dict[str, Any]) -> dict[str, Any]:
    return {"ntnum": record["nt_num"], "dt": record["nt_dt"], "typ": "C", "suptyp": "R"}


def _sums(documents: dict[str, list[dict[str, Any]]]) -> dict[str, Any]:
    def total(name: str) -> dict[str, float]:
        return {head: round(sum(document[head] for document in documents[name]), 2) for head in _HEADS}

    invoices, notes = total("b2b"), total("cdnr")
    return {
        "itcavl": {
            "nonrevsup": {**invoices, "b2b": invoices},
            "othersup": {**notes, "cdnr": notes},
        }
    }
