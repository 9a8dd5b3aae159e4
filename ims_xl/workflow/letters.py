"""Letters to suppliers: drafts about open points, prepared in a folder; the accountant looks through and sends them."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import pandas as pd

from ims_xl.contacts import Contact
from ims_xl.folders import data_folder
from ims_xl.issues import ImsError, Issue
from ims_xl.letters.annex import annex
from ims_xl.letters.draft import draft
from ims_xl.letters.situations import ORDER
from ims_xl.letters.writing import Letter, Sender, write_letter
from ims_xl.replacing import in_words, write
from ims_xl.sheets.contacts import TITLE
from ims_xl.sheets.letter_texts import faults
from ims_xl.wording import counted
from ims_xl.workflow.job import Job
from ims_xl.workflow.known_suppliers import not_reportable
from ims_xl.workflow.outcome import Outcome

_NAMED = 5  # suppliers named in one message


def write_letters(job: Job, folder: Path | None = None, situations: Sequence[str] = (), again: bool = False) -> Outcome:
    """Prepare a draft, its enclosure and a text for messengers for each supplier with open points.

    `folder`: None for one beside the workbook. `situations`: names of situations, none for all. Suppliers whose letter
    is younger than Settings says are passed over, unless `again`. Raises ImsError for a situation that there is not, a
    text that cannot be filled in, and when a file cannot be written; nothing is remembered then.
    """
    wanted = _wanted(situations)
    for fault in faults(job.company.letter_texts):
        raise ImsError(
            fault.reason, fault.remedy, file=job.book.path.name, sheet=fault.sheet, row=fault.row, column=fault.column,
            value=fault.value,
        )  # fmt: skip
    view = job.view().view
    points = view.points[view.points["situation"].isin(wanted)]
    known = job.store.contacts.all()
    asked = [str(gstin) for gstin in points["supplier_gstin"].unique()]
    barred = not_reportable(job)
    held = [gstin for gstin in asked if gstin in barred or not known.get(gstin, Contact()).may_be_chased]
    unclear = [_unclear(job, known[gstin]) for gstin in held if gstin not in barred]
    recent = set() if again else _recent(job, view.letters)
    lately = [gstin for gstin in asked if gstin not in held and gstin in recent]
    sender = Sender(
        job.company.name, job.identity.gstin, job.period_label, job.company.letter_language, job.company.letter_texts
    )
    chosen = [gstin for gstin in asked if gstin not in held and gstin not in lately]
    of = dict(iter(points.groupby("supplier_gstin")))
    letters = [_marked(job, write_letter(of[gstin], known.get(gstin, Contact()), sender)) for gstin in chosen]
    counts = points.loc[points["supplier_gstin"].isin(chosen), "situation"].value_counts()
    in_words = ", ".join(f"{name} {counts[name]:,}" for name in wanted if name in counts)
    figures: dict[str, object] = {name: int(counts.get(name, 0)) for name in wanted}
    figures |= {"written to lately": len(lately), "not reportable": len(held)}
    told = [*job.warnings, *unclear, *_passed_over(job, len(lately))]
    if not letters:
        return Outcome("No letter to write", figures, told, "Open points stand on Supplier Contacts.")
    place = folder or _folder(job)
    _write_all(job, place, letters, sender)
    job.store.letters.add(
        job.identity.book_id,
        [
            (
                job.at, job.user, one.gstin, one.supplier, ", ".join(one.contact.addresses), one.about,
                len(one.points), f"{one.name}.eml",
            )
            for one in letters
        ],
    )  # fmt: skip
    return Outcome(
        f"{counted(len(letters), 'letter')} prepared in {place}: {in_words}; nothing was sent",
        figures,
        [*told, *_without_address(job, letters)],
        "Open each .eml file in Outlook or another mail program, look through it, and send it. The .txt files are for "
        "messengers.",
    )


def _wanted(situations: Sequence[str]) -> list[str]:
    """The situations that are meant, by their names in any case.

    Raises ImsError for one that there is not.
    """
    names = {name.lower(): name for name in ORDER}
    if unknown := [one for one in situations if one.strip().lower() not in names]:
        raise ImsError("there is no such situation", f"Write one of: {', '.join(ORDER)}.", value=unknown[0])
    return [name for name in ORDER if not situations or name.lower() in {one.strip().lower() for one in situations}]


def _recent(job: Job, letters: pd.DataFrame) -> set[str]:
    """GSTINs of suppliers to whom a letter was prepared within the days of Settings."""
    days = (pd.Timestamp(job.now).normalize() - letters["at"].dt.normalize()).dt.days
    return set(letters.loc[days < job.company.letter_days, "supplier_gstin"])


def _marked(job: Job, letter: Letter) -> Letter:
    """A letter about invented documents says so."""
    return letter._replace(subject=f"SANDBOX: {letter.subject}") if job.identity.is_sandbox else letter


def _folder(job: Job) -> Path:
    """Beside the workbook; with the program's own data when the workbook lies in the web."""
    path = job.book.path.absolute()
    parent = path.parent if path.is_file() else data_folder() / "letters"
    return parent / f"{path.stem} letters {job.now:%Y-%m-%d}"


