"""Who gets which stall: properties that hold for whatever is handed in."""

import random
import time
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exhibitions.stalls.draw import commitment, new_seed, opened, repeat, sealed
from exhibitions.stalls.engine import (
    FOR_ALL,
    NO_STALL,
    NONE_THERE,
    OF_HER_CRAFT,
    OF_HER_KIND,
    ONLY_FOR_ALL,
    QUOTA_CRAFT,
    QUOTA_DISTRICT,
    STALL,
    Applicant,
    QuotaRule,
    StallToGive,
    allot,
    next_in_line,
)

CRAFTS = ("kani", "crewel", "saffron")
DISTRICTS = ("Budgam", "Srinagar", "Kishtwar", "Jammu")
KINDS = ("3 × 3 m", "4 × 3 m")
SEED = "7" * 64

applicants = st.lists(
    st.builds(
        Applicant,
        number=st.integers(1, 500).map(lambda n: f"F-{n:04d}"),
        craft=st.sampled_from(CRAFTS),
        district=st.sampled_from(DISTRICTS),
        score=st.integers(60, 70),
        kind=st.sampled_from(("", *KINDS)),
    ),
    max_size=40,
    unique_by=lambda each: each.number,
)
stalls = st.lists(
    st.builds(
        StallToGive,
        code=st.integers(1, 60).map(lambda n: f"A{n}"),
        kind=st.sampled_from(KINDS),
        crafts=st.sampled_from((frozenset(), frozenset({"kani"}), frozenset({"crewel", "saffron"}))),
    ),
    max_size=25,
    unique_by=lambda each: each.code,
)
quotas = st.lists(
    st.one_of(
        st.builds(QuotaRule, st.just("district"), st.sampled_from(DISTRICTS), st.integers(0, 6)),
        st.builds(QuotaRule, st.just("craft"), st.sampled_from(CRAFTS), st.integers(0, 6)),
    ),
    max_size=5,
    unique_by=lambda each: (each.by, each.name),
)


@settings(max_examples=150, deadline=None)
@given(applicants, stalls, quotas, st.randoms())
def test_no_stall_twice_no_quota_exceeded_nobody_passed_over(
    people: list[Applicant], there: list[StallToGive], rules: list[QuotaRule], chance: random.Random
) -> None:
    outcome = allot(people, there, rules, SEED)
    given_to = outcome.stalls()
    who = {each.number: each for each in people}

    assert len(outcome.placed) == len(people)
    assert len(set(given_to.values())) == len(given_to)
    assert set(given_to.values()) | set(outcome.free) == {each.code for each in there}
    crafts = {each.code: each.crafts for each in there}
    for number, code in given_to.items():
        assert not crafts[code] or who[number].craft in crafts[code]
    used = Counter((by, getattr(who[number], by)) for number in given_to for by in ("district", "craft"))
    assert all(used[each.by, each.name] <= each.most for each in rules)
    for one in people:
        for other in people:
            if (one.craft, one.district) == (other.craft, other.district) and one.score > other.score:
                assert one.number in given_to or other.number not in given_to
    lines = [each.line for each in outcome.placed if each.result != STALL]
    assert lines == list(range(1, len(lines) + 1))

    chance.shuffle(people)
    chance.shuffle(there)
    chance.shuffle(rules)
    assert allot(people, there, rules, SEED) == outcome
    text = sealed(tuple(people), tuple(there), tuple(rules))
    assert repeat(text, SEED) == outcome
    assert sealed(*opened(text)) == text


