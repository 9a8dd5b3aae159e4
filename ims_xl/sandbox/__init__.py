"""A strict stand-in for GSTN over HTTP, for tests and the demo; it shares nothing with the client it is to judge."""

from ims_xl.sandbox.faults import FAULTS, Faults
from ims_xl.sandbox.generator import PERIOD, RECIPIENT
from ims_xl.sandbox.ledger import Ledger
from ims_xl.sandbox.running import Sandbox, read_faults, serve
from ims_xl.sandbox.variants import Variants

__all__ = ["FAULTS", "PERIOD", "RECIPIENT", "Faults", "Ledger", "Sandbox", "Variants", "read_faults", "serve"]