def _write_all(job: Job, folder: Path, letters: Sequence[Letter], sender: Sender) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for done, letter in enumerate(letters):
            job.ui.progress(done, len(letters), "Writing letters")
            for name, content in _files(letter, sender).items():
                write(folder / name, content, durable=False)
    except OSError as error:
        remedy = "Close the files in other programs, or choose a folder you may write to."
        raise in_words(error, "the letters cannot be written", remedy, file=str(folder)) from error


def _files(letter: Letter, sender: Sender) -> Mapping[str, bytes]:
    """What is written of a letter, by name. Notepad of older Windows knows UTF-8 by its mark only."""
    enclosed = annex(letter, sender)
    return {
        f"{letter.name}.eml": draft(letter, enclosed),
        f"{letter.name}.xlsx": enclosed,
        f"{letter.name}.txt": letter.message.replace("\n", "\r\n").encode("utf-8-sig"),
    }


def _without_address(job: Job, letters: Sequence[Letter]) -> list[Issue]:
    """Drafts that have no To: those without an address, and each address that is none."""
    found = [
        Issue("warning", "this is not an e-mail address; the draft has no address", "Mend it on the sheet.",
              job.book.path.name, TITLE, column="E-mail", value=letter.contact.email)
        for letter in letters if letter.contact.email and not letter.contact.addresses
    ]  # fmt: skip
    if without := [letter.supplier for letter in letters if not letter.contact.email]:
        more = f" and {len(without) - _NAMED:,} more" if len(without) > _NAMED else ""
        reason = f"{counted(len(without), 'draft')} without an address: {', '.join(without[:_NAMED])}{more}"
        remedy = "Write their E-mail there; the next letter has it. The drafts can be sent all the same."
        found.append(Issue("note", reason, remedy, job.book.path.name, TITLE, column="E-mail"))
    return found


def _passed_over(job: Job, lately: int) -> list[Issue]:
    """What is said of suppliers that were written to lately."""
    if not lately:
        return []
    days = counted(int(job.company.letter_days), "day")
    reason = f"{counted(lately, 'supplier')} passed over, written to within {days}"
    return [
        Issue("note", reason, "To write to them too choose so (command line: --again), or change the days on Settings.")
    ]


def _unclear(job: Job, contact: Contact) -> Issue:
    """What is said of a supplier of whom it is not clear whether IMS can carry him."""
    reason = f"this is neither Yes nor No; no letter was written to {contact.supplier_name or contact.supplier_gstin}"
    return Issue(
        "warning", reason, "Write Yes or No, or nothing.", job.book.path.name, TITLE, column="Not reportable",
        value=contact.not_reportable,
    )  # fmt: skip
