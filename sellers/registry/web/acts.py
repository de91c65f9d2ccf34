"""
What staff can do to a group, as a literal table: who may, what they fill in, which service it calls.

One page and one view serve all of them (web/views.py); the rules are the services'.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from jkrlm.kernel.clock import INDIA
from jkrlm.kernel.errors import DomainError
from jkrlm.people.facade import Role, User
from media.facade import store_evidence
from sellers.registry import models
from sellers.registry.errors import PaperNotKept
from sellers.registry.selectors.groups import group
from sellers.registry.services import bank, consents, licences, onboarding, people
from sellers.registry.services.correct_group import CORRECTABLE, correct_group
from sellers.registry.services.transfer_group import take_back_transfer, transfer_group
from sellers.registry.services.write_story import write_story
from sellers.registry.web import forms

KEEPERS: Final = (Role.EDITOR, Role.ADMINISTRATOR)
MAKERS: Final = (Role.FINANCE_MAKER, Role.ADMINISTRATOR)
CHECKERS: Final = (Role.FINANCE_CHECKER, Role.ADMINISTRATOR)
FINANCE: Final = (Role.FINANCE_MAKER, Role.FINANCE_CHECKER, Role.ADMINISTRATOR)
#: Who may look at the desk.
DESK: Final = (Role.EDITOR, Role.FINANCE_MAKER, Role.FINANCE_CHECKER, Role.ADMINISTRATOR)


@dataclass(frozen=True, slots=True)
class Call:
    """One press of the button: ``number`` names what of the group it is about, 0 where the group itself."""

    code: str
    number: int
    given: Mapping[str, Any]
    form: forms.DeskForm
    actor: User
    now: datetime

    def base(self) -> dict[str, Any]:
        return {"code": self.code, "actor": self.actor}

    def timed(self) -> dict[str, Any]:
        return {**self.base(), "now": self.now}


@dataclass(frozen=True, slots=True)
class Act:
    """``starts_with`` fills the form in: (code, number) -> values."""

    title: Promise
    roles: tuple[Role, ...]
    form: type[forms.DeskForm]
    button: Promise
    done: Promise
    run: Callable[[Call], object]
    explained: Promise | str = ""
    starts_with: Callable[[str, int], dict[str, Any]] = lambda _code, _number: {}


def _correct(call: Call) -> object:
    assert isinstance(call.form, forms.CorrectForm)
    return correct_group(**call.timed(), facts=call.form.facts(), why=call.given["why"])


def _as_known(code: str, _number: int) -> dict[str, Any]:
    known = group(code)
    return {name: getattr(known, name) for name in CORRECTABLE}


def _where(code: str, _number: int) -> dict[str, Any]:
    known = group(code)
    return {
        "village_organisation": known.village_organisation,
        "federation": known.cluster_level_federation,
    }


def _story(code: str, _number: int) -> dict[str, Any]:
    names = ("story", "story_hi", "story_ur")
    return models.MakerStory.objects.filter(group__code=code).values(*names).first() or {}


def _holder(code: str, _number: int) -> dict[str, Any]:
    return {"holder_name": group(code).name}


def _kept(sent: Any, code: str) -> str:
    """Return media's key of a paper; nothing was sent: empty. Raises what media refuses, at its field."""
    if not sent:
        return ""
    try:
        return store_evidence(sent.read(), owner=code)
    except DomainError as refusal:
        raise PaperNotKept(refusal.message, field="paper") from refusal


def _licence(call: Call) -> object:
    given = {**call.given}
    return licences.record_licence(**call.base(), paper_key=_kept(given.pop("paper"), call.code), **given)


def _consent(call: Call) -> object:
    given = {**call.given}
    given_at = datetime.combine(given.pop("given_on"), time(0, 0), INDIA)
    return consents.record_consent(**call.timed(), person_id=call.number, given_at=given_at, **given)


