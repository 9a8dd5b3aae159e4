"""Carries the requests of the journal to their end, one at a time, whatever happens on the way."""

import functools
from collections.abc import Iterable, Mapping

import pandas as pd

from ims_xl import uploads
from ims_xl.decisions.sending import Plan, after
from ims_xl.gstn.error_codes import find_entry
from ims_xl.gstn.errors import GstnError, OutcomeUnknown, StoppedByGateway
from ims_xl.gstn.wire import Variant
from ims_xl.issues import ImsError
from ims_xl.push import outcomes
from ims_xl.push.batches import halves, make_batches, missing
from ims_xl.push.fresh import fetch, replaced, sections_of, when_still
from ims_xl.push.journal import DECISION, Entry, Journal, Result
from ims_xl.push.portal import Pace, Portal, Status, pause
from ims_xl.ui import UI
from ims_xl.wording import counted

BUSY = "IMSSAV0015"  # an earlier save or reset of the GSTIN is still running
_PERHAPS_TAKEN = frozenset({"RET12501"})  # system failure: seen at random, also after the request was taken
_BUSY_TIMES = 1
MOST_UNANSWERED = 3  # sendings of the same decisions
MOST_REFUSED = 8  # decisions refused alone, one after the other; then it is hardly their fault


_NEVER_ENDS = "If the portal never ends it, give the upload up: ims-xl push --abandon."


class StillWorking(ImsError):
    """The portal has not finished an earlier request; nothing may be sent before it has."""


class NoAnswer(ImsError):
    """The portal answers questions, but not what is sent."""


class RefusedInARow(ImsError):
    """The portal refuses one decision after the other, each alone."""


