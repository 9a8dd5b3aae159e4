"""GSTN's public certificate: from the place the profile names, and anew when GSTN has changed it."""

from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

from ims_xl.gstn import envelope
from ims_xl.gstn.errors import GstnError
from ims_xl.gstn.providers import Profile
from ims_xl.gstn.transport import Transport, fetching
from ims_xl.issues import ImsError


class Certificates:
    """The key of one provider's certificate, fetched when it is first needed."""

    def __init__(self, profile: Profile, transport: Transport) -> None:
        self._profile, self._transport = profile, transport
        self._key: RSAPublicKey | None = None

    def key(self) -> RSAPublicKey:
        """The public key.

        Raises ImsError when the certificate cannot be read, NotReached when it cannot be fetched.
        """
        if self._key is None:
            place = self._profile.certificate
            assert place is not None  # a profile that needs none of it never asks
            self._key = self._fetch(place.url) if place.url else self._read(place.file)
        return self._key

    def renew(self) -> None:
        """Fetch the new certificate.

        Raises GstnError TEC4002 when the profile names no address to fetch it from.
        """
        place = self._profile.certificate
        source = place and (place.renewed or place.url)
        if not source:
            raise GstnError("TEC4002")
        self._key = self._fetch(source)

    def _fetch(self, source: str) -> RSAPublicKey:
        call = fetching(self._profile.address(source), "Fetching GSTN's certificate")
        return envelope.read_public_key(self._transport.fetch(call))

    def _read(self, file: str) -> RSAPublicKey:
        try:
            return envelope.read_public_key(Path(file).read_bytes())
        except OSError as error:
            remedy = "Put GSTN's public certificate there; your GSP has it."
            raise ImsError(f"the certificate cannot be read: {error.strerror}", remedy, file=file) from None
