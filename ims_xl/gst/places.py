"""States and Union territories: codes, names and the spellings in use."""

import re

STATES = {
    "01": "Jammu and Kashmir",
    "02": "Himachal Pradesh",
    "03": "Punjab",
    "04": "Chandigarh",
    "05": "Uttarakhand",
    "06": "Haryana",
    "07": "Delhi",
    "08": "Rajasthan",
    "09": "Uttar Pradesh",
    "10": "Bihar",
    "11": "Sikkim",
    "12": "Arunachal Pradesh",
    "13": "Nagaland",
    "14": "Manipur",
    "15": "Mizoram",
    "16": "Tripura",
    "17": "Meghalaya",
    "18": "Assam",
    "19": "West Bengal",
    "20": "Jharkhand",
    "21": "Odisha",
    "22": "Chhattisgarh",
    "23": "Madhya Pradesh",
    "24": "Gujarat",
    "26": "Dadra and Nagar Haveli and Daman and Diu",
    "27": "Maharashtra",
    "29": "Karnataka",
    "30": "Goa",
    "31": "Lakshadweep",
    "32": "Kerala",
    "33": "Tamil Nadu",
    "34": "Puducherry",
    "35": "Andaman and Nicobar Islands",
    "36": "Telangana",
    "37": "Andhra Pradesh",
    "38": "Ladakh",
    "96": "Foreign Country",
    "97": "Other Territory",
}
"""Two-digit code to name of every place of supply, as GST returns have them since January 2020.

Source: Notifications 62/2019-CT (Ladakh) and 10/2020-CT (Daman and Diu), place of supply in the e-invoice master codes.
"""

REGISTERED = STATES | {"99": "Centre Jurisdiction"}
"""Two-digit code to name as registration numbers begin.

99 begins the numbers of online services from abroad, which one central officer registers for all of India; no return
has it as a place of supply. Source: IGST Act s. 14(2), Notification 2/2017-Integrated Tax.
"""

REPLACED = {"25": "26", "28": "37"}
"""Codes of the past and those that took their place: Daman and Diu (2020), undivided Andhra Pradesh (2014)."""

_LETTERS = {
    "01": "JK", "02": "HP", "03": "PB", "04": "CH", "05": "UK UT UA", "06": "HR", "07": "DL", "08": "RJ", "09": "UP",
    "10": "BR", "11": "SK", "12": "AR", "13": "NL", "14": "MN", "15": "MZ", "16": "TR", "17": "ML", "18": "AS",
    "19": "WB", "20": "JH", "21": "OD OR", "22": "CG CT", "23": "MP", "24": "GJ", "26": "DN DD DH DNHDD", "27": "MH",
    "29": "KA", "30": "GA", "31": "LD", "32": "KL", "33": "TN", "34": "PY", "35": "AN", "36": "TS TG", "37": "AP AD",
    "38": "LA", "96": "FC", "97": "OT",
}  # fmt: skip
_SPELLINGS = {
    "01": ("J&K",),
    "05": ("Uttaranchal", "Uttrakhand"),
    "07": ("New Delhi", "NCT of Delhi"),
    "21": ("Orissa",),
    "22": ("Chattisgarh", "Chhatisgarh"),
    "26": ("Dadra and Nagar Haveli", "Dadra Nagar Haveli", "Daman and Diu", "Daman Diu"),
    "31": ("Lakshdweep", "Lakshadweep Islands"),
    "33": ("Tamilnadu",),
    "34": ("Pondicherry",),
    "35": ("Andaman and Nicobar", "Andaman Nicobar"),
    "36": ("Telengana",),
    "96": ("Foreign Countries", "Other Countries", "Other Country", "Outside India"),
}
_CODE_BEHIND = re.compile(r"\D+?[-–:(\s]+(\d{2})\s*\)?")
_CODE = re.compile(r"(\d{1,2})(?:\.0)?(?:[-–:\s]+\D.*)?")


def _folded(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", text.lower().replace("&", "and"))


_BY_NAME = {
    _folded(name): code
    for code, official in STATES.items()
    for name in (official, *_SPELLINGS.get(code, ()), *_LETTERS[code].split())
}


def place_code(text: str) -> str:
    """The two-digit code a text names, or "" for none: `27-Maharashtra`, `Maharashtra`, `27`, `7`, `MH`.

    Where there is a code the name behind it is not looked at; codes of the past give today's.
    """
    text = text.strip()
    if found := _CODE.fullmatch(text) or _CODE_BEHIND.fullmatch(text):
        code = found[1].zfill(2)
        code = REPLACED.get(code, code)
        return code if code in STATES else ""
    return _BY_NAME.get(_folded(text), "")
