"""GSTN's error codes: what each means, who can help, whether it is worth repeating and what the program does."""

from collections.abc import Mapping
from fnmatch import fnmatchcase
from typing import Literal, NamedTuple

Fixer = Literal["you", "your GSP", "the portal", "the program"]
Doing = Literal[
    "stop", "wait", "sign in", "ask otp", "new certificate", "nothing there", "queued", "download again",
    "gsp sign-in", "credentials", "gateway wait", "gateway stop", "go on",
]  # fmt: skip
Scope = Literal["a document", "the GSTIN", "the way in"]
"""What a refused save or reset was refused for: perhaps one document in it; the GSTIN, period or portal, whatever
was in it; or session, rights and headings, so that nobody looked into it."""

DOING: dict[Doing, str] = {
    "stop": "The program stops here; nothing was changed by this request.",
    "wait": "The program waits and asks again.",
    "sign in": "The program starts one new session and asks once more.",
    "ask otp": "The program asks for the OTP again, a few times at most.",
    "new certificate": "The program fetches the new certificate and tries once more.",
    "nothing there": "The program goes on with an empty list.",
    "queued": "The program waits until the portal has it ready.",
    "download again": "The program downloads the document again and shows it for a new decision.",
    "gsp sign-in": "The program signs in at the GSP anew and asks once more.",
    "credentials": "The program asks for the secrets of the GSP again.",
    "gateway wait": "The program waits and asks again; a save or reset waits until it is resumed.",
    "gateway stop": "The program stops here; no decision counts as refused.",
    "go on": "The program goes on: this is what was asked for.",
}
REPEATED: frozenset[Doing] = frozenset(DOING) - {
    "stop",
    "nothing there",
    "download again",
    "credentials",
    "gateway stop",
    "go on",
}
GATEWAY: frozenset[Doing] = frozenset({"gsp sign-in", "credentials", "gateway wait", "gateway stop"})
"""What a gateway says of itself: never a refusal of what was sent through it."""


class Entry(NamedTuple):
    """One code: its meaning, who can fix it, what the program does, what the person does, and how far it reaches.

    A refused request is cut in halves only when its `scope` is a document; an unknown code is taken to be of one.
    """

    code: str
    meaning: str
    fixer: Fixer
    doing: Doing
    remedy: str
    scope: Scope = "a document"
    known: bool = True

    @property
    def retry(self) -> bool:
        """Whether the same request is worth repeating."""
        return self.doing in REPEATED


_AGAIN = "Try again later."
_SIGN_IN = "Sign in with a new OTP."
_GSP = "Tell your GSP the code and the time."
_REPORT = "Keep the message and the traffic archive and report them to the maker of this program."
_PERIOD = "Choose another period, or look on the portal which GSTR-2B it holds."

_NOTHING = ("RET11416", "RET11417", "RET13508", "RET13509", "RET13510", "RT-3BAS1009", "RET2B1016")
_DENIED = ("RET11402", "RET2B1010")
_FORBIDDEN = ("RET11407", "RET11408", "RET11409", "RET11410")
_HEADERS = ("RET11400", "RET11401", "RET11403", "RET11404", "RET11405", "RET11406")
REFUSED_CREDENTIALS = frozenset({*_HEADERS, "HTTP 401", "HTTP 403"})
"""Answers to signing in that may mean a wrong client id or secret; a gateway gives HTTP alone."""

_API_ACCESS = ("AUTH4037", "AUTH002")
_ENDED = ("AUTH4038", "AUTH158", "RT-R1R3BAV-1007")
_ASKED = ("RETOTPREQUEST", "EVCREQUEST")

