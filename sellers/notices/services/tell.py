"""Tell women something: a row on each one's page, a message to each phone, a push to each browser."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction

from jkrlm.kernel import outbox
from jkrlm.people.facade import languages_of, write_sms
from sellers.notices.kinds import KINDS
from sellers.notices.models import Channel, Notice, Preference
from sellers.notices.words import fact_in
from sellers.registry.facade import OnRoll, groups_by_code, roll

#: A message about an order is worthless when it comes this late.
WORTH = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class News:
    """``facts`` fill the gaps of the words; ``person_id`` where only one woman is told."""

    kind: str
    group_code: str
    subject: str
    facts: Mapping[str, str]
    person_id: int | None = None


@transaction.atomic
def tell(*, news: News, on: date, now: datetime) -> int:
    """Tell each once; told again, nothing happens. Return how many were told now."""
    women = _women(news, on)
    made = []
    for woman in women.values():
        notice, is_new = Notice.objects.get_or_create(
            person_id=woman.person_id,
            kind=news.kind,
            subject=news.subject,
            defaults={"group_code": news.group_code, "facts": dict(news.facts), "made_at": now},
        )
        if is_new:
            made.append(woman)
            outbox.record("NoticeWritten", {"notice_id": notice.pk})
    _write_to_phones(news, made, now)
    return len(made)


def _women(news: News, on: date) -> dict[int, OnRoll]:
    """Return whom it concerns, once each. Where a group has no leader on the roll its members are told."""
    there = roll([news.group_code], on=on)
    if news.person_id is not None:
        return {each.person_id: each for each in there if each.person_id == news.person_id}
    wanted = set(KINDS[news.kind].roles)
    if "leader" in wanted and all(each.role != "leader" for each in there):
        wanted.add("member")
    return {each.person_id: each for each in there if each.role in wanted}


def _write_to_phones(news: News, women: Iterable[OnRoll], now: datetime) -> None:
    """One message to a phone, also where women share it: the leader's choice and language go first."""
    kind = KINDS[news.kind]
    if not kind.sms:
        return
    women = sorted(women, key=lambda each: (each.role != "leader", each.person_id))
    if kind.roles and "member" in kind.roles:
        # The page tells all of the group; a message costs money and goes to who leads it.
        women = [each for each in women if each.role == "leader"] or women
    chosen = dict(
        Preference.objects.filter(person__in=[each.person_id for each in women]).values_list(
            "person", "channel"
        )
    )
    spoken = languages_of(each.user_id for each in women)
    told: set[str] = set()
    for woman in women:
        channel = chosen.get(woman.person_id, Channel.SMS)
        if not woman.phone or woman.phone in told or channel == Channel.NONE:
            continue
        told.add(woman.phone)
        language = spoken.get(woman.user_id or 0) or _of_the_place(news.group_code)
        write_sms(
            to=woman.phone,
            template=kind.sms,
            variables=[fact_in(name, news.facts.get(name, ""), language) for name in kind.gaps],
            language=language,
            not_after=now + WORTH,
            channel=channel,
        )


def _of_the_place(group_code: str) -> str:
    """Return the language for a woman who has never opened a page: Hindi in Jammu division, else Urdu."""
    group = groups_by_code([group_code]).get(group_code)
    return "hi" if group is not None and group.division.startswith("Jammu") else "ur"
