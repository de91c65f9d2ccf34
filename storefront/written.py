"""What people wrote, looked at without understanding it."""


def language_of(text: str, page_language: str) -> str:
    """Return the language of the words by their letters; the page's where those do not tell."""
    devanagari = sum("\u0900" <= sign <= "\u097f" for sign in text)
    arabic = sum("\u0600" <= sign <= "\u06ff" for sign in text)
    latin = sum(sign.isascii() and sign.isalpha() for sign in text)
    most = max(devanagari, arabic, latin)
    if not most:
        return page_language if page_language in ("en", "hi", "ur") else "en"
    return "hi" if most == devanagari else "ur" if most == arabic else "en"
