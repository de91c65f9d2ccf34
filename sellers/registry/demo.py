"""The demo groups' papers: all that onboarding asks for, by two people of the staff, four days ago."""

from collections.abc import Mapping
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
from sellers.registry.states import BankState, OnboardingState

SINCE: Final = date(2024, 4, 1)
#: Beside the women of the portal's demo, so that there are five; they have no phone.
MEMBERS: Final = ("Fatima Jan (sample)", "Zahida Parveen (sample)")
PAPERS: Final = (("pan", "AAAAK0001K"), ("enrolment", "ENR0100001"))
STORY: Final = (
    "Twelve women of Kanihama weave Kani shawls on looms that their mothers set up, from spools of coloured "
    "wool, after a pattern that is sung. (sample)"
)
#: Of groups that have nobody on their roll yet; the first one leads.
WOMEN_OF: Final = {
    "JM": ("Sunita Devi", "Kamlesh Kumari", "Neelam Sharma", "Rekha Rani", "Shanti Devi"),
    "KZ": ("Mehbooba Bano", "Dilshada Begum", "Nighat Ara", "Rubeena Jan", "Tasleema Akhter"),
}
MADE_UP_STORY: Final = (
    "The women of {name} work at {village}, each at home and together twice a week. What comes in is "
    "shared by who made it, and a part of it is saved in the group. (sample)"
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


def load_demo_approvals(wanted: Mapping[str, frozenset[str]], *, maker: User, checker: User) -> int:
    """
    Bring further groups to approval with an account in use and the licences that their goods want, by group
    code; return how many are approved. Cut off, it goes on where it was.
    """
    with advisory_lock("registry.load_demo_papers"):
        ago = clock.now() - timedelta(days=4)
        there = approved_groups(wanted)
        rows = models.Group.objects.filter(code__in=set(wanted) - there).order_by("code")
        for group in rows:
            _people_of(group, ago)
            _papers(group.code, maker, checker, ago, _numbers(group.code, wanted[group.code]), _story(group))
            _propose_account(group, maker, ago)
        relay.drain()
        for group in rows:
            for account in models.BankAccount.objects.filter(
                group=group, state__in=(BankState.PROPOSED, BankState.CHECKED)
            ):
                approve_bank_account(
                    code=group.code,
                    account_id=account.pk,
                    words="Passbook seen (sample)",
                    actor=checker,
                    now=ago,
                )
        make_current(now=clock.now())
        for group in rows:
            state = models.Onboarding.objects.filter(group=group).values_list("state", flat=True).first()
            if state != OnboardingState.SUBMITTED:
                submit(code=group.code, actor=maker, now=clock.now())
            approve(code=group.code, actor=checker, now=clock.now())
        return len(approved_groups(wanted))


def _story(group: models.Group) -> str:
    return MADE_UP_STORY.format(name=group.name, village=group.village)


def _digits(code: str) -> str:
    """Return four digits that only this group has: its letter's place in the alphabet and its number."""
    return f"{ord(code[0]) - ord('A'):02d}{code[2:]:0>2}"


def _numbers(code: str, licences: frozenset[str]) -> tuple[tuple[str, str], ...]:
    four = _digits(code)
    numbers = {"pan": f"AAAAK{four}K", "enrolment": f"ENR010{four}", "fssai": f"1001900000{four}"}
    return tuple((kind, numbers[kind]) for kind in ("pan", "enrolment", *sorted(licences)))


def _people_of(group: models.Group, at: datetime) -> None:
    code = group.code
    held = models.Membership.objects.filter(group=group)
    there = set(held.values_list("person__name", flat=True))
    is_led = held.filter(role=models.GroupRole.LEADER).exists()
    for place, name in enumerate(f"{each} (sample)" for each in WOMEN_OF[code[:2]]):
        if name not in there:
            role = "member" if place or is_led else "leader"
            add_member(code=code, name=name, role=role, on=SINCE, actor=None, now=at)
    _consent(code, at)


def _members(code: str, at: datetime) -> None:
    there = set(models.Membership.objects.filter(group__code=code).values_list("person__name", flat=True))
    for name in MEMBERS:
        if name not in there:
            add_member(code=code, name=name, on=SINCE, actor=None, now=at)
    _consent(code, at)


def _consent(code: str, at: datetime) -> None:
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


def _papers(
    code: str,
    maker: User,
    checker: User,
    at: datetime,
    numbers: tuple[tuple[str, str], ...] = PAPERS,
    story: str = STORY,
) -> None:
    held = set(models.Licence.objects.filter(group__code=code).values_list("kind", flat=True))
    for kind, number in numbers:
        if kind not in held:
            licence = record_licence(
                code=code, kind=kind, number=number, valid_from=SINCE, last_day=None, actor=maker
            )
            verify_licence(code=code, licence_id=licence, how="the paper (sample)", actor=checker, now=at)
    if not models.MakerStory.objects.filter(group__code=code).exclude(story="").exists():
        write_story(code=code, story=story, story_hi="", story_ur="", actor=maker, now=at)
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


def _propose_account(group: models.Group, maker: User, at: datetime) -> None:
    if not models.BankAccount.objects.filter(group=group).exists():
        propose_bank_account(
            code=group.code,
            ifsc="JAKA0ABHAMA",
            number=f"004204050001{_digits(group.code)}",
            holder_name=group.name,
            why="The first account (sample)",
            actor=maker,
            now=at,
        )
