"""Large sections as files: prepared while the client waits, tar.gz around an AES ciphertext, told by their SHA-256."""

import base64
import hashlib
import io
import secrets
import tarfile
import tempfile
import threading
from dataclasses import dataclass, field
from pathlib import Path

from ims_xl.sandbox import envelope
from ims_xl.sandbox.errors import PortalError
from ims_xl.sandbox.ledger import Ledger

_PATIENCE = 5.0  # seconds that one FILEDET waits for the files before it answers RTN_24


@dataclass
class _Package:
    gstin: str
    folder: Path
    key: bytes
    calls: int
    files: list[tuple[str, str]] = field(default_factory=list)  # name, SHA-256
    ready: threading.Event = field(default_factory=threading.Event)


class Files:
    """The files that are being prepared or ready, in a folder that goes when the stand-in stops."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._folder = tempfile.TemporaryDirectory(prefix="ims-xl-sandbox-", ignore_cleanup_errors=True)
        self._packages: dict[str, _Package] = {}
        self._threads: list[threading.Thread] = []
        self._closing = threading.Event()

    def order(self, gstin: str, section: str, status: str) -> str:
        """Begin to prepare the files of a section; gives back their token."""
        token = secrets.token_hex(16)
        folder = Path(self._folder.name) / token
        folder.mkdir()
        calls = self._ledger.variants.file_calls
        package = _Package(gstin, folder, secrets.token_bytes(envelope.KEY_BYTES), calls)
        self._packages[token] = package
        thread = threading.Thread(target=self._prepare, args=(package, section, status), daemon=True)
        self._threads.append(thread)
        thread.start()
        return token

    def _prepare(self, package: _Package, section: str, status: str) -> None:
        variants = self._ledger.variants
        chunks = self._ledger.texts(package.gstin, section, status, variants.file_documents)
        for number, texts in enumerate(chunks, 1):
            if self._closing.is_set():
                return
            content = b'{"%s":[%s]}' % (section.encode(), ",".join(texts).encode())
            member = envelope.aes(package.key, base64.b64encode(content))
            if variants.file_member == "base64":
                member = base64.b64encode(member)
            name = f"{number}.tar.gz"
            packed = _packed(f"{number}.json", member)
            (package.folder / name).write_bytes(packed)
            package.files.append((name, hashlib.sha256(packed).hexdigest()))
        package.ready.set()

    def details(self, gstin: str, token: str, base_url: str) -> dict[str, object]:
        """The answer of FILEDET; refuses with `queued` while the files are not ready."""
        package = self._packages.get(token)
        if package is None or package.gstin != gstin:
            raise PortalError("parameter", "token")
        package.calls -= 1
        if package.calls >= 0 or not package.ready.wait(_PATIENCE):
            raise PortalError("queued")
        start = base_url if self._ledger.variants.file_url == "url" else ""
        urls = [{"ul": f"{start}/files/{token}/{name}", "hash": digest} for name, digest in package.files]
        return {"ek": envelope.to_text(package.key), "urls": urls, "fc": len(urls)}

    def path(self, token: str, name: str) -> Path | None:
        """A prepared file."""
        package = self._packages.get(token)
        known = package is not None and any(name == file for file, _ in package.files)
        return package.folder / name if package and known else None

    def close(self) -> None:
        """Stop preparing, remove every file."""
        self._closing.set()
        for thread in self._threads:
            thread.join()
        self._folder.cleanup()


def _packed(name: str, member: bytes) -> bytes:
    info = tarfile.TarInfo(name)
    info.size = len(member)
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz", compresslevel=1) as tar:
        tar.addfile(info, io.BytesIO(member))
    return buffer.getvalue()
