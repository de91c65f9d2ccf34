"""The door of the registry."""

from jkrlm.kernel.outbox import Event
from sellers.registry.contracts import (
    ActsFor,
    BankAccount,
    Group,
    LicenceRow,
    MemberRow,
    Met,
    Readiness,
)
from sellers.registry.demo import load_demo_approvals, load_demo_papers
from sellers.registry.errors import (
    AccountTaken,
    BadDay,
    BadGroupRow,
    BadNumber,
    BranchUnknown,
    ChangeUnderway,
    GroupUnknown,
    HeldAlready,
    NotForCrp,
    NotHere,
    NotReady,
    SamePerson,
    WrongState,
)
from sellers.registry.formats import checked_licence_number
from sellers.registry.invariants import invariants
from sellers.registry.selectors.bank import bank_account, bank_accounts
from sellers.registry.selectors.groups import group, groups, groups_by_code
from sellers.registry.selectors.licences import (
    has_licence,
    licence_of,
    licences,
    licences_expiring,
    licences_on,
    paper_keys_of_licences,
)
from sellers.registry.selectors.people import acts_for, may_show, members, people_with_phone
from sellers.registry.selectors.readiness import approved_groups, readiness, suspended_groups
from sellers.registry.selectors.roll import OnRoll, federation_of, roll, users_of
from sellers.registry.services.bank import (
    account_numbers,
    approve_bank_account,
    check_bank_account,
    keep_bank_accounts,
    make_current,
    propose_bank_account,
)
from sellers.registry.services.consents import record_consent, withdraw_consent
from sellers.registry.services.licences import keep_paper, record_licence
from sellers.registry.services.onboarding import attest, submit
from sellers.registry.services.people import add_member, appoint_officer, assign_crp, link_person
from sellers.registry.services.publish_maker import publish_maker
from sellers.registry.services.upsert_groups import upsert_groups
from sellers.registry.services.write_story import write_story

__all__ = [
    "AccountTaken",
    "ActsFor",
    "BadDay",
    "BadGroupRow",
    "BadNumber",
    "BankAccount",
    "BranchUnknown",
    "ChangeUnderway",
    "Group",
    "GroupUnknown",
    "HeldAlready",
    "LicenceRow",
    "MemberRow",
    "Met",
    "NotForCrp",
    "NotHere",
    "NotReady",
    "OnRoll",
    "Readiness",
    "SamePerson",
    "WrongState",
    "account_numbers",
    "acts_for",
    "add_member",
    "appoint_officer",
    "approve_bank_account",
    "approved_groups",
    "assign_crp",
    "attest",
    "bank_account",
    "bank_accounts",
    "check_bank_account",
    "checked_licence_number",
    "federation_of",
    "group",
    "groups",
    "groups_by_code",
    "has_licence",
    "invariants",
    "keep_bank_accounts",
    "keep_paper",
    "licence_of",
    "licences",
    "licences_expiring",
    "licences_on",
    "link_person",
    "load_demo_approvals",
    "load_demo_papers",
    "make_current",
    "may_show",
    "members",
    "on_group_changed",
    "paper_keys_of_licences",
    "people_with_phone",
    "propose_bank_account",
    "publish_maker",
    "readiness",
    "record_consent",
    "record_licence",
    "roll",
    "submit",
    "suspended_groups",
    "upsert_groups",
    "users_of",
    "withdraw_consent",
    "write_story",
]


def on_group_changed(event: Event) -> None:
    """
    Bring the maker's page of the group that the event names up to date.

    Raises:
        MakerTypeMissing, StoreRefused, StoreUnavailable: the event is delivered again.
    """
    publish_maker(code=event.payload["code"])
