"""A certificate's words in the reader's language. What was signed stays in English; see its credential."""

from dataclasses import replace

from django.utils.translation import gettext

from certification.certificates.contracts import Certificate, ResultLine


def in_her_language(certificate: Certificate) -> Certificate:
    """
    Return the certificate with the standard, the grade and the results in the active language.

    What the software does not know, as a standard that the board wrote, stays as it was written.
    """
    return replace(
        certificate,
        standard_title=_said(certificate.standard_title),
        grade_name=_said(certificate.grade_name),
        results=tuple(_line(each) for each in certificate.results),
    )


def _line(line: ResultLine) -> ResultLine:
    return replace(line, name=_said(line.name), value=_said(line.value), limit_text=_said(line.limit_text))


def _said(text: str) -> str:
    return gettext(text) if text else ""
