"""Scripts: which one each language is written in, and which of them run from right to left."""

from __future__ import annotations

import functools

LANGUAGES: dict[str, str] = {
    language: script
    for script, languages in {
        "Arab": "ar azb bal ckb fa glk ks lrc mzn pnb prs ps sd sdh skr ug ur",
        "Armi": "arc",
        "Armn": "hy",
        "Beng": "as bn",
        "Cyrl": "be bg ky mk mn ru tg uk",
        "Deva": "hi mr ne",
        "Ethi": "am ti",
        "Geor": "ka",
        "Grek": "el",
        "Gujr": "gu",
        "Guru": "pa",
        "Hani": "yue zh",
        "Hebr": "he yi",
        "Jpan": "ja",
        "Khmr": "km",
        "Knda": "kn",
        "Kore": "ko",
        "Laoo": "lo",
        "Mlym": "ml",
        "Mymr": "my",
        "Nkoo": "nqo",
        "Orya": "or",
        "Sinh": "si",
        "Syrc": "syr",
        "Taml": "ta",
        "Telu": "te",
        "Thaa": "dv",
        "Thai": "th",
    }.items()
    for language in languages.split()
}
"""The ISO 15924 code of each language's script; a language that is not here is written in Latin letters.

Source: CLDR, likelySubtags.
"""
RIGHT_TO_LEFT = frozenset("Adlm Arab Aran Armi Hebr Mand Nkoo Rohg Samr Syrc Thaa".split())


@functools.lru_cache(maxsize=64)
def script(tag: str) -> str:
    """Return the script of a BCP 47 tag: the script that it names, as az-Arab does, else that of its language."""
    language, *others = tag.split("-")
    if others and len(others[0]) == 4 and others[0].isalpha():
        return others[0].capitalize()
    return LANGUAGES.get(language.lower(), "Latn")


@functools.lru_cache(maxsize=64)
def is_rtl(tag: str) -> bool:
    """Return whether the language of a BCP 47 tag runs from right to left."""
    return script(tag) in RIGHT_TO_LEFT


def direction(tag: str) -> str:
    """Return "rtl" or "ltr", as locales and PDFs write it."""
    return "rtl" if is_rtl(tag) else "ltr"
