"""Who is staff, and how often what may be tried. Pure: no database, no clock."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from jkrlm.people.models import Office, Role

#: Roles that work under /staff/; whoever holds one signs in with a second factor.
STAFF_ROLES: Final = (
    Role.INSPECTOR,
    Role.LABORATORY,
    Role.OFFICER,
    Role.EDITOR,
    Role.LOGISTICS,
    Role.DRIVER,
    Role.GRIEVANCE,
    Role.EXHIBITIONS,
    Role.CASHIER,
    Role.FINANCE_MAKER,
    Role.FINANCE_CHECKER,
    Role.ADMINISTRATOR,
)


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

#: Programs at /api/graphql/: of one token, of a person signed in, of a network that shows neither.
API_PER_TOKEN: Final = Limit("api-token", 1200, timedelta(minutes=5))
API_PER_NETWORK: Final = Limit("api-network", 600, timedelta(minutes=5))
#: Tokens that are none: nobody works through a list of 2^256, but a program that goes on should be told.
API_WRONG_TOKENS: Final = Limit("api-wrong-token", 30, timedelta(minutes=15))

#: Codes by SMS. Thousands of phones of one carrier come from one address, so a network may ask for many.
CODES_PER_NETWORK: Final = Limit("sms-code-network", 60, timedelta(minutes=15))
CODES_PER_PHONE_HOUR: Final = Limit("sms-code-hour", 5, timedelta(hours=1))
CODES_PER_PHONE_DAY: Final = Limit("sms-code-day", 10, timedelta(days=1))
CODES_PER_MAILBOX_HOUR: Final = Limit("mail-code-hour", 5, timedelta(hours=1))
CODES_PER_MAILBOX_DAY: Final = Limit("mail-code-day", 20, timedelta(days=1))
#: Wrong codes only: what was right is given back.
CODE_TRIES_PER_NETWORK: Final = Limit("sms-try-network", 60, timedelta(minutes=15))
CODE_DIGITS: Final = 6
CODE_LIFE: Final = timedelta(minutes=10)
CODE_TRIES: Final = 5

#: A phone that gave its code is asked for none so long.
PHONE_TRUSTED: Final = timedelta(days=30)
#: On a phone that several share, so long without a page and her PIN is asked for again.
MEMBER_IDLE: Final = timedelta(minutes=30)

PIN_LENGTHS: Final = range(4, 7)
PIN_TRIES: Final = 5
RECOVERY_LIFE: Final = timedelta(days=7)
RECOVERIES_PER_PERSON: Final = Limit("pin-recovery", 3, timedelta(days=1))

_RUNS: Final = "01234567890", "09876543210"


def is_easy_to_guess(pin: str) -> bool:
    """Return whether it is one digit over and over, or digits in a row."""
    return len(set(pin)) == 1 or any(pin in run for run in _RUNS)


def completes(first: Office, second: Office, *, needs_leader: bool) -> bool:
    """Return whether two words for a forgotten PIN are enough: two offices, her leader's among them."""
    return first != second and (not needs_leader or Office.LEADER in (first, second))
