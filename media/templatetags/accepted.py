"""``accept`` of file fields that stand in templates: one list for all forms."""

from django import template

from media.rules import ACCEPTED_EVIDENCE, ACCEPTED_PICTURES

register = template.Library()


@register.simple_tag
def accepted_pictures() -> str:
    return ACCEPTED_PICTURES


@register.simple_tag
def accepted_evidence() -> str:
    return ACCEPTED_EVIDENCE
