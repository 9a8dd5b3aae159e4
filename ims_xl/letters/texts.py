"""The words of a letter, part by part, in English and Hindi; what the accountant wrote takes their place."""

import re
from collections.abc import Iterable, Mapping
from typing import Literal, NamedTuple

Language = Literal["English", "Hindi"]
LANGUAGES: tuple[Language, ...] = ("English", "Hindi")
LETTER_LANGUAGES = (*LANGUAGES, "English and Hindi")

FIELDS = {
    "supplier": "name of the supplier",
    "gstin": "GSTIN of the supplier",
    "person": "contact person of Supplier Contacts; without one Sir or Madam",
    "company": "your company's name",
    "company_gstin": "your GSTIN",
    "period": "the month, as Oct-2026",
    "count": "documents of the situation; in Subject, Opening and Closing of the letter",
    "tax": "their tax, credit notes less",
}
"""Merge fields, which stand in braces."""

_FIELD = re.compile(r"\{([^{}]*)\}")


class Part(NamedTuple):
    """One part of a letter: its key, its name on the sheet, its first words."""

    key: str
    name: str
    first: Mapping[Language, str]


class LetterText(NamedTuple):
    """What the accountant wrote in place of the first words; `row`: where it stood on the sheet."""

    part: str
    language: Language
    text: str
    row: int = 0


PARTS = (
    Part("subject", "Subject", {
        "English": "GST documents to be cleared with {company}, {period}: {count}",
        "Hindi": "{company} के साथ GST दस्तावेज़ों का मिलान, {period}: {count}",
    }),
    Part("opening", "Opening", {
        "English": (
            "Dear {person},\n\nwe compared our purchases of {period} with the Invoice Management System (IMS) of the GST "
            "portal. The documents below of {supplier}, GSTIN {gstin}, need your attention. Our GSTIN is {company_gstin}."
        ),
        "Hindi": (
            "आदरणीय {person},\n\nहमने {period} की अपनी खरीद का मिलान GST पोर्टल के इनवॉइस मैनेजमेंट सिस्टम (IMS) से किया है। "
            "{supplier}, GSTIN {gstin}, के नीचे दिए दस्तावेज़ों पर आपके ध्यान की आवश्यकता है। हमारा GSTIN {company_gstin} है।"
        ),
    }),
    Part("missing", "Missing in IMS", {
        "English": (
            "NOT REPORTED in IMS, but in our books: {count}, tax {tax}. Please report what is missing in GSTR-1, GSTR-1A or "
            "IFF; or tell us under which GSTIN, number and date it was reported."
        ),
        "Hindi": (
            "IMS में रिपोर्ट नहीं, पर हमारी बहियों में: {count}, कर {tax}। कृपया इन्हें GSTR-1, GSTR-1A या IFF में रिपोर्ट करें; या "
            "बताएँ कि किस GSTIN, संख्या और दिनांक से रिपोर्ट किया गया है।"
        ),
    }),
    Part("mismatched", "Mismatched", {
        "English": (
            "DIFFERENT from our books: {count}. Please compare both sides; then amend what you reported, or send us a copy of "
            "the bill so that we can correct our books."
        ),
        "Hindi": (
            "हमारी बहियों से भिन्न: {count}। कृपया दोनों का मिलान करें; फिर अपनी रिपोर्ट में संशोधन करें, या बिल की प्रति भेजें "
            "ताकि हम अपनी बहियाँ ठीक कर सकें।"
        ),
    }),
    Part("rejected", "Rejected", {
        "English": (
            "REJECTED by us in IMS: {count}, tax {tax}. Where we gave a reason it stands below the document. Please check, and "
            "amend or write to us."
        ),
        "Hindi": (
            "IMS में हमारे द्वारा अस्वीकृत: {count}, कर {tax}। जहाँ कारण दिया है, वह दस्तावेज़ के नीचे लिखा है। कृपया जाँच करें, "
            "और संशोधन करें या हमें लिखें।"
        ),
    }),
    Part("pending", "Pending", {
        "English": (
            "PENDING with us in IMS until cleared: {count}, tax {tax}. Please send us a copy of each bill, with the proof of "
            "delivery."
        ),
        "Hindi": (
            "स्पष्ट होने तक IMS में हमारे यहाँ लंबित: {count}, कर {tax}। कृपया हर बिल की प्रति और माल या सेवा देने का प्रमाण भेजें।"
        ),
    }),
    Part("not_filed", "Not filed", {
        "English": (
            "NOT FILED yet, as the portal shows: {count}, tax {tax}. Our credit waits for your return. Please file it, and tell "
            "us the day."
        ),
        "Hindi": (
            "पोर्टल के अनुसार रिटर्न अभी दाखिल नहीं: {count}, कर {tax}। हमारा क्रेडिट आपके रिटर्न पर रुका है। कृपया रिटर्न दाखिल करें "
            "और दिनांक बताएँ।"
        ),
    }),
    Part("annex", "Enclosure", {
        "English": "The enclosed workbook lists every document with its figures.",
        "Hindi": "संलग्न फ़ाइल में हर दस्तावेज़ और उसके आँकड़े दिए गए हैं।",
    }),
    Part("closing", "Closing", {
        "English": "If you have answered already, please take no notice of this letter.\n\nWith regards,\n{company}",
        "Hindi": "यदि आप उत्तर दे चुके हैं, तो कृपया इस पत्र पर ध्यान न दें।\n\nसादर,\n{company}",
    }),
)  # fmt: skip
BY_KEY = {part.key: part for part in PARTS}
BY_NAME = {part.name.lower(): part for part in PARTS}


def text_of(part: str, language: Language, own: Iterable[LetterText]) -> str:
    """The words of a part: the accountant's, else the first ones."""
    found = next((one.text for one in own if (one.part, one.language) == (part, language)), "")
    return found or BY_KEY[part].first[language]


def unknown_fields(text: str) -> list[str]:
    """What cannot be filled in: fields that there are not, braces without their partner."""
    unknown = [f"{{{name}}}" for name in _FIELD.findall(text) if name.strip().lower() not in FIELDS]
    return unknown + [sign for sign in _FIELD.sub("", text) if sign in "{}"][:1]


def remedy() -> str:
    """Which fields there are, for whoever wrote another one."""
    return f"Write one of {', '.join(f'{{{name}}}' for name in FIELDS)}, or no braces."


def fill(text: str, values: Mapping[str, str]) -> str:
    """The text with its fields filled in; what is filled in is never looked at for fields again."""
    return _FIELD.sub(lambda found: values.get(found[1].strip().lower(), found[0]), text)
