"""A second stand-in for GSTN behind the kinds of gateways that profiles come for, which shares no code with the client or the first one."""

from support.gateways.dialects import DIALECTS
from support.gateways.server import Gateway, serve_gateway

__all__ = ["DIALECTS", "Gateway", "serve_gateway"]
