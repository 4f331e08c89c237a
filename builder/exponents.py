"""Raised and lowered words in Unicode characters, so that 10^9 is never copied or read out as 109.

A raised digit, sign or letter has a character of its own (Unicode 14, blocks "Superscripts and Subscripts", "Phonetic
Extensions" and others). The table is our own, since Python's differs between releases.
"""

from __future__ import annotations

_SIGNS = "+-\u2010\u2011\u2012\u2013\u2212=()"
_RAISED_SIGNS = dict(zip("0123456789" + _SIGNS, "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁻⁻⁻⁻⁼⁽⁾", strict=True))
_LOWERED_SIGNS = dict(zip("0123456789" + _SIGNS, "₀₁₂₃₄₅₆₇₈₉₊₋₋₋₋₋₋₌₍₎", strict=True))
_RAISED_LETTERS = dict(zip(
    "abcdefghijklmnoprstuvwxyzABDEGHIJKLMNOPRTUVWβγδθφχ",
    "ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂᵝᵞᵟᶿᵠᵡ",
    strict=True,
))  # fmt: skip
_LOWERED_LETTERS = dict(zip("aehijklmnoprstuvxβγρφχ", "ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓᵦᵧᵨᵩᵪ", strict=True))


def raised(words: str) -> str:
    """Return words that stand above the line in raised characters, equally many."""
    return _written(words, _RAISED_SIGNS, _RAISED_LETTERS)


def lowered(words: str) -> str:
    """Return words that stand below the line in lowered characters, equally many."""
    return _written(words, _LOWERED_SIGNS, _LOWERED_LETTERS)


def risen(words: str, rise: float) -> str:
    """Return words in the characters for the height at which they are set, above or below the line."""
    return raised(words) if rise > 0 else lowered(words) if rise < 0 else words


def _written(words: str, signs: dict[str, str], letters: dict[str, str]) -> str:
    """Change the digits and signs, and the letters if every one has its character: half a word would not be a word."""
    whole = all(letter in letters for letter in words if letter.isalpha())
    return "".join([signs.get(one) or (whole and letters.get(one)) or one for one in words])
