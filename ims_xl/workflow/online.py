"""The portal over the network: which workbook may talk to which."""

from dataclasses import replace

from ims_xl.gstn.client import Client
from ims_xl.issues import ImsError
from ims_xl.push import Pace
from ims_xl.workflow.job import Job


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


def pace_of(client: Client) -> Pace:
    """How patiently this provider is asked."""
    return Pace(poll=tuple(client.profile.polling.requests))
