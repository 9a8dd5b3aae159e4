"""Which of this user's own profiles reaches a GSTIN: the one that names its user on the portal."""

from collections import defaultdict
from dataclasses import replace

from ims_xl.gst.gstin import clean
from ims_xl.gstn import connections
from ims_xl.gstn.profile_files import load_profile, profile_names
from ims_xl.gstn.providers import Profile
from ims_xl.issues import ImsError, Issue


class ProfileUsers:
    """The profiles by the GSTINs under their [users]; those of the stand-in are left out, they keep no session.

    `only`: the profile of that name alone. `issues`: profiles with faults, which are left out.
    Raises ImsError when `only` is no profile or has faults.
    """

    def __init__(self, only: str = "") -> None:
        self.issues: list[Issue] = []
        self._found: dict[str, list[Profile]] = defaultdict(list)
        for name in [only] if only else profile_names():
            try:
                profile = load_profile(name)
            except ImsError as error:
                if only:
                    raise
                self.issues.append(replace(error.issue, severity="warning"))
                continue
            if not profile.is_sandbox:
                for gstin in profile.users:
                    self._found[clean(gstin)].append(profile)

    def of(self, gstin: str) -> Profile | None:
        """The profile that names a user for the GSTIN, of several the one it was connected through; None for none.

        Raises ImsError when several name one and nothing says which is meant.
        """
        found = self._found.get(gstin, [])
        if len(found) > 1:
            found = [one for one in found if connections.is_known(one, gstin)] or found
        if len(found) > 1:
            names = ", ".join(one.key for one in found)
            raise ImsError(
                f"several profiles name a user for this GSTIN: {names}",
                "Take it out of the [users] of all but one, or name the profile: --profile NAME.",
                value=gstin,
            )
        return found[0] if found else None
