"""The demo group's papers: all that onboarding asks for, by two people of the staff, four days ago."""

from datetime import date, datetime, timedelta
from typing import Final

from jkrlm.kernel import clock, relay
from jkrlm.kernel.locks import advisory_lock
from jkrlm.people.facade import User
from sellers.registry import models
from sellers.registry.selectors.readiness import approved_groups
from sellers.registry.services.bank import approve_bank_account, make_current, propose_bank_account
from sellers.registry.services.consents import record_consent
from sellers.registry.services.licences import record_licence, verify_licence
from sellers.registry.services.onboarding import approve, attest, submit
from sellers.registry.services.people import add_member
from sellers.registry.services.write_story import write_story

SINCE: Final = date(2024, 4, 1)
#: Beside the women of the portal's demo, so that there are five; they have no phone.
MEMBERS: Final = ("Fatima Jan (sample)", "Zahida Parveen (sample)")
PAPERS: Final = (("pan", "AAAAK0001K"), ("enrolment", "ENR0100001"))
STORY: Final = (
    "Twelve women of Kanihama weave Kani shawls on looms that their mothers set up, from spools of coloured "
    "wool, after a pattern that is sung. (sample)"
)


def load_demo_papers(*, code: str, maker: User, checker: User) -> bool:
    """Bring the group to approval with an account in use, once; False where it is there already."""
    with advisory_lock("registry.load_demo_papers"):
        if approved_groups([code]):
            return False
        ago = clock.now() - timedelta(days=4)
        _members(code, ago)
        _papers(code, maker, checker, ago)
        _account(code, maker, checker, ago)
        # Its place in a federation is known since the catalogue was loaded, today.
        submit(code=code, actor=maker, now=clock.now())
        approve(code=code, actor=checker, now=clock.now())
    return True


def _members(code: str, at: datetime) -> None:
    there = set(models.Membership.objects.filter(group__code=code).values_list("person__name", flat=True))
    for name in MEMBERS:
        if name not in there:
            add_member(code=code, name=name, on=SINCE, actor=None, now=at)
    leader = models.Membership.objects.filter(group__code=code, role=models.GroupRole.LEADER).first()
    if leader is None or models.Consent.objects.filter(person=leader.person_id).exists():
        return
    record_consent(
        code=code,
        person_id=leader.person_id,
        what=models.Shown.NAME,
        words="My name may stand on the group's page. (sample)",
        language="en",
        means=models.ConsentMeans.SIGNED,
        given_at=at,
        actor=None,
        now=at,
    )


def _papers(code: str, maker: User, checker: User, at: datetime) -> None:
    held = set(models.Licence.objects.filter(group__code=code).values_list("kind", flat=True))
    for kind, number in PAPERS:
        if kind not in held:
            licence = record_licence(
                code=code, kind=kind, number=number, valid_from=SINCE, last_day=None, actor=maker
            )
            verify_licence(code=code, licence_id=licence, how="the paper (sample)", actor=checker, now=at)
    if not models.MakerStory.objects.filter(group__code=code).exclude(story="").exists():
        write_story(code=code, story=STORY, story_hi="", story_ur="", actor=maker, now=at)
    given = set(
        models.Attestation.objects.filter(group__code=code, withdrawn_at__isnull=True).values_list(
            "requirement", flat=True
        )
    )
    for requirement in ("told", "visited", "difficult-area"):
        if requirement not in given:
            attest(code=code, requirement=requirement, words="Seen there (sample)", actor=maker, now=at)


def _account(code: str, maker: User, checker: User, at: datetime) -> None:
    """Proposed, asked of the demo's bank, approved by another, and in use after its waiting time."""
    if models.BankAccount.objects.filter(group__code=code).exists():
        return
    group = models.Group.objects.get(code=code)
    account = propose_bank_account(
        code=code,
        ifsc="JAKA0ABHAMA",
        number="0042040500012345",
        holder_name=group.name,
        why="The first account (sample)",
        actor=maker,
        now=at,
    )
    relay.drain()
    approve_bank_account(code=code, account_id=account, words="Passbook seen (sample)", actor=checker, now=at)
    make_current(now=clock.now())