class Sender:
    """One upload at work.

    `documents` is what the portal holds as far as known, schema.IMS: given fresh, kept up to date by what the
    portal says. An upload that is taken up again is `doubtful`: nothing of it is sent before a fresh look. `marks`:
    doc_id -> action as it is marked now, where that may differ from what the upload began with.
    """

    def __init__(
        self,
        portal: Portal,
        journal: Journal,
        documents: pd.DataFrame,
        *,
        variant: Variant,
        pace: Pace,
        ui: UI,
        doubtful: bool = False,
        marks: Mapping[str, str] | None = None,
    ) -> None:
        self._documents = documents
        self._taken: list[pd.DataFrame] = []  # wanted of requests that were processed, not yet in the documents
        self._portal = portal
        self._journal = journal
        self._variant = variant
        self._pace = pace
        self._ui = ui
        self._doubtful = doubtful
        self._marks = marks
        self._busy = 0
        self._unanswered = 0  # number of the request that got no answer in this run
        self._refused_alone = 0  # since anything was taken

    @property
    def documents(self) -> pd.DataFrame:
        """What the portal holds as far as known."""
        if self._taken:
            taken = pd.concat(self._taken).rename(columns={name: f"new_{name}" for name in DECISION})
            self._documents = after(self._documents, taken.drop_duplicates("doc_id", keep="last"))
            self._taken = []
        return self._documents

    def run(self) -> None:
        """Bring every request to its end.

        Raises ImsError when it cannot go on (also Cancelled and StillWorking); the journal then says where to resume.
        """
        while entry := self._journal.next():
            match entry.state:
                case "acknowledged":
                    self._poll(entry)
                case "sent":
                    self._reconcile(entry)
                case _ if self._doubtful:
                    self._requeue_after_refresh()
                case _:
                    self._send(entry)

    def _send(self, entry: Entry) -> None:
        payload = self._journal.content(entry.number)
        self._ui.progress(0, len(entry.wanted), f"Sending {counted(len(entry.wanted), 'decision')}")
        self._journal.sent(entry.number)
        try:
            reference = (self._portal.save if entry.request == "SAVE" else self._portal.reset)(payload)
        except StoppedByGateway:
            raise  # the journal says sent: the upload finds out when it is taken up again
        except OutcomeUnknown:
            self._unanswered = entry.number  # the journal says sent: the next turn finds out
        except GstnError as error:
            if error.code == BUSY:
                self._retry_after_busy(entry)
            elif error.code in _PERHAPS_TAKEN or error.entry.doing == "wait":
                self._unanswered = entry.number
            elif error.entry.scope == "the way in":
                self._journal.not_sent(entry.number)
                raise
            else:
                self._refused(entry, error)
        except ImsError:  # of all that can happen only an unknown outcome may have left
            self._journal.not_sent(entry.number)
            raise
        else:
            self._journal.acknowledged(entry.number, reference)

    def _poll(self, entry: Entry) -> None:
        for seconds in self._pace.poll:
            pause(self._pace, self._ui, seconds, "Waiting for the portal to process the request")
            try:
                status = self._portal.request_status(entry.reference)
            except GstnError as error:
                if error.code in _PERHAPS_TAKEN or error.by_gateway:
                    raise
                return self._reconcile(entry)  # the portal does not know its own reference
            if status.state != "IP":
                return self._ended(entry, status)
        raise StillWorking(
            f"the portal still works on request {entry.reference}",
            f"Wait some minutes, then resume the upload; nothing is sent twice. {_NEVER_ENDS}",
        )

    def _ended(self, entry: Entry, status: Status) -> None:
        if status.state == "ER" and status.code == BUSY:
            return self._retry_after_busy(entry)
        if status.state == "P":
            self._taken.append(entry.wanted)
            self._refused_alone = 0
            done = outcomes.all_of(entry.wanted, uploads.ON_PORTAL)
            return self._journal.close(entry.number, "P", f"Processed: {counted(len(done), 'decision')}", done)
        messages, strangers = outcomes.words(status, self._of(entry))
        self._look(sections_of([entry]))
        if status.state == "ER":
            return self._refused_later(entry, status, messages, strangers)
        done = outcomes.seen(entry.wanted, missing(entry.wanted, self.documents), uploads.NOT_TAKEN, messages)
        failed = int((done["outcome"] != uploads.ON_PORTAL).sum())
        self._refused_alone = 0 if failed < len(done) else self._refused_alone
        said = f"Processed with errors: {counted(len(done) - failed, 'decision')} taken, {failed:,} not"
        return self._journal.close(entry.number, "PE", said + _of_strangers(strangers), done)

    def _refused_later(self, entry: Entry, status: Status, messages: "pd.Series[str]", strangers: pd.DataFrame) -> None:
        """The whole request was refused when it was processed; the portal may name the documents it is about."""
        reason = f"{status.code}: {status.message}".strip(": ")
        said = f"Refused: {reason}{_of_strangers(strangers)}"
        if len(entry.wanted) > 1 and find_entry(status.code).scope == "a document":
            return self._in_parts(entry, said, reason, messages)
        everyone = messages.reindex(entry.wanted["doc_id"]).fillna(reason)
        done = outcomes.seen(entry.wanted, missing(entry.wanted, self.documents), uploads.NOT_TAKEN, everyone)
        self._journal.close(entry.number, "ER", said, done)
        return self._count_refused(entry, reason)

    def _refused(self, entry: Entry, error: GstnError) -> None:
        """The whole request was refused at once."""
        reason = f"{error.code}: {error.message}"
        if len(entry.wanted) > 1 and error.entry.scope == "a document":
            self._in_parts(entry, f"Refused: {reason}", reason)
            self._doubtful = error.entry.doing == "download again"
            return
        done = outcomes.all_of(entry.wanted, uploads.REFUSED, reason)
        self._journal.close(entry.number, "ER", f"Refused: {reason}", done)
        self._look(sections_of([entry]))
        self._count_refused(entry, reason)

    def _in_parts(self, entry: Entry, said: str, reason: str, named: "pd.Series[str] | None" = None) -> None:
        """A document in the request may be the cause: halves are sent, until it stands alone.

        `named`: doc_id -> the portal's words, for documents it speaks of; the others then go together.
        """
        found = self._missing(entry.wanted)
        known = [] if named is None else list(named.index)
        send = found.send[~found.send["doc_id"].isin(known)].reset_index(drop=True)
        parts = [send] if len(send) < len(entry.wanted) and known else halves(send)
        again = [batch for part in parts for batch in make_batches(part, self._portal.gstin, self._variant)]
        done = outcomes.seen(entry.wanted, found, uploads.SENT_IN_PARTS, named)
        done["message"] = done["message"].mask(done["outcome"] == uploads.SENT_IN_PARTS, reason)
        if again:
            said += f"; {counted(len(send), 'decision')} sent again in {counted(len(again), 'request')}"
        self._journal.close(entry.number, "ER", said, done, again)

    def _count_refused(self, entry: Entry, reason: str) -> None:
        if len(entry.wanted) > 1:
            return
        self._refused_alone += 1
        if self._refused_alone >= MOST_REFUSED and self._journal.next() is not None:
            raise RefusedInARow(
                f"the portal refuses one decision after the other, {self._refused_alone} now, the last with {reason}",
                "Read its words. If they are about the GSTIN or the month, give the upload up: ims-xl push --abandon. "
                "If not, resume it: it goes on with the decisions that were not tried.",
            )

    def _retry_after_busy(self, entry: Entry) -> None:
        """The portal refused the request because an earlier one runs: wait, look, and send only what is missing."""
        self._busy += 1
        if self._busy > _BUSY_TIMES:
            self._journal.not_sent(entry.number)
            raise StillWorking(
                "the portal still works on an earlier save of this GSTIN",
                f"Wait some minutes, then resume the upload; nothing is sent twice. {_NEVER_ENDS}",
            )
        self._reconcile(entry, f"Refused: an earlier save was still running ({BUSY})", "ER")

    def _reconcile(self, entry: Entry, said: str = "The answer was lost", result: Result = "U") -> None:
        """Look at the portal until it stands still; what of the request is missing is prepared anew."""
        if entry.request == "RESET" and result == "U":
            self._wait_out_queue(entry)
        self._wait_until_stable(sections_of(self._journal.open()))
        found = self._missing(entry.wanted)
        again = make_batches(found.send, self._portal.gstin, self._variant)
        done = outcomes.seen(entry.wanted, found, uploads.SENT_AGAIN)
        taken = int((done["outcome"] == uploads.ON_PORTAL).sum())
        said += f"; {taken:,} of {len(done):,} decisions found on the portal"
        self._journal.close(entry.number, result, said, done, again)
        self._revise()
        if again and entry.number == self._unanswered and entry.unanswered + 1 >= MOST_UNANSWERED:
            raise NoAnswer(
                f"the portal answers questions, but {counted(len(found.send), 'decision')} got no answer and "
                f"did not arrive, sent {entry.unanswered + 1} times",
                "Wait an hour or ask your GSP, then resume the upload: it looks at the portal first. If it cannot "
                "wait, give it up (ims-xl push --abandon) and decide on the portal or by the upload file.",
            )

    def _requeue_after_refresh(self) -> None:
        self._look(sections_of(self._journal.open()))
        self._revise()

    def _revise(self) -> None:
        """What waits to be sent goes with the state the portal shows now, or not at all when nothing is missing."""
        for entry in self._journal.open():
            if entry.state != "prepared":
                continue
            found = self._missing(entry.wanted)
            batches = make_batches(found.send, self._portal.gstin, self._variant)
            left = entry.wanted[~entry.wanted["doc_id"].isin(found.send["doc_id"])]
            done = outcomes.seen(left.reset_index(drop=True), found, uploads.NOT_SENT)
            done["outcome"] = done["outcome"].replace(uploads.NOT_TAKEN, uploads.NOT_SENT)
            if batches:
                self._journal.rewrite(entry.number, batches[0], done)
            else:
                self._journal.close(entry.number, "-", "Not sent: nothing of it was missing on the portal", done)
        self._doubtful = False

    def _wait_out_queue(self, entry: Entry) -> None:
        """Until a lost reset cannot wait at the portal any more: run later, it would clear what is decided next."""
        left = self._pace.queued_reset - entry.sent_ago
        pause(self._pace, self._ui, left, "Waiting until a lost request cannot come late")

    def _wait_until_stable(self, sections: Iterable[str]) -> None:
        """Download until two downloads agree."""
        wait = functools.partial(pause, self._pace, self._ui, what="Waiting until the portal stands still")
        if not when_still(lambda: self._look(sections), self._pace.settle, wait):
            raise StillWorking(
                "the portal keeps changing, so that what became of the last request cannot be told yet",
                "Wait some minutes, then resume the upload; nothing is sent twice.",
            )

    def _look(self, sections: Iterable[str]) -> pd.DataFrame:
        self._documents = replaced(self.documents, fetch(self._portal, sections))
        return self._documents

    def _missing(self, wanted: pd.DataFrame) -> Plan:
        """What the portal lacks of it; a document whose mark was changed since the upload began is left out."""
        found = missing(wanted, self.documents)
        if self._marks is None:
            return found
        changed = found.send["doc_id"].map(self._marks).fillna("") != found.send["new_action"]
        left = found.send.loc[changed, ["doc_id", "new_action"]].rename(columns={"new_action": "action"})
        left_out = pd.concat([found.left_out, left.assign(reason=uploads.MARK_CHANGED)], ignore_index=True)
        return found._replace(send=found.send[~changed].reset_index(drop=True), left_out=left_out)

    def _of(self, entry: Entry) -> pd.DataFrame:
        return self.documents[self.documents["doc_id"].isin(set(entry.wanted["doc_id"]))]


def _of_strangers(errors: pd.DataFrame) -> str:
    return f"; the portal names {counted(len(errors), 'document')} that were not sent" if len(errors) else ""