ENTRIES = (
    # Saving and resetting decisions
    Entry("IMSSAV0010", "the portal no longer holds the action this decision started from, or the supplier changed the document", "you", "download again", "Look at the document as it is now and decide again."),
    Entry("IMSSAV0015", "an earlier save or reset is still running on the portal", "the portal", "wait", "Only one can run at a time; wait until it is done, then resume.", "the GSTIN"),
    Entry("IMSSAV0054", "the portal wants an answer to \"Reduce ITC\" for this document", "you", "stop", "Choose Yes or No in Reduce ITC of this document, then upload again."),
    Entry("IMSSAV005", "the portal cannot read the request: a key or value is not as it wants it", "the program", "stop", _REPORT),
    Entry("GEN5001", "the request lacks something the portal needs", "the program", "stop", _REPORT),
    # GSTR-2B
    Entry("IMS2B007", "GSTR-2B cannot be computed: the period is wrong or its GSTR-3B is filed", "you", "stop", "After GSTR-3B the decisions of the period are frozen; check the period.", "the GSTIN"),
    Entry("IMS2B009", "the draft of GSTR-2B is not made yet: that happens on the 14th", "you", "stop", "Compute again on or after the 14th; until then every decision can still change.", "the GSTIN"),
    Entry("IMS2005", "nothing has changed since GSTR-2B was last computed", "you", "stop", "There is nothing to compute; the last GSTR-2B holds.", "the GSTIN"),
    Entry("GTR2B-001", "there is no GSTR-2B for this month: quarterly filers get one for the quarter", "you", "stop", "Choose the last month of the quarter.", "the GSTIN"),
    Entry("GTR2B-002", "GSTR-2B of this period is not made, perhaps because GSTR-3B of the period before is not filed", "you", "stop", "File GSTR-3B of the period before, then compute GSTR-2B.", "the GSTIN"),
    Entry("RET2B1023", "GSTR-2B of this period is not made yet", "you", "stop", "Compute GSTR-2B, or wait for the 14th.", "the GSTIN"),
    Entry("RET2B1018", "GSTR-2B cannot be had before its cut-off date", "you", "stop", "Try again on or after the 14th.", "the GSTIN"),
    # Downloads
    *(Entry(code, "the portal has no documents here", "the portal", "nothing there", "There is nothing to do.") for code in _NOTHING),
    Entry("RTN_24", "the portal is still preparing the file", "the portal", "queued", "Try again in a while; the portal prepares large files for many at once."),
    Entry("RET12501", "the portal had a failure of its own", "the portal", "wait", _AGAIN),
    # Signing in and rights
    Entry("AUTH403", "the portal allows no more sessions for this user: another program or GSP holds one", "you", "stop", "Log out there (ims-xl logout on the other computer), or wait until that session ends, six hours at most.", "the way in"),
    Entry("AUTH4033", "the portal does not know this session, or no OTP was asked for", "you", "sign in", _SIGN_IN, "the way in"),
    Entry("AUTH4034", "the OTP is wrong or too old", "you", "ask otp", "Use the newest OTP the portal sent; it is valid for a few minutes.", "the way in"),
    *(Entry(code, "the session has ended", "you", "sign in", _SIGN_IN, "the way in") for code in _ENDED),
    *(Entry(code, "the portal wants an OTP first", "you", "sign in", _SIGN_IN, "the way in") for code in _ASKED),
    *(Entry(code, "the portal does not accept the right to access this GSTIN", "you", "sign in", "On the portal open My Profile, Manage API Access, and switch it on; then sign in with a new OTP.", "the way in") for code in _DENIED),
    *(Entry(code, "the portal does not give access to this GSTIN or request", "you", "stop", "Check that GSTIN and user name belong together and that API access is switched on in the portal's profile.", "the way in") for code in _FORBIDDEN),
    *(Entry(code, "the portal misses a heading of the request or does not accept it", "your GSP", "stop", "Compare the profile with your GSP's documents: headers, client id, client secret.", "the way in") for code in _HEADERS),
    *(Entry(code, "this GSTIN has API access switched off on the portal, or on for less time than a session lasts", "you", "stop", "Log in to the portal, open My Profile, Manage API Access, switch it on and choose 30 days; then sign in again.", "the way in") for code in _API_ACCESS),
    Entry("TEC4002", "GSTN has changed its public certificate", "your GSP", "new certificate", "Ask your GSP for the new certificate and name it in the profile.", "the way in"),
    Entry("AUTH4032", "the portal does not know this user name", "you", "stop", "Write the user name of the GST portal, as you log in there, for this GSTIN.", "the way in"),
    Entry("AUTH4035", "the portal does not know this action", "the program", "stop", "Compare the API version in the profile with your GSP's documents.", "the way in"),
    Entry("AUTH113", "the portal does not accept the return period", "you", "stop", _PERIOD, "the GSTIN"),
    Entry("AUTH141", "the portal does not accept a parameter of the request", "the program", "stop", _REPORT),
    Entry("AUTH143", "the portal does not accept a parameter of the request", "the program", "stop", _REPORT),
    Entry("AUTH_9002", "the portal does not accept a parameter of the request", "the program", "stop", _REPORT),
)  # fmt: skip

