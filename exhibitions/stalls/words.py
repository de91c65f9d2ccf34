"""Why, in plain words and the reader's language: made when read, from codes and facts."""

from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from catalogue.facade import crafts, districts
from exhibitions.stalls import engine, rules
from exhibitions.stalls.contracts import Point
from exhibitions.stalls.models import Verdict
from exhibitions.stalls.states import Criterion, Result

#: In the order in which they are shown.
CRITERIA: Final = tuple(each.value for each in Criterion)


def craft_name(slug: str, language: str) -> str:
    return next((each.name_in(language) for each in crafts() if each.slug == slug), slug)


def district_name(name: str, language: str) -> str:
    return next((each.name_in(language) for each in districts() if each.name == name), name)


def obstacle(code: str, facts: Mapping[str, Any]) -> str:
    """Return why an application is not eligible, and how to mend it, in one or two sentences."""
    if code == rules.NOT_APPROVED:
        return _("The group is not approved for selling, or it is suspended. Ask the block office.")
    if code == rules.LICENCE:
        return _(
            "The licence %(licences)s does not hold through the last day of the fair. Renew it and show it."
        ) % {"licences": ", ".join(each.upper() for each in facts["licences"])}
    if code == rules.CERTIFICATE:
        return _(
            "Without a certificate through the last day of the fair these cannot be sold: %(goods)s."
            " Ask for the certificate, or leave them at home."
        ) % {"goods": ", ".join(facts["goods"])}
    if code == rules.GRIEVANCES:
        return ngettext(
            "%(many)d serious grievance of a buyer is open. It must be settled first.",
            "%(many)d serious grievances of buyers are open. They must be settled first.",
            facts["many"],
        ) % {"many": facts["many"]}
    if code == rules.NO_SHOWS:
        return ngettext(
            "The group had a stall at %(many)d fair in three years and did not come.",
            "The group had a stall at %(many)d fairs in three years and did not come.",
            facts["many"],
        ) % {"many": facts["many"]}
    return _("%(late)d of %(orders)d orders of the last year were packed late.") % {
        "late": facts["late"],
        "orders": facts["orders"],
    }


def label_of(criterion: str) -> str:
    return str(Criterion(criterion).label)


def points_of(given: Mapping[str, Mapping[str, Any]]) -> tuple[Point, ...]:
    """Return the points with their reasons, in the order of the criteria."""
    return tuple(
        Point(
            criterion=name.value,
            label=str(name.label),
            points=int(given[name]["points"]),
            most=int(given[name]["most"]),
            words=_why_points(name, given[name]["facts"]),
        )
        for name in Criterion
        if name in given
    )


def meaning(criterion: str) -> str:
    """Return for what a criterion's points are given, as it is shown before anybody applies."""
    return {
        Criterion.NEW: _("The group has had no stall at a fair of ours yet."),
        Criterion.CERTIFIED: _("By the share of pieces with a certificate that holds through the last day."),
        Criterion.FAR: _("The group is at home in a far district."),
        Criterion.READY: _("By the share of pieces that are ready now."),
        Criterion.CONDUCT: _("Orders packed in time, and came to the fairs where it had a stall."),
    }[Criterion(criterion)]


def _why_points(name: Criterion, facts: Mapping[str, int]) -> str:
    if name == Criterion.NEW:
        if not facts["fairs"]:
            return _("first fair")
        return ngettext("%(n)d fair before", "%(n)d fairs before", facts["fairs"]) % {"n": facts["fairs"]}
    if name == Criterion.FAR:
        return _("far district") if facts["far"] else _("not a far district")
    if name in (Criterion.CERTIFIED, Criterion.READY):
        return _("%(part)d of %(whole)d pieces") % {"part": facts["part"], "whole": facts["whole"]}
    said = []
    if facts["late"]:
        said.append(
            _("%(late)d of %(orders)d orders late") % {"late": facts["late"], "orders": facts["orders"]}
        )
    if facts["no_shows"]:
        said.append(_("did not come: %(n)d") % {"n": facts["no_shows"]})
    return ", ".join(said) or _("nothing against it")


def explained(verdict: Verdict, language: str) -> str:
    """
    Return the whole explanation of one applicant: score, place, stall and why, or why none and the place on
    the waiting list.
    """
    if verdict.result == Result.REFUSED:
        told = " ".join(obstacle(each["code"], each["facts"]) for each in verdict.facts["obstacles"])
        return _("No stall: the application is not eligible.") + " " + told
    craft = craft_name(verdict.application.craft, language)
    parts = ", ".join(f"{each.label} {each.points} ({each.words})" for each in points_of(verdict.points))
    said = [
        _("Score %(score)d: %(parts)s.") % {"score": verdict.score, "parts": parts},
        _("Place %(place)d of %(of)d in %(craft)s.")
        % {"place": verdict.place, "of": verdict.of, "craft": craft},
    ]
    if verdict.rank:
        said.append(
            _("Place %(place)d of %(of)d among all crafts.") % {"place": verdict.rank, "of": verdict.among}
        )
    if verdict.equals:
        said.append(
            ngettext(
                "%(n)d other has the same score: the draw decided who comes first.",
                "%(n)d others have the same score: the draw decided who comes first.",
                verdict.equals,
            )
            % {"n": verdict.equals}
        )
    said.append(_why_result(verdict, craft, language))
    return " ".join(said)


def _why_result(verdict: Verdict, craft: str, language: str) -> str:
    if verdict.result == Result.STALL:
        why = {
            engine.OF_HER_KIND: _("it was the best free stall of this craft in the size asked for"),
            engine.OF_HER_CRAFT: _("it was the best free stall of this craft"),
            engine.FOR_ALL: _("the stalls of this craft were taken, and it is for every craft"),
            engine.ONLY_FOR_ALL: _("it was the best free stall of those for every craft"),
        }[verdict.reason]
        return _("Stall %(stall)s: %(why)s.") % {"stall": verdict.stall_code, "why": why}
    why_not = {
        engine.QUOTA_DISTRICT: _("the quota of district %(name)s was full")
        % {"name": district_name(verdict.facts.get("name", ""), language)},
        engine.QUOTA_CRAFT: _("the quota of %(name)s was full") % {"name": craft},
        engine.NO_STALL: _("no stall for this craft was left"),
        engine.NONE_THERE: _("there is no stall for this craft at this fair"),
    }[verdict.reason]
    return _("No stall yet: %(why)s. Waiting place %(line)d.") % {"why": why_not, "line": verdict.line}
