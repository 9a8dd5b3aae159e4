"""A letter as a draft that Outlook and other mail programs open for the accountant to send."""

from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP

from ims_xl.letters.writing import Letter

_WORKBOOK = ("application", "vnd.openxmlformats-officedocument.spreadsheetml.sheet")


def draft(letter: Letter, annex: bytes) -> bytes:
    """The draft as an `.eml` file with the annex enclosed; without an address it has no To.

    `X-Unsent: 1` lets Outlook open it as a message that is still to be sent.
    """
    message = EmailMessage(policy=SMTP)
    message["X-Unsent"] = "1"
    message["Subject"] = letter.subject
    if addresses := letter.contact.addresses:
        names = [letter.supplier, *[""] * len(addresses)]
        message["To"] = [Address(name, addr_spec=one) for name, one in zip(names, addresses, strict=False)]
    message.set_content(letter.text, charset="utf-8")
    kind, name = _WORKBOOK
    message.add_attachment(annex, maintype=kind, subtype=name, filename=f"{letter.name}.xlsx")
    return message.as_bytes()
