"""
Where a group is paid changes in steps: proposed, asked of the bank, approved by a second person, in use.

Money follows this account, so no step is anybody's alone: the approver is another person than the proposer
(the table refuses otherwise), a waiting period leaves time to object, a community resource person takes no
part, and every step is audited. The number is sealed; pages show its last four digits.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from jkrlm.kernel import clock, outbox
from jkrlm.kernel.outbox import Event
from jkrlm.kernel.secrets import fingerprint, reseal, seal, unseal
from jkrlm.people.facade import Role, User, audit, has_role
from sellers.registry import models
from sellers.registry.errors import (
    AccountTaken,
    BadNumber,
    BranchUnknown,
    ChangeUnderway,
    NotForCrp,
    NotHere,
    SamePerson,
    WrongState,
)
from sellers.registry.formats import ACCOUNT_NUMBER, IFSC, compact
from sellers.registry.gateways.base import penny_drop
from sellers.registry.names import match_percent
from sellers.registry.rules import NAME_MATCH
from sellers.registry.services.common import locked_group, record
from sellers.registry.states import BANK_TRANSITIONS, BankState

OPEN = (BankState.PROPOSED, BankState.CHECKED, BankState.SUSPECT, BankState.APPROVED)


@transaction.atomic
def propose_bank_account(
    *,
    code: str,
    ifsc: str,
    number: str,
    holder_name: str,
    why: str,
    actor: User,
    now: datetime,
    on_behalf_of: str = "",
) -> int:
    """
    Propose an account; the bank is then asked by itself. Returns its id.

    Raises:
        GroupUnknown, NotForCrp.
        BadNumber, BranchUnknown: of the account or the IFSC.
        ChangeUnderway: another change of this group's account is open.
        AccountTaken: the account is, or is about to be, another group's or this one's already.
    """
    _refuse_crp(actor, code)
    group = locked_group(code)
    branch = _branch(ifsc)
    digits = compact(number)
    if not ACCOUNT_NUMBER.fullmatch(digits) or not digits.strip("0"):
        raise BadNumber(_("An account number has 9 to 18 digits."), field="number")
    if models.BankAccount.objects.filter(group=group, state__in=OPEN).exists():
        raise ChangeUnderway(
            _("This group's account is being changed already: decide on that first."), field="number"
        )
    account = _kept(
        models.BankAccount(
            group=group,
            branch=branch,
            number_sealed=seal(digits),
            number_fingerprint=_fingerprint(branch.ifsc, digits),
            last_four=digits[-4:],
            holder_name=" ".join(holder_name.split()),
            why=why,
            proposed_by=actor,
            proposed_at=now,
        )
    )
    models.BankAccountStep.objects.create(
        account=account, at=now, actor=actor, now=BankState.PROPOSED, words=why
    )
    record(
        group,
        "bank.propose",
        actor=actor,
        on_behalf_of=on_behalf_of,
        after={"account": account.pk, "ifsc": branch.ifsc, "last_four": account.last_four, "why": why},
    )
    outbox.record("BankAccountProposed", {"account_id": account.pk})
    return account.pk


def check_bank_account(event: Event) -> None:
    """
    Ask the bank for the account that the event names, and keep what it says.

    The name counts as right where it is like the holder's and like the group's own. Decided accounts are
    left alone; where no bank is connected, the approver says what she has seen instead.

    Raises:
        PennyDropUnavailable: the event is delivered again.
    """
    bank = penny_drop()
    if bank is None:
        return
    account_id = int(event.payload["account_id"])
    account = models.BankAccount.objects.select_related("group").filter(pk=account_id).first()
    if account is None or account.state not in (BankState.PROPOSED, BankState.SUSPECT):
        return
    result = bank.verify(
        ifsc=account.branch_id,
        account_number=unseal(bytes(account.number_sealed)),
        holder_name=account.holder_name,
        reference=f"{account.pk}-{event.id}",
    )
    percent = min(
        match_percent(account.holder_name, result.registered_name),
        match_percent(account.group.name, result.registered_name),
    )
    with transaction.atomic():
        group = locked_group(account.group.code)
        account = _account(group, account_id)
        if account.state not in (BankState.PROPOSED, BankState.SUSPECT):
            return
        account.checked_at = clock.now()
        account.registered_name = result.registered_name[:120]
        account.match_percent = percent if result.arrived else None
        account.check_reference = result.utr[:40]
        account.save(update_fields=["checked_at", "registered_name", "match_percent", "check_reference"])
        fits = result.arrived and percent >= NAME_MATCH
        words = (
            f"{percent} %, {result.registered_name}" if result.arrived else result.reason or "no reason given"
        )
        if fits or account.state == BankState.PROPOSED:
            _move(
                account,
                BankState.CHECKED if fits else BankState.SUSPECT,
                actor=None,
                at=clock.now(),
                words=words,
            )
        record(
            group,
            "bank.check",
            actor=None,
            after={"account": account.pk, "fits": fits, "match_percent": account.match_percent},
        )


@transaction.atomic
def check_again(*, code: str, account_id: int, actor: User) -> None:
    """
    Ask the bank once more.

    Raises:
        GroupUnknown, NotHere, NotForCrp; WrongState: the account is decided on.
    """
    _refuse_crp(actor, code)
    group = locked_group(code)
    account = _account(group, account_id)
    if account.state not in (BankState.PROPOSED, BankState.SUSPECT):
        raise WrongState(_("This account has been checked or decided on."))
    outbox.record("BankAccountProposed", {"account_id": account.pk})
    record(group, "bank.check-again", actor=actor, after={"account": account.pk})


@transaction.atomic
def approve_bank_account(*, code: str, account_id: int, words: str, actor: User, now: datetime) -> datetime:
    """
    Approve an account as the second person; return when it will be in use.

    Where the bank has not confirmed it, ``words`` say what was seen instead (the passbook, a cheque).

    Raises:
        GroupUnknown, NotHere, NotForCrp; SamePerson: the actor proposed it.
        WrongState: decided on already, or not confirmed by the bank and no words given.
    """
    _refuse_crp(actor, code)
    group = locked_group(code)
    account = _account(group, account_id)
    if account.proposed_by_id == actor.pk:
        raise SamePerson(_("Whoever proposed an account cannot approve it: ask a second person."))
    if account.state != BankState.CHECKED and not words.strip():
        raise WrongState(
            _("The bank has not confirmed this account: write what you have seen instead."), field="words"
        )
    account.approved_by, account.approved_at = actor, now
    account.current_from = now + timedelta(hours=settings.BANK_CHANGE_WAIT_HOURS)
    _move(account, BankState.APPROVED, actor=actor, at=now, words=words)
    record(
        group,
        "bank.approve",
        actor=actor,
        after={"account": account.pk, "current_from": account.current_from.isoformat(), "words": words},
    )
    outbox.record("BankAccountApproved", {"code": code, "current_from": account.current_from.isoformat()})
    return account.current_from


@transaction.atomic
def refuse_bank_account(*, code: str, account_id: int, words: str, actor: User, now: datetime) -> None:
    """
    Refuse a proposed account, or object to an approved one while it waits; say why.

    Raises:
        GroupUnknown, NotHere, NotForCrp; WrongState: it is in use or over.
    """
    _close(code, account_id, BankState.REFUSED, "bank.refuse", words=words, actor=actor, now=now)


@transaction.atomic
def withdraw_bank_account(*, code: str, account_id: int, words: str, actor: User, now: datetime) -> None:
    """
    Take a proposal back.

    Raises:
        GroupUnknown, NotHere, NotForCrp; WrongState: it is in use or over.
    """
    _close(code, account_id, BankState.WITHDRAWN, "bank.withdraw", words=words, actor=actor, now=now)


def make_current(*, now: datetime) -> int:
    """Take approved accounts into use whose waiting period is over; return how many."""
    due = models.BankAccount.objects.filter(state=BankState.APPROVED, current_from__lte=now)
    done = 0
    for account_id, code in due.order_by("id").values_list("id", "group__code"):
        with transaction.atomic():
            group = locked_group(code)
            account = _account(group, account_id)
            if account.state != BankState.APPROVED:
                continue
            former = models.BankAccount.objects.filter(group=group, state=BankState.CURRENT).first()
            if former is not None:
                former.ended_at = now
                _move(former, BankState.REPLACED, actor=None, at=now)
            _move(account, BankState.CURRENT, actor=None, at=now)
            record(
                group,
                "bank.current",
                actor=None,
                before={"account": former.pk} if former is not None else {},
                after={"account": account.pk},
            )
            outbox.record("BankAccountChanged", {"code": code, "account_id": account.pk})
            done += 1
    return done


def keep_bank_accounts(account_ids: Iterable[int]) -> None:
    """
    Wait for changes of these accounts that are being written, and let none come until the caller's
    transaction ends: what is read of them afterwards holds.
    """
    held = models.BankAccount.objects.select_for_update(no_key=True).filter(pk__in=set(account_ids))
    list(held.order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def account_numbers(*, account_ids: list[int], actor: User, purpose: str) -> dict[int, str]:
    """Open the numbers of accounts, for a bank file; the opening itself is audited, with its purpose."""
    held = models.BankAccount.objects.filter(pk__in=account_ids).values_list("pk", "number_sealed")
    opened = {pk: unseal(bytes(sealed)) for pk, sealed in held}
    audit(
        actor=actor,
        verb="bank.open-numbers",
        target=purpose[:200],
        after={"accounts": sorted(opened)[:1000], "count": len(opened)},
    )
    return opened


def reseal_account_numbers() -> int:
    """Seal every number with the first of the keys, so that the others may leave; return how many."""
    done = 0
    for pk in list(models.BankAccount.objects.order_by("id").values_list("pk", flat=True)):
        with transaction.atomic():
            account = models.BankAccount.objects.select_for_update().get(pk=pk)
            account.number_sealed = reseal(bytes(account.number_sealed))
            account.save(update_fields=["number_sealed"])
            done += 1
    return done


def _close(
    code: str, account_id: int, to: BankState, verb: str, *, words: str, actor: User, now: datetime
) -> None:
    _refuse_crp(actor, code)
    group = locked_group(code)
    account = _account(group, account_id)
    account.ended_at = now
    _move(account, to, actor=actor, at=now, words=words)
    record(group, verb, actor=actor, after={"account": account.pk, "words": words})


def _move(
    account: models.BankAccount, to: BankState, *, actor: User | None, at: datetime, words: str = ""
) -> None:
    was = BankState(account.state)
    if to not in BANK_TRANSITIONS[was]:
        raise WrongState(
            _("This cannot be done any more: the account is “%(state)s”.") % {"state": was.label},
            params={"state": was.value},
        )
    account.state = to
    account.save()
    models.BankAccountStep.objects.create(
        account=account, at=at, actor=actor, was=was, now=to, words=words[:300]
    )


def _account(group: models.Group, account_id: int) -> models.BankAccount:
    found = models.BankAccount.objects.select_for_update().filter(pk=account_id, group=group).first()
    if found is None:
        raise NotHere(_("The group has no such account."))
    return found


def _branch(ifsc: str) -> models.BankBranch:
    typed = compact(ifsc)
    if not IFSC.fullmatch(typed):
        raise BadNumber(
            _("An IFSC has four letters, a zero and six signs, such as JAKA0ABHAMA."), field="ifsc"
        )
    found = models.BankBranch.objects.filter(pk=typed).first()
    if found is None:
        raise BranchUnknown(
            _("No branch in the list has this IFSC. Look at the passbook again."),
            field="ifsc",
            params={"ifsc": typed},
        )
    return found


def _kept(account: models.BankAccount) -> models.BankAccount:
    """
    Save a proposed account, whose group is locked.

    Raises:
        AccountTaken: it is in use or proposed already; ``params`` has the other group, for staff.
    """
    try:
        with transaction.atomic():
            account.save()
    except IntegrityError as error:
        rule = getattr(getattr(error.__cause__, "diag", None), "constraint_name", "")
        if rule != "registry_account_one_owner":
            raise
        holders = models.BankAccount.objects.filter(
            number_fingerprint=account.number_fingerprint, state__in=(*OPEN, BankState.CURRENT)
        )
        others = list(holders.exclude(group=account.group_id).values_list("group__code", flat=True))
        raise AccountTaken(
            _("This account belongs to another group.")
            if others
            else _("The group is paid to this account already."),
            field="number",
            params={"group": others[0]} if others else {},
        ) from error
    return account


def _fingerprint(ifsc: str, digits: str) -> str:
    """A bank's number is one account at whichever of its branches; leading zeros are how it is printed."""
    return fingerprint(f"bank-account:{ifsc[:4]}:{digits.lstrip('0')}")


def _refuse_crp(actor: User, code: str) -> None:
    helps = models.CrpAssignment.objects.filter(
        person__user=actor, group__code=code, held_to__isnull=True
    ).exists()
    if helps or has_role(actor, Role.CRP):
        raise NotForCrp(_("A community resource person takes no part in changing bank accounts."))
