"""Which book row belongs to which IMS document, how sure that is, and why the rest have no partner."""

from ims_xl.matching.classes import STATUSES
from ims_xl.matching.matcher import match
from ims_xl.matching.tables import MatchResult
from ims_xl.tolerance import Tolerance

__all__ = ["STATUSES", "MatchResult", "Tolerance", "match"]