CODES = {entry.code: entry for entry in ENTRIES}


ACTS: dict[str, Entry] = {
    "stop": Entry("", "the portal refused", "your GSP", "stop", "Read the portal's words; if they do not help, ask your GSP."),
    "wait": CODES["RET12501"],
    "sign in": CODES["AUTH4038"],
    "ask otp": CODES["AUTH4034"],
    "otp sent": Entry("", "the portal wants an OTP first, and has sent one", "you", "go on", "Give the newest OTP the portal sent.", "the way in"),
    "new certificate": CODES["TEC4002"],
    "nothing there": CODES["RET13508"],
    "queued": CODES["RTN_24"],
    "api access": CODES["AUTH4037"],
    "sessions full": CODES["AUTH403"],
    "gsp sign-in": Entry("", "the GSP no longer takes the session that this program has with it", "your GSP", "gsp sign-in", "Sign in again; if it stays so, compare the secrets in the profile with your GSP's documents.", "the way in"),
    "credentials": Entry("", "the GSP does not accept the secrets it gave you", "your GSP", "credentials", "Compare them with your GSP's documents and type them again.", "the way in"),
    "ip list": Entry("", "the GSP does not take calls from this internet address", "your GSP", "gateway stop", "Ask your GSP to put the public IP address of this office on its list; or switch the list off there.", "the way in"),
    "credits": Entry("", "the calls bought from the GSP are used up", "your GSP", "gateway stop", "Buy more calls from your GSP, then go on.", "the way in"),
    "gateway wait": Entry("", "the GSP or GSTN behind it is down for a while", "your GSP", "gateway wait", "Wait some minutes, then try again.", "the way in"),
    "gateway stop": Entry("", "the GSP refused the call before the portal saw it", "your GSP", "gateway stop", "Compare the profile with your GSP's documents, and tell your GSP the code and the time.", "the way in"),
}  # fmt: skip
"""What a profile may say of a code, with the row that stands for it."""

_AT_STEP: dict[tuple[str, str], str] = {
    # A gateway tells a wrong OTP with the code that elsewhere says that nothing was found.
    **{("token", code): "ask otp" for code in (*_NOTHING, *_ASKED)},
    # Where the OTP has no call of its own, a question without one has it sent.
    **{("otp", code): "otp sent" for code in _ASKED},
    **{(step, code): "stop" for step in ("otp", "refresh", "save", "reset", "gen2b") for code in _NOTHING},
}


def find_entry(code: str, step: str = "", act: str = "") -> Entry:
    """The row of a code at a step or call; `act`: what the profile says of it.

    A code that is not in the table gets a row that shows it as it came.
    """
    wanted = code.strip()
    if act := act or _AT_STEP.get((step, wanted.upper()), ""):
        return ACTS[act]._replace(code=wanted)
    known = CODES.get(wanted) or CODES.get(wanted.upper())
    advice = "This program does not know the code: read the portal's words, and if they do not help, ask your GSP."
    return known or Entry(wanted, "the portal refused", "your GSP", "stop", advice, known=False)


def act_of(code: str, *tables: Mapping[str, str]) -> str:
    """What the first table with the code says of it, "" when none has it; a code of a table may end in *."""
    found = (act for table in tables for pattern, act in table.items() if fnmatchcase(code.upper(), pattern.upper()))
    return next(found, "") if code else ""