def _send_back(call: Call) -> object:
    assert isinstance(call.form, forms.SendBackForm)
    return onboarding.send_back(**call.timed(), words=call.given["words"], reasons=call.form.reasons())


def _propose(call: Call) -> object:
    given = {name: call.given[name] for name in ("ifsc", "number", "holder_name", "why")}
    return bank.propose_bank_account(**call.timed(), **given)


def _take_back(call: Call) -> object:
    today = call.now.astimezone(INDIA).date()
    return take_back_transfer(**call.base(), placement_id=call.number, today=today)


_STRUCTURE: Final[dict[str, Act]] = {
    "correct": Act(
        _("Correct the group’s facts"),
        KEEPERS,
        forms.CorrectForm,
        _("Correct"),
        _("Corrected; what was is in the history."),
        _correct,
        _("The code and the address of the group’s page never change."),
        _as_known,
    ),
    "transfer": Act(
        _("Transfer to another organisation or federation"),
        KEEPERS,
        forms.TransferForm,
        _("Transfer"),
        _("Transferred."),
        lambda call: transfer_group(**call.timed(), **call.given),
        _("Leave a name empty where the group belongs to none."),
        _where,
    ),
    "take-back": Act(
        _("Take the planned transfer back"),
        KEEPERS,
        forms.SureForm,
        _("Take it back"),
        _("Taken back; the group stays where it is."),
        _take_back,
    ),
    "member": Act(
        _("Put a member on the roll"),
        KEEPERS,
        forms.MemberForm,
        _("Add"),
        _("She is on the roll."),
        lambda call: people.add_member(**call.timed(), **call.given),
    ),
    "role": Act(
        _("Give her another role"),
        KEEPERS,
        forms.RoleForm,
        _("Change"),
        _("Her role is changed from that day on."),
        lambda call: people.change_role(**call.timed(), membership_id=call.number, **call.given),
    ),
    "leave": Act(
        _("Take her off the roll"),
        KEEPERS,
        forms.LeaveForm,
        _("Take off"),
        _("She is off the roll from that day on."),
        lambda call: people.end_membership(**call.timed(), membership_id=call.number, **call.given),
    ),
    "crp": Act(
        _("Assign a community resource person"),
        KEEPERS,
        forms.CrpForm,
        _("Assign"),
        _("Assigned; whoever helped until then helps no more."),
        lambda call: people.assign_crp(**call.timed(), **call.given),
    ),
}

_PAPERS: Final[dict[str, Act]] = {
    "licence": Act(
        _("Record a licence"),
        KEEPERS,
        forms.LicenceForm,
        _("Record"),
        _("Recorded. It counts once somebody has verified it."),
        _licence,
    ),
    "licence-paper": Act(
        _("Put the licence’s paper here"),
        KEEPERS,
        forms.PaperForm,
        _("Keep it"),
        _("The paper is kept. Look at it before you verify the licence."),
        lambda call: licences.keep_paper(
            **call.base(), licence_id=call.number, paper_key=_kept(call.given["paper"], call.code)
        ),
    ),
    "verify": Act(
        _("Verify this licence"),
        KEEPERS,
        forms.VerifyForm,
        _("I have looked at it"),
        _("Verified."),
        lambda call: licences.verify_licence(**call.timed(), licence_id=call.number, **call.given),
    ),
    "end-licence": Act(
        _("End this licence"),
        KEEPERS,
        forms.EndLicenceForm,
        _("End it"),
        _("It ends on that day."),
        lambda call: licences.end_licence(**call.base(), licence_id=call.number, **call.given),
    ),
    "consent": Act(
        _("Record that she agrees to be shown"),
        KEEPERS,
        forms.ConsentForm,
        _("Record"),
        _("Recorded."),
        _consent,
    ),
    "withdraw-consent": Act(
        _("She takes her consent back"),
        KEEPERS,
        forms.SureForm,
        _("Withdraw"),
        _("Withdrawn; the group’s page follows by itself."),
        lambda call: consents.withdraw_consent(**call.timed(), consent_id=call.number),
    ),
    "story": Act(
        _("The group’s story"),
        KEEPERS,
        forms.StoryForm,
        _("Save"),
        _("Saved. An approved group’s page in the store follows by itself."),
        lambda call: write_story(**call.timed(), **call.given),
        _("One paragraph to a line. Name nobody here: the page names leaders who have agreed to it."),
        _story,
    ),
}

