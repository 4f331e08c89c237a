"""What a name was probably meant to be: guessed only where it is truly near, because a wrong guess misleads."""

from __future__ import annotations

import re
import unicodedata
from typing import Iterable

from builder.characters import hidden, visible


def plain(word: str) -> str:
    """Return `word` in small letters without accents, with - between its words, like the names of files and ids.

    >>> plain("Über Größe_2")
    'ueber-groesse-2'
    """
    small = visible(unicodedata.normalize("NFKC", word)).casefold()
    return re.sub(r"[^a-z0-9]+", "-", _ascii(small)).strip("-")


def citation_key(written: str) -> str:
    """Return a citation key in plain letters for one that is not allowed, or "" if no letter is left.

    >>> citation_key("Müller & Søn 2014")
    'Mueller-Soen-2014'
    """
    better = re.sub(r"[^A-Za-z0-9_:.+-]+", "-", _ascii(written)).strip("-_:.+")
    return better if re.search("[A-Za-z]", better) else ""


def _ascii(word: str) -> str:
    """Return `word` in plain ASCII letters, as is usual: Müller gives Mueller, Sørensen Soerensen."""
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFC", word).translate(_TWO_LETTERS))
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


_TWO_LETTERS = str.maketrans({
    "ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "æ": "ae", "ø": "oe", "å": "aa", "œ": "oe", "þ": "th", "ð": "d",
    "ł": "l", "đ": "d", "ı": "i", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "Æ": "Ae", "Ø": "Oe", "Å": "Aa", "Œ": "Oe",
    "Þ": "Th", "Ð": "D", "Ł": "L", "Đ": "D",
})  # fmt: skip


def near(word: str, known: Iterable[str]) -> str | None:
    """Return the one of `known` that `word` was probably meant to be, if any.

    These are near: other case, hyphens, blanks, accents or order of words; the plural; one or two wrong letters; and a
    part of a name that no other name has.
    """
    names = list(known)
    folded = _folded(word)
    if not folded:
        return None
    ranked = [(rank, at) for at, name in enumerate(names) if (rank := _distance(folded, _folded(name))) is not None]
    if ranked:
        return names[min(ranked)[1]]
    parts = [name for name in names if _is_part(folded, _folded(name))]
    return parts[0] if len(parts) == 1 else None


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return the hint that names what `word` was probably meant to be, or an empty string."""
    name = near(word, known)
    if not name:
        return ""
    if visible(word) == visible(name):
        return f"It holds an invisible character: {hidden(word) or 'special space'}. Write it again: '{name}'."
    foreign = next((letter for letter in word if _script(letter) in ("CYRILLIC", "GREEK", "FULLWIDTH")), "")
    if foreign and name.isascii():
        return f"Its letter {foreign} is {_script(foreign).capitalize()}. Did you mean '{name}'?"
    return f"Did you mean '{name}'?"


def _script(letter: str) -> str:
    return unicodedata.name(letter, "?").split()[0] if not letter.isascii() else ""


def _folded(word: str) -> str:
    letters = plain(word)
    return letters.replace("ph", "f") if letters else visible(word).casefold()


def _distance(word: str, name: str) -> int | None:
    """Return how far apart two folded words are, or None if that is too far."""
    if word.replace("-", "") == name.replace("-", ""):
        return 0
    if {word, name} in ({word, word + "s"}, {word, word + "es"}, {name, name + "s"}, {name, name + "es"}):
        return 1
    if "-" in word and sorted(word.split("-")) == sorted(name.split("-")):
        return 1
    allowed = _mistypings(word, name)
    edits = _edits(word, name, allowed)
    return 1 + edits if edits <= allowed else None


def _mistypings(word: str, name: str) -> int:
    longest = max(len(word), len(name))
    if longest < 3:
        return 0
    if longest < 6 or (word[0] != name[0] and word[-1] != name[-1]):
        return 1
    return 2


def _edits(one: str, other: str, most: int) -> int:
    """Return how many letters are lost, added, exchanged or swapped with the next one (Damerau 1964).

    Above `most`, the number need not be exact.
    """
    if abs(len(one) - len(other)) > most or len(set(one) ^ set(other)) > 2 * most:
        return most + 1
    before, row = list[int](), list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        older, before, row = before, row, [i]
        for j, there in enumerate(other, 1):
            best = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != there))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == there:
                best = min(best, older[j - 2] + 1)
            row.append(best)
    return row[-1]


def _is_part(word: str, name: str) -> bool:
    """Tell whether one is a whole part of the other, give or take a letter, or its beginning."""
    parts = name.split("-")
    if len(word) > 2 and (name.startswith(word) or (len(word) > 4 and word in parts)):
        return True
    if len(name) > 2 and word.startswith(f"{name}-") or len(name) > 4 and word.endswith(f"-{name}"):
        return True
    return len(parts) > 1 and len(word) > 4 and any(_edits(word, part, 1) <= 1 for part in parts if len(part) > 4)
