"""The dialects by the names that the profiles of the vendors have."""

from support.gateways.native import Native
from support.gateways.native_vendors import Adaequare, Alankit, ApiKey, ClearTax, TaxProSealed, Vayana
from support.gateways.own_login import AdaequarePlain, SandboxCoIn
from support.gateways.plain import Plain, TaxProDecrypted, WhiteBooks

DIALECTS: dict[str, type[Native] | type[Plain]] = {
    "native": Native, "vayana": Vayana, "adaequare": Adaequare, "taxpro-sealed": TaxProSealed,
    "taxpro-decrypted": TaxProDecrypted, "whitebooks": WhiteBooks, "sandbox-co-in": SandboxCoIn, "cleartax": ClearTax,
    "alankit": Alankit, "x-api-key": ApiKey, "adaequare-plain": AdaequarePlain,
}  # fmt: skip
