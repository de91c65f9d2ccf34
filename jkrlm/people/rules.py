"""Who is staff, and how often what may be tried. Pure: no database, no clock."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from jkrlm.people.models import Role

#: Roles that work under /staff/; whoever holds one signs in with a second factor.
STAFF_ROLES: Final = tuple(role for role in Role if role is not Role.BUYER)


@dataclass(frozen=True, slots=True)
class Limit:
    """So many tries in a window that begins with the first of them."""

    name: str
    most: int
    window: timedelta


#: An office behind one address may mistype; a list of passwords may not be worked through.
SIGN_IN_PER_NETWORK: Final = Limit("sign-in-network", 30, timedelta(minutes=15))
SIGN_IN_PER_ADDRESS: Final = Limit("sign-in-address", 10, timedelta(minutes=15))
#: Reached only with the right password: 480 guesses a day at a million codes.
CODE_PER_PERSON: Final = Limit("code-person", 5, timedelta(minutes=15))

#: A new second factor or new recovery codes ask for a sign-in this fresh.
FRESH: Final = timedelta(minutes=15)

#: RFC 6238: a code stands for a step of 30 seconds; one step of delay or drift either way is forgiven.
STEP_SECONDS: Final = 30
STEPS_FORGIVEN: Final = 1
