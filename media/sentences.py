"""The workshop's refusals as sentences, in the reader's language: what is wrong, and how to mend it."""

from django.utils.translation import gettext as _

from media.errors import PaperRefused, PictureRefused, VoiceRefused
from media.workshop import refusal as why
from media.workshop.refusal import Refusal


def picture_refused(refusal: Refusal) -> PictureRefused:
    """The codes are those that Saleor's uploads answer with."""
    match refusal.why:
        case why.TOO_MANY_BYTES:
            return PictureRefused(
                _("The file is larger than %(limit)d MB.") % {"limit": refusal.limit},
                code="FILE_SIZE_LIMIT_EXCEEDED",
                field="image",
            )
        case why.TOO_MANY_PIXELS:
            return PictureRefused(
                _("The picture has more than %(limit)d million pixels.") % {"limit": refusal.limit},
                code="FILE_SIZE_LIMIT_EXCEEDED",
                field="image",
            )
        case why.TOO_SMALL:
            return PictureRefused(
                _("The picture is too small to show anything. Take a photograph with the phone’s camera."),
                code="INVALID_FILE_TYPE",
                field="image",
            )
        case why.NOT_READABLE:
            return PictureRefused(_not_readable(refusal.kind), code="UNSUPPORTED_MIME_TYPE", field="image")
        case _:
            return PictureRefused(
                _("The picture is broken or cut short. Save it again and send it once more."),
                code="INVALID_FILE_TYPE",
                field="image",
            )


def _not_readable(kind: str) -> str:
    match kind:
        case "pdf":
            return _("This is a PDF, not a photograph. Take a photograph of it and send that.")
        case "film":
            return _("This is a film or a recording, not a photograph. Take a photograph and send that.")
        case "page":
            return _("This is a page or a drawing, not a photograph. Take a photograph and send that.")
        case _:
            return _(
                "This file is not a photograph that we can read. Send a JPEG, PNG, WebP or HEIC picture."
            )


def paper_refused(refusal: Refusal) -> PaperRefused:
    match refusal.why:
        case why.TOO_MANY_BYTES:
            words = _("The file is larger than %(limit)d MB.") % {"limit": refusal.limit}
        case why.TOO_MANY_PAGES:
            words = _("The PDF has more than %(limit)d pages. Send only the pages that are needed.") % {
                "limit": refusal.limit
            }
        case why.LOCKED:
            words = _("The PDF is locked with a password. Save it without one and send it again.")
        case why.HAS_PROGRAM:
            words = _("There is a program in this PDF. Print it to a new PDF and send that.")
        case why.HAS_FILES:
            words = _("There are other files in this PDF. Print it to a new PDF and send that.")
        case why.NOT_READABLE:
            words = _("This file is no PDF that we can read. Send a PDF, or a photograph of the paper.")
        case _:
            words = _("The PDF is broken or cut short. Save it again and send it once more.")
    return PaperRefused(words, code=refusal.why.upper().replace("-", "_"), field="document")


def voice_refused(refusal: Refusal) -> VoiceRefused:
    match refusal.why:
        case why.TOO_MANY_BYTES:
            words = _("The recording is too long: at most 2 MB.")
        case why.TOO_LONG:
            words = _("This recording is too long. Two minutes are enough.")
        case _:
            words = _("This is no recording that we can play.")
    return VoiceRefused(words, field="voice")
