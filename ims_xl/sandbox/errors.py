"""What the stand-in answers when it refuses; each reason has its code."""

# The code and the words of each reason. Codes that begin with IMSSAV9 or SBX are inventions: the reference knows none.
REASONS = {
    "parameter missing": ("GEN5001", "Mandatory parameters are missing"),
    "parameter": ("AUTH143", "Invalid value of a parameter"),
    "period": ("AUTH141", "Invalid return period"),
    "header missing": ("RET11400", "A mandatory header is missing"),
    "header": ("RET11401", "Invalid value of a header"),
    "token": ("RET11402", "The token is not valid"),
    "txn reused": ("RET11403", "This transaction id was used before"),
    "credentials": ("RET11404", "Client id or client secret is not known"),
    "content type": ("RET11405", "Content-Type must be application/json"),
    "gstin": ("RET11407", "The user is not authorised for this GSTIN"),
    "user": ("AUTH4032", "Invalid user name"),
    "action": ("AUTH4035", "Invalid action"),
    "otp context": ("AUTH4033", "Invalid session: no OTP is open for this user"),
    "otp": ("AUTH4034", "Invalid OTP"),
    "expired": ("AUTH4038", "The session has expired"),
    "sessions": ("AUTH403", "Maximum number of sessions exceeded"),
    "certificate": ("TEC4002", "The key was not encrypted with the present public key"),
    "envelope": ("SBX9001", "The request is not a valid envelope"),
    "encryption": ("SBX9002", "The data cannot be decrypted"),
    "hmac": ("SBX9003", "The HMAC does not fit the data"),
    "too large": ("SBX9004", "The request is larger than allowed"),
    "no documents": ("RET13508", "No document found"),
    "queued": ("RTN_24", "The file is being prepared; try again later"),
    "system": ("RET12501", "System failure"),
    "reference": ("RET11410", "There is no request with this reference"),
    "schema": ("IMSSAV005", "Schema validation failed"),
    "stale": ("IMSSAV0010", "Previous action is wrong or the supplier changed the document"),
    "running": ("IMSSAV0015", "An earlier request is still being processed"),
    "pending blocked": ("IMSSAV9011", "Pending is not allowed for this document"),
    "remarks blocked": ("IMSSAV9012", "Remarks are not allowed for this document"),
    "remarks on accept": ("IMSSAV9013", "Remarks are not allowed with Accept"),
    "remarks missing": ("IMSSAV9014", "Remarks are mandatory when ITC is reduced in part or not at all"),
    "reduction blocked": ("IMSSAV9015", "A declaration of ITC reduction is not allowed for this document"),
    "reduction missing": ("IMSSAV0054", "A value of itcRedReq is needed"),
    "reduction above tax": ("IMSSAV9017", "The declared reduction exceeds the tax of the document"),
    "reduction unequal": ("IMSSAV9018", "Declared CGST and SGST must be equal"),
    "original open": ("IMSSAV9019", "Act on the original document and file its GSTR-3B first"),
    "reject import": ("IMSSAV9020", "A bill of entry cannot be rejected"),
    "culprit": ("IMSSAV9021", "No action is possible on this document"),
    "2b period": ("IMS2B007", "Wrong ITC period, or GSTR-3B is filed"),
    "2b early": ("IMS2B009", "GSTR-2B cannot be computed before its draft exists"),
    "2b unchanged": ("IMS2005", "Nothing changed since GSTR-2B was computed"),
    "2b quarterly": ("GTR2B-001", "GSTR-2B does not exist for this month of a quarterly filer"),
    "2b not generated": ("GTR2B-002", "No record, or not generated because the previous GSTR-3B was not filed"),
}
RESTRICTIONS = frozenset(reason for reason, (code, _) in REASONS.items() if code.startswith("IMSSAV90"))


class PortalError(Exception):
    """A request or a record is refused; `reason` is a key of REASONS."""

    def __init__(self, reason: str, detail: str = "", code: str = "") -> None:
        self.reason = reason
        known, words = REASONS[reason]
        self.code = code or known
        self.message = f"{words}: {detail}" if detail else words
        super().__init__(f"{self.code} {self.message}")
