"""The portal over the network, as the steps see it, and which workbook may talk to which."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Protocol

from ims_xl.gstn.counts import Counts
from ims_xl.gstn.providers import Profile
from ims_xl.issues import ImsError
from ims_xl.push import Pace, Portal, Status
from ims_xl.workflow.job import Job


class Client(Portal, Protocol):
    """A signed-in client, `gstn.client.Client`."""

    profile: Profile

    def counts(self) -> Counts:
        """Documents by section and action."""

    def compute_2b(self, period: str) -> str:
        """Have GSTR-2B computed; gives the reference."""

    def compute_2b_status(self, reference: str) -> Status:
        """Ask once how far that is."""

    def gstr2b(self, period: str) -> dict[str, object]:
        """GSTR-2B of the period, all its files merged."""


def connect(job: Job, client: Client) -> None:
    """Make sure that this workbook may talk to this portal, and remember the provider.

    Raises ImsError when the GSTIN is another one, or one of the two is of the sandbox and the other is not.
    """
    if client.gstin != job.identity.gstin:
        raise ImsError(f"the session is of {client.gstin}, the workbook of {job.identity.gstin}", "Sign in again.")
    if job.identity.is_sandbox and not client.profile.is_sandbox:
        raise ImsError(
            "this workbook was made for the sandbox and cannot go to the real portal",
            "Make a new workbook: ims-xl new, with the profile of your provider.",
            file=job.book.path.name,
        )
    if client.profile.is_sandbox and not job.identity.is_sandbox:
        raise ImsError(
            "this workbook was not made for the sandbox",
            "Make one to practise with: ims-xl new BOOK.xlsx --sandbox.",
            file=job.book.path.name,
        )
    if not job.identity.is_sandbox:
        job.identity = replace(job.identity, provider=client.profile.name)


def pace_of(profile: Profile) -> Pace:
    """How patiently this provider is asked."""
    return Pace(poll=tuple(profile.polling.requests))


def total(counts: Counts) -> Mapping[str, int]:
    """Documents of all sections by action."""
    return {action: sum(found.get(action, 0) for found in counts.sections.values()) for action in "ARPN"}
