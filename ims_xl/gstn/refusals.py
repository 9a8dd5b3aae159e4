"""Records the portal refused, from an error file or from the answer to a request."""

from collections.abc import Iterator, Mapping
from typing import Annotated

import pandas as pd
from pydantic import AliasChoices, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from ims_xl import schema
from ims_xl.gstn import values, wire
from ims_xl.issues import Issue

ERROR_COLUMNS = (
    schema.Column("section", "text", "as in IMS; the portal's own name when that is not known"),
    schema.Column("supplier_gstin", "text", "who issued the document"),
    schema.Column("doc_number", "text", "as the portal writes it"),
    schema.Column("doc_date", "date", "missing in the answer to a request"),
    schema.Column("supplier_period", "text", "MMYYYY of the supplier's return"),
    schema.Column("message", "text", "the portal's words, its code before them"),
)


Text = Annotated[str, BeforeValidator(lambda value: "" if value is None else value)]


class Refusal(BaseModel):
    """A refused record: flat in an error file, with its documents `inside` in the answer to a request."""

    model_config = ConfigDict(coerce_numbers_to_str=True)

    supplier: Text = Field("", validation_alias="stin")
    number: Text = Field("", validation_alias=AliasChoices("inum", "nt_num", "boenum"))
    date: Text = Field("", validation_alias=AliasChoices("idt", "nt_dt", "boedt"))
    period: Text = Field("", validation_alias=AliasChoices("rtnprd", "sRtnPrd", "srtinprd"))
    code: Text = Field("", validation_alias="error_cd")
    message: Text = Field("", validation_alias="error_msg")
    inside: list["Refusal"] = Field([], validation_alias=AliasChoices("inv", "nt"))

    def rows(self, section: str) -> Iterator[dict[str, object]]:
        """A row for each document, with what is said of all of them filled in."""
        for item in self.inside or [self]:
            day = values.read_date(item.date)
            yield {
                "section": section,
                "supplier_gstin": (item.supplier or self.supplier).strip().upper(),
                "doc_number": item.number,
                "doc_date": day,
                "supplier_period": values.supplier_period(item.period or self.period, day),
                "message": ": ".join(filter(None, (item.code or self.code, item.message or self.message))),
            }


def read_refusals(sections: Mapping[str, object], *, file: str = "") -> tuple[pd.DataFrame, list[Issue]]:
    """The refused documents of an object of section lists (ERROR_COLUMNS), and records that are none."""
    rows: list[dict[str, object]] = []
    issues: list[Issue] = []
    for name, listed in sections.items():
        if not isinstance(listed, list):
            if wire.section_key(name):
                reason = "the section holds no list of records"
                issues.append(Issue("error", reason, values.AGAIN, file, name))
            continue
        for place, record in enumerate(listed, 1):
            try:
                rows += Refusal.model_validate(record).rows(wire.section_key(name) or name)
            except ValidationError:
                reason = "this is not a record of an error file"
                issues.append(Issue("error", reason, values.AGAIN, file, name, place))
    return schema.conform(pd.DataFrame(rows), ERROR_COLUMNS), issues