def test_each_is_told_why() -> None:
    people = [
        Applicant("F-1", "kani", "Budgam", 90, "4 × 3 m"),
        Applicant("F-2", "kani", "Budgam", 80),
        Applicant("F-3", "kani", "Budgam", 70),
        Applicant("F-4", "kani", "Srinagar", 60),
        Applicant("F-5", "crewel", "Jammu", 50),
        Applicant("F-6", "saffron", "Jammu", 40),
        Applicant("F-7", "saffron", "Jammu", 30),
    ]
    there = [
        StallToGive("A1", "3 × 3 m", frozenset({"kani"})),
        StallToGive("A2", "4 × 3 m", frozenset({"kani"})),
        StallToGive("A10", "3 × 3 m", frozenset({"kani"})),
        StallToGive("B1", "3 × 3 m"),
        StallToGive("C1", "3 × 3 m", frozenset({"saffron"})),
    ]
    rules = [QuotaRule("district", "Budgam", 2), QuotaRule("craft", "saffron", 1)]
    found = {each.number: each for each in allot(people, there, rules, SEED).placed}

    assert [
        (each.stall, each.reason, each.name, each.place, each.of, each.line) for each in found.values()
    ] == [
        ("A2", OF_HER_KIND, "", 1, 4, 0),
        ("A1", OF_HER_CRAFT, "", 2, 4, 0),
        ("", QUOTA_DISTRICT, "Budgam", 3, 4, 1),
        ("A10", OF_HER_CRAFT, "", 4, 4, 0),
        ("B1", ONLY_FOR_ALL, "", 1, 1, 0),
        ("C1", OF_HER_CRAFT, "", 1, 2, 0),
        ("", QUOTA_CRAFT, "saffron", 2, 2, 2),
    ]
    nobody = allot(people[3:4], [], [], SEED).placed[0]
    assert (nobody.reason, nobody.line) == (NONE_THERE, 1)
    late = Applicant("F-8", "kani", "Jammu", 20), Applicant("F-9", "kani", "Jammu", 10)
    found = {
        each.number: each for each in allot([*people, *late], [*there, StallToGive("B2")], rules, SEED).placed
    }
    assert (found["F-8"].stall, found["F-8"].reason) == ("B2", FOR_ALL)
    assert (found["F-9"].stall, found["F-9"].reason) == ("", NO_STALL)
    assert (found["F-9"].rank, found["F-9"].among, found["F-9"].place, found["F-9"].of) == (9, 9, 6, 6)


def test_a_tie_across_crafts_is_told_where_the_stall_was_for_all() -> None:
    people = [Applicant("F-1", "crewel", "Budgam", 50), Applicant("F-2", "aari", "Budgam", 50)]
    won, lost = allot(people, [StallToGive("A1")], [], SEED).placed
    assert (won.equals, won.rank, won.among, won.reason) == (1, 1, 2, ONLY_FOR_ALL)
    assert (lost.equals, lost.rank, lost.among, lost.reason) == (1, 2, 2, NO_STALL)


def test_a_tie_is_drawn_by_the_seed_alone() -> None:
    people = [Applicant(f"F-{n}", "kani", "Budgam", 81) for n in range(20)]
    one = [StallToGive("A1")]
    winners = {next(iter(allot(people, one, [], f"{seed:064d}").stalls())) for seed in range(40)}

    assert len(winners) > 8
    assert allot(people, one, [], SEED).placed[0].equals == 19
    seed = new_seed()
    assert len(seed) == 64
    assert commitment(seed) != commitment(new_seed())
    assert commitment("x") == "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881"


def test_the_list_moves_up_past_those_who_may_not() -> None:
    waiting = [
        Applicant("F-1", "kani", "Budgam", 0),
        Applicant("F-2", "saffron", "Jammu", 0),
        Applicant("F-3", "kani", "Jammu", 0),
    ]
    stall = StallToGive("A1", "", frozenset({"kani"}))
    rules = [QuotaRule("district", "Budgam", 1)]
    holding = [Applicant("", "kani", "Budgam", 0)]

    assert next_in_line(waiting, stall, rules, holding) == waiting[2]
    assert next_in_line(waiting, stall, rules, []) == waiting[0]
    assert next_in_line(waiting[1:2], stall, rules, []) is None


def test_the_same_number_twice_is_refused() -> None:
    one = Applicant("F-1", "kani", "Budgam", 1)
    with pytest.raises(ValueError, match="F-1"):
        allot([one, one], [], [], SEED)
    with pytest.raises(ValueError, match="not what a draw"):
        repeat("[]", SEED)


def two_thousand() -> tuple[list[Applicant], list[StallToGive], list[QuotaRule]]:
    chance = random.Random(8)  # the same applications each time
    crafts = [f"craft-{n}" for n in range(26)]
    districts = [f"district-{n}" for n in range(20)]
    people = [
        Applicant(
            f"F-{n:04d}",
            chance.choice(crafts),
            chance.choice(districts),
            chance.randrange(101),
            chance.choice(("", *KINDS)),
        )
        for n in range(2000)
    ]
    there = [
        StallToGive(
            f"{chr(65 + n // 60)}{n % 60 + 1}",
            chance.choice(KINDS),
            frozenset(chance.sample(crafts, 8)) if n % 4 else frozenset(),
        )
        for n in range(300)
    ]
    rules = [QuotaRule("district", each, 18) for each in districts]
    rules += [QuotaRule("craft", each, 15) for each in crafts]
    return people, there, rules


def test_two_thousand_for_three_hundred_in_five_seconds() -> None:
    people, there, rules = two_thousand()
    began = time.perf_counter()
    outcome = allot(people, there, rules, SEED)
    took = time.perf_counter() - began

    assert took < 5
    assert len(outcome.placed) == 2000
    assert 250 <= len(outcome.stalls()) <= 300
    assert outcome == allot(reversed(people), reversed(there), reversed(rules), SEED)
