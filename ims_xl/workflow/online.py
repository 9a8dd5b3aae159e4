"""The portal over the network: which workbook may talk to which."""

import datetime as dt
from dataclasses import replace

from ims_xl.gstn import connections
from ims_xl.gstn.client import Client
from ims_xl.gstn.providers import Profile
from ims_xl.issues import ImsError
from ims_xl.push.portal import Pace
from ims_xl.workflow.job import Job


def agree(job: Job, profile: Profile, *, chosen: bool) -> None:
    """Before anything goes to a provider that the workbook names: whether the person wants it for this GSTIN.

    `chosen`: the person named the profile just now. Otherwise one that this computer has not used for the GSTIN, or
    whose address is another since, is asked about: a workbook may come from anybody. Raises ImsError when the answer
    is no or the workbook belongs to the other of sandbox and real portal.
    """
    refuse_mixing(job, profile)
    if chosen or profile.is_sandbox or connections.is_known(profile, job.identity.gstin):
        return
    question = (
        f"This workbook wants to connect through '{profile.key}' ({profile.origin}), which this computer has not used "
        f"for GSTIN {job.identity.gstin}; go on?"
    )
    if not job.ui.ask(question):
        remedy = "Until you agree the steps that need no connection work: with the portal's files."
        raise ImsError("nothing was sent to the provider", remedy, file=job.book.path.name, value=profile.key)


def refuse_mixing(job: Job, profile: Profile) -> None:
    """Raises ImsError when one of workbook and provider is of the sandbox and the other is not."""
    if job.identity.is_sandbox and not profile.is_sandbox:
        raise ImsError(
            "this workbook was made for the sandbox and cannot go to the real portal",
            "Make a new workbook: ims-xl new, with the profile of your provider.",
            file=job.book.path.name,
        )
    if profile.is_sandbox and not job.identity.is_sandbox:
        raise ImsError(
            "this workbook was not made for the sandbox",
            "Make one to practise with: ims-xl new BOOK.xlsx --sandbox.",
            file=job.book.path.name,
        )


def sign_in(client: Client) -> dt.datetime:
    """Make sure of a session and remember that this GSTIN is used through this provider; until when it lives."""
    until = client.sign_in()
    if not client.profile.is_sandbox:
        connections.remember(client.profile, client.gstin)
    return until


def connect(job: Job, client: Client) -> None:
    """Make sure that this workbook may talk to this portal, and remember the provider, here and in the workbook.

    Raises ImsError when the GSTIN is another one, or one of the two is of the sandbox and the other is not.
    """
    if client.gstin != job.identity.gstin:
        raise ImsError(f"the session is of {client.gstin}, the workbook of {job.identity.gstin}", "Sign in again.")
    refuse_mixing(job, client.profile)
    if not job.identity.is_sandbox:
        connections.remember(client.profile, client.gstin)
        job.identity = replace(job.identity, provider=client.profile.key)


def pace_of(client: Client) -> Pace:
    """How patiently this provider is asked."""
    polling = client.profile.polling
    # The stand-in keeps no request waiting, and nothing is lost there.
    queued = 0 if client.profile.is_sandbox else polling.queued_reset
    return Pace(poll=tuple(polling.requests), settle=tuple(polling.settle), queued_reset=queued)
