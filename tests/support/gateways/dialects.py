"""The dialects by the names that the profiles of the vendors have."""

from support.gateways.native import Adaequare, Alankit, ApiKey, ClearTax, Native, TaxProSealed, Vayana
from support.gateways.plain import Plain, SandboxCoIn, TaxProDecrypted, WhiteBooks

DIALECTS: dict[str, type[Native] | type[Plain]] = {
    "native": Native, "vayana": Vayana, "adaequare": Adaequare, "taxpro-sealed": TaxProSealed,
    "taxpro-decrypted": TaxProDecrypted, "whitebooks": WhiteBooks, "sandbox-co-in": SandboxCoIn, "cleartax": ClearTax,
    "alankit": Alankit, "x-api-key": ApiKey,
}  # fmt: skip