_ONBOARDING: Final[dict[str, Act]] = {
    "attest": Act(
        _("Give your word that a requirement is met"),
        KEEPERS,
        forms.AttestForm,
        _("I attest it"),
        _("Attested in your name."),
        lambda call: onboarding.attest(**call.timed(), **call.given),
    ),
    "take-back-word": Act(
        _("Take an attestation back"),
        KEEPERS,
        forms.TakeBackWordForm,
        _("Take it back"),
        _("Taken back."),
        lambda call: onboarding.withdraw_attestation(**call.timed(), **call.given),
    ),
    "submit": Act(
        _("Submit for approval"),
        KEEPERS,
        forms.SureForm,
        _("Submit"),
        _("Submitted. Somebody else has to approve it."),
        lambda call: onboarding.submit(**call.timed()),
    ),
    "send-back": Act(
        _("Send back"),
        KEEPERS,
        forms.SendBackForm,
        _("Send back"),
        _("Sent back."),
        _send_back,
        _("Write beside each requirement what is wrong with it; leave the others empty."),
    ),
    "approve": Act(
        _("Approve for selling"),
        KEEPERS,
        forms.SureForm,
        _("Approve"),
        _("Approved. Its page appears in the store."),
        lambda call: onboarding.approve(**call.timed()),
    ),
    "suspend": Act(
        _("Suspend"),
        KEEPERS,
        forms.ReasonForm,
        _("Suspend"),
        _("Suspended; its page leaves the store."),
        lambda call: onboarding.suspend(**call.timed(), **call.given),
    ),
    "resume": Act(
        _("Let it go on"),
        KEEPERS,
        forms.ReasonForm,
        _("Let it go on"),
        _("It may sell again."),
        lambda call: onboarding.resume(**call.timed(), **call.given),
    ),
}

_BANK: Final[dict[str, Act]] = {
    "bank": Act(
        _("Propose a bank account"),
        MAKERS,
        forms.BankForm,
        _("Propose"),
        _("Proposed. The bank is asked; then a second person approves or refuses it."),
        _propose,
        _("The number is kept sealed; from here on pages show its last four digits."),
        _holder,
    ),
    "bank-approve": Act(
        _("Approve this account"),
        CHECKERS,
        forms.ApproveAccountForm,
        _("Approve"),
        _("Approved. It is in use when the waiting period is over."),
        lambda call: bank.approve_bank_account(**call.timed(), account_id=call.number, **call.given),
    ),
    "bank-refuse": Act(
        _("Refuse this account"),
        CHECKERS,
        forms.ReasonForm,
        _("Refuse"),
        _("Refused."),
        lambda call: bank.refuse_bank_account(**call.timed(), account_id=call.number, **call.given),
    ),
    "bank-withdraw": Act(
        _("Withdraw this account"),
        MAKERS,
        forms.ReasonForm,
        _("Withdraw"),
        _("Withdrawn."),
        lambda call: bank.withdraw_bank_account(**call.timed(), account_id=call.number, **call.given),
    ),
    "bank-check": Act(
        _("Ask the bank once more"),
        FINANCE,
        forms.SureForm,
        _("Ask"),
        _("The bank is being asked."),
        lambda call: bank.check_again(**call.base(), account_id=call.number),
    ),
}

ACTS: Final[Mapping[str, Act]] = {**_STRUCTURE, **_PAPERS, **_ONBOARDING, **_BANK}
