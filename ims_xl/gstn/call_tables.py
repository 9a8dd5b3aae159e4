"""The tables of a profile that say how it is spoken to: steps of signing in, calls, words, frames and errors."""

import re
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field, JsonValue, ValidationInfo, field_validator

from ims_xl.gst.actions import Action
from ims_xl.gst.sections import SECTIONS
from ims_xl.gstn import sources
from ims_xl.gstn.error_codes import ACTS
from ims_xl.gstn.provider_tables import Table

StepName = Literal["gsp", "otp", "token", "refresh", "logout"]
CallName = Literal["counts", "documents", "files", "save", "reset", "status", "get2b", "gen2b", "sts2b"]
ACTIONS: dict[StepName | CallName, str] = {
    "gsp": "LOGIN", "otp": "OTPREQUEST", "token": "AUTHTOKEN", "refresh": "REFRESHTOKEN", "logout": "LOGOUT",
    "counts": "GETCNT", "documents": "GETINV", "files": "FILEDET", "save": "SAVE", "reset": "RESETIMS",
    "status": "REQSTS", "get2b": "GET2B", "gen2b": "GEN2B", "sts2b": "GENSTS2B",
}  # fmt: skip
"""What GSTN calls each step and call, the word {action} of templates."""
GOODS_TYPES = ("ALL_OTH", "IMP_GDS", "INV_SUPP_ISD")
"""What GSTN calls the kinds of goods it counts."""
_SHORTEST = 3  # letters of a word that tells of a failure


def _known_source(text: str) -> str:
    if not sources.SOURCE.fullmatch(text):
        raise ValueError("a source is $.name.name of the JSON, @name of the headers, or {keep.name}")
    return text


def _known_act(text: str) -> str:
    if text not in ACTS:
        raise ValueError(f"this is not known; there are {', '.join(ACTS)}")
    return text


def _known_address(text: str) -> str:
    if text and not re.fullmatch(r"(GET|POST|PUT) \S+", text):
        raise ValueError('a call is written "GET path?query", with POST or PUT where it sends something, or ""')
    return text


def _known_name(text: str) -> str:
    if not re.fullmatch(r"[a-z][a-z0-9_]{0,30}", text):
        raise ValueError("the name of a secret is up to 31 small letters, digits and _, a letter first")
    return text


def _known_status(text: str) -> str:
    if not re.fullmatch(r"[345]\d\d", text):
        raise ValueError("this is the HTTP status of a refusal, three digits as 403; an answer with 200 has a code")
    return text


def _known_code(text: str) -> str:
    if not re.fullmatch(r"[^*?\[\]]{2,}\*?", text):
        raise ValueError("this is a code, or its beginning and *, as GSPERR*; one act for every code is none")
    return text


def _without_gaps(text: str) -> str:
    if len(text.strip()) < _SHORTEST:
        raise ValueError("this would be found in every refusal; write a word or code of the failure")
    return text


def _gateway_act(act: str) -> str:
    if act in ("nothing there", "queued", "ask otp", "otp sent"):
        raise ValueError(f"a status alone cannot say {act}: any page that is not there says the same; write the code")
    return act


def _one_or_more(value: object) -> object:
    return [value] if isinstance(value, str) else value


def _one_call(value: object) -> object:
    return {"call": value} if isinstance(value, str) else value


Source = Annotated[str, AfterValidator(_known_source)]
Sources = Annotated[tuple[Source, ...], BeforeValidator(_one_or_more)]
Place = Annotated[Sources, Field(min_length=1)]
Address = Annotated[str, AfterValidator(_known_address)]
SecretName = Annotated[str, AfterValidator(_known_name)]
HttpStatus = Annotated[str, AfterValidator(_known_status)]
Act = Annotated[str, AfterValidator(_known_act)]
GatewayAct = Annotated[Act, AfterValidator(_gateway_act)]
Code = Annotated[str, AfterValidator(_known_code)]
Telling = Annotated[str, AfterValidator(_without_gaps)]


class PlainCall(Table):
    """One call: "METHOD path?query", with headers and a body of its own; a call without address does not exist."""

    call: Address = ""
    headers: dict[str, str] = Field(default_factory=dict)
    body: dict[str, JsonValue] | None = None


class SigninStep(PlainCall):
    """A step of signing in: what it keeps of the answer, each name with its sources, and how long that lasts."""

    keep: dict[str, Place] = Field(default_factory=dict)
    lasts: str = ""

    @field_validator("lasts")
    @classmethod
    def _known(cls, lasts: str) -> str:
        if lasts and not sources.LASTS.fullmatch(lasts):
            raise ValueError('this is "$.name s", "$.name min", "$.name ms" or a fixed time as "6h" or "20min"')
        return lasts


class Task(Table):
    """A long answer: its number in the first answer, the call that asks, the words that say it is done, its pages.

    `poll` and `page` are calls with the words {job} and {page}; `pages` is where the count of pages stands.
    """

    id: Place
    poll: Address
    state: Place
    done: tuple[str, ...]
    failed: tuple[str, ...] = ()
    pages: Sources = ()
    page: Address = ""


class DataCall(PlainCall):
    """A call of the API; `task` where its answer is only the number of a task."""

    task: Task | None = None


Call = Annotated[DataCall, BeforeValidator(_one_call)]


class Words(Table):
    """What the provider calls a status (A, R, P, N), a kind of goods and a section."""

    status: dict[str, str] = Field(default_factory=dict)
    goods: dict[str, str] = Field(default_factory=dict)
    section: dict[str, str] = Field(default_factory=dict)

    @field_validator("status", "goods", "section")
    @classmethod
    def _known(cls, words: dict[str, str], about: ValidationInfo) -> dict[str, str]:
        known = {"status": tuple(Action), "goods": GOODS_TYPES, "section": tuple(SECTIONS)}
        names = known[about.field_name or ""]
        if strangers := words.keys() - set(names):
            raise ValueError(f"{', '.join(sorted(strangers))} is no {about.field_name}; there are {', '.join(names)}")
        if len(set(words.values())) < len(words) or not all(words.values()):
            raise ValueError("each needs a word of its own")
        return words


class EnvelopeTable(Table):
    """Whether requests and answers are sealed as GSTN seals them; `body` of a plain write: with its action or alone."""

    requests: Literal["native", "plain"] = "native"
    answers: Literal["native", "plain"] = "native"
    hmac: Literal["required", "optional"] = "required"
    body: Literal["full", "inner"] = "full"


class Frame(Table):
    """Where a plain answer has its object, and what it says when all is well: source -> value; {} for GSTN's own."""

    data: Place = ("$.data",)
    ok: dict[Source, str] = Field(default_factory=dict)


class Errors(Table):
    """Where a refusal has its code and words, and what the program does about a code, everywhere or at one step.

    A code may end in *, `http` is by HTTP status; words of `wait_words` tell of a failure that passes.
    """

    code: Sources = ()
    words: Sources = ()
    wait_words: tuple[Telling, ...] = ()
    http: dict[HttpStatus, GatewayAct] = Field(default_factory=dict)
    codes: dict[Code, Act] = Field(default_factory=dict)
    steps: dict[StepName | CallName, dict[Code, Act]] = Field(default_factory=dict)
