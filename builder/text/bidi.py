"""The Unicode Bidirectional Algorithm: which characters of a paragraph run right to left, and how a line is reordered.

UAX #9 (Unicode 15), rules P2 to L2; each rule is named where it is applied. Brackets are mirrored (L4) and marks are
placed (L3) when the runs are shaped. Text without a right-to-left character costs no more than `needed`.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Iterator, NamedTuple, Sequence

MAX_DEPTH = 125  # BD2
MAX_BRACKETS = 63  # BD16

# One letter for each class, so that a rule can be a pattern over the letters of a sequence.
LETTERS = {
    "L": "L", "R": "R", "AL": "A", "EN": "E", "AN": "N", "ES": "s", "ET": "t", "CS": "c", "NSM": "m",
    "ON": "O", "WS": "W", "S": "S", "B": "B", "LRI": "i", "RLI": "i", "FSI": "i", "PDI": "p",
}  # fmt: skip
SIDES = {"L": "L", "R": "R", "E": "R", "N": "R"}
RISE = ({"L": 0, "R": 1, "E": 2, "N": 2}, {"L": 1, "R": 0, "E": 1, "N": 1})

STRONG = {"L": 0, "R": 1, "AL": 1}
INITIATORS = frozenset({"LRI", "RLI", "FSI"})
EMBEDDINGS = frozenset({"LRE", "RLE", "LRO", "RLO"})
REMOVED = EMBEDDINGS | {"PDF", "BN"}  # X9
RIGHT_TO_LEFT = re.compile(
    "[\u0590-\u08ff\u200f\u202a-\u202e\u2066-\u2069\ufb1d-\ufdff\ufe70-\ufeff\U00010800-\U00010fff\U0001e800-\U0001efff]"
)  # the blocks that Unicode keeps for such scripts, and the controls
SPACES = INITIATORS | REMOVED | {"WS", "PDI"}  # L1

PAIRS = (
    "()[]{}༺༻༼༽᚛᚜⁅⁆⁽⁾₍₎⌈⌉⌊⌋\u2329\u232a❨❩❪❫❬❭❮❯❰❱❲❳❴❵⟅⟆⟦⟧⟨⟩⟪⟫⟬⟭⟮⟯⦃⦄⦅⦆⦇⦈⦉⦊⦋⦌⦍⦐⦏⦎⦑⦒⦓⦔⦕⦖⦗⦘⧘⧙⧚⧛⧼⧽"
    "⸢⸣⸤⸥⸦⸧⸨⸩⹕⹖⹗⹘⹙⹚⹛⹜〈〉《》「」『』【】〔〕〖〗〘〙〚〛﹙﹚﹛﹜﹝﹞（）［］｛｝｟｠｢｣"
)  # BidiBrackets.txt, each opening bracket before its closing one
CLOSING = {closing: unicodedata.normalize("NFC", closing) for closing in PAIRS[1::2]}
CLOSED_BY = {opening: CLOSING[closing] for opening, closing in zip(PAIRS[::2], PAIRS[1::2], strict=True)}


class Run(NamedTuple):
    """A stretch of a line, from `start` up to `end`, at one level; a run at an odd level goes right to left."""

    start: int
    end: int
    level: int


def needed(text: str) -> bool:
    """Tell whether anything in `text` could make a left-to-right paragraph print in an order other than stored."""
    return not text.isascii() and RIGHT_TO_LEFT.search(text) is not None


def base_level(text: str) -> int:
    """Return the level of a paragraph, 1 for right to left, by its first strong character outside isolates (P2, P3)."""
    classes = [_class(character) for character in text]
    return _first_strong(classes, _matching(classes), 0, len(classes))


def levels(text: str, base: int | None = None) -> bytes:
    """Return the embedding level of each character of one paragraph (P2 to I2).

    `base` is the level of the paragraph, 0 or 1; None takes it from the text. A character that X9 removes gets the
    level of the one before it. `line_levels` turns these levels into those of a line.
    """
    classes = [_class(character) for character in text]
    matching = _matching(classes)
    if base is None:
        base = _first_strong(classes, matching, 0, len(classes))
    resolved, letters = _explicit(classes, matching, base)
    kept = [place for place, name in enumerate(classes) if name not in REMOVED]
    explicit = [resolved[place] for place in kept]
    for sequence, start, end in _sequences([classes[place] for place in kept], explicit, base):
        places = [kept[index] for index in sequence]
        level = resolved[places[0]]
        edged = start + "".join([letters[place] for place in places]) + end
        found = _implicit(edged, " " + "".join([text[place] for place in places]), "LR"[level % 2])
        for place, letter in zip(places, found, strict=True):
            resolved[place] = level + RISE[level % 2][letter]
    for place, name in enumerate(classes):
        if name in REMOVED:
            resolved[place] = resolved[place - 1] if place else base
    return bytes(resolved)


def line_levels(text: str, resolved: bytes, base: int) -> bytes:
    """Return the levels of a line of a paragraph, from its text and the levels its characters have in the paragraph.

    Tabs, separators, and the spaces before them and at the end of the line go back to the paragraph's level (L1).
    """
    line = bytearray(resolved)
    reset = True
    for place in range(len(text) - 1, -1, -1):
        name = _class(text[place])
        reset = name in ("B", "S") or (reset and name in SPACES)
        if reset:
            line[place] = base
    return bytes(line)


def reorder(resolved: Sequence[int]) -> list[Run]:
    """Return the runs of a line from left to right (L2); `resolved` has a level for each character or each word."""
    runs = list(_level_runs(resolved))
    lowest_odd = min((run.level for run in runs if run.level % 2), default=MAX_DEPTH + 1)
    for level in range(max((run.level for run in runs), default=0), lowest_odd - 1, -1):
        runs = _reversed_from(runs, level)
    return runs


def _reversed_from(runs: list[Run], level: int) -> list[Run]:
    result: list[Run] = []
    stretch: list[Run] = []
    for run in runs:
        if run.level >= level:
            stretch.append(run)
        else:
            result += [*reversed(stretch), run]
            stretch = []
    return result + stretch[::-1]


def _level_runs(resolved: Sequence[int]) -> Iterator[Run]:
    start = 0
    for place in range(1, len(resolved) + 1):
        if place == len(resolved) or resolved[place] != resolved[start]:
            yield Run(start, place, resolved[start])
            start = place


@lru_cache(maxsize=4096)
def _class(character: str) -> str:
    return unicodedata.bidirectional(character) or "L"


def _matching(classes: Sequence[str]) -> dict[int, int]:
    """Return the place of its PDI for each isolate initiator, and the place of its initiator for that PDI (BD9)."""
    matching: dict[int, int] = {}
    opened: list[int] = []
    for place, name in enumerate(classes):
        if name in INITIATORS:
            opened.append(place)
        elif name == "PDI" and opened:
            start = opened.pop()
            matching[start], matching[place] = place, start
    return matching


def _first_strong(classes: Sequence[str], matching: dict[int, int], start: int, end: int) -> int:
    place = start
    while place < end:
        name = classes[place]
        if name in STRONG:
            return STRONG[name]
        place = matching.get(place, end) if name in INITIATORS else place + 1
    return 0


class _Status(NamedTuple):
    """What an embedding, override or isolate sets; `full` marks one nested too deep, in which others have no effect."""

    level: int
    override: str
    isolate: bool
    full: bool


def _explicit(classes: Sequence[str], matching: dict[int, int], base: int) -> tuple[list[int], list[str]]:
    """Return the explicit level and the letter of each character, "" for those that X9 removes (X1 to X8)."""
    stack = [_Status(base, "", True, False)]
    resolved = [base] * len(classes)
    letters = [LETTERS.get(name, "") for name in classes]
    for place, name in enumerate(classes):
        if name == "PDI" and place in matching:
            while not stack.pop().isolate:
                pass
        status = stack[-1]
        if name != "B":
            resolved[place] = status.level
            if status.override and letters[place]:
                letters[place] = status.override
        if name in INITIATORS or name in EMBEDDINGS:
            end = matching.get(place, len(classes))
            odd = _first_strong(classes, matching, place + 1, end) if name == "FSI" else name[0] == "R"
            stack.append(_opened(status, name, int(odd)))
        elif name == "PDF" and not status.isolate:
            stack.pop()
    return resolved, letters


def _opened(status: _Status, name: str, odd: int) -> _Status:
    level = status.level + 1 + (status.level % 2 == odd)
    isolate = name in INITIATORS
    if status.full or level > MAX_DEPTH:
        return status._replace(isolate=isolate, full=True)
    return _Status(level, name[0] if name in ("LRO", "RLO") else "", isolate, False)


def _sequences(classes: list[str], explicit: list[int], base: int) -> Iterator[tuple[list[int], str, str]]:
    """Yield each isolating run sequence as places, with its start-of-sequence and end-of-sequence letters (X10)."""
    matching = _matching(classes)
    sequences: list[list[int]] = []
    continued: dict[int, list[int]] = {}  # by the place of the PDI that continues the sequence
    for run in _level_runs(explicit):
        sequence = continued.pop(run.start, None)
        if sequence is None:
            sequence = []
            sequences.append(sequence)
        sequence += range(run.start, run.end)
        if classes[run.end - 1] in INITIATORS and run.end - 1 in matching:
            continued[matching[run.end - 1]] = sequence
    around = [*explicit, base]  # the last also stands before the first
    for sequence in sequences:
        first, last = sequence[0], sequence[-1]
        after = base if classes[last] in INITIATORS else around[last + 1]
        start, end = (max(level, explicit[first]) % 2 for level in (around[first - 1], after))
        yield sequence, "LR"[start], "LR"[end]


def _implicit(letters: str, characters: str, embedding: str) -> str:
    """Return the letters of a sequence, its two edges left out, resolved to L, R, E and N (W1 to N2).

    `letters` has the edges around it, `characters` one blank before it; `embedding` is L or R.
    """
    weak = _numbers(re.sub("([^m])(m+)", _mark, letters))  # W1
    if any(character in CLOSED_BY for character in characters):
        weak = _brackets(list(weak), letters, characters, embedding)
    return re.sub("([^OWSBip])([OWSBip]+)(?=(.))", lambda found: _neutral(found, embedding), weak)[1:-1]


def _mark(found: re.Match[str]) -> str:
    return found[1] + ("O" if found[1] in "ip" else found[1]) * len(found[2])


def _numbers(letters: str) -> str:
    letters = re.sub("A[^LRAE]*E[^LRA]*", lambda found: found[0].replace("E", "N"), letters)  # W2
    letters = letters.replace("A", "R")  # W3
    letters = re.sub("(?<=E)[sc](?=E)", "E", letters)  # W4
    letters = re.sub("(?<=N)c(?=N)", "N", letters)
    letters = re.sub("[Et]+", lambda found: "E" * len(found[0]) if "E" in found[0] else found[0], letters)  # W5
    letters = re.sub("[sct]", "O", letters)  # W6
    return re.sub("L[^LRE]*E[^LR]*", lambda found: found[0].replace("E", "L"), letters)  # W7


def _neutral(found: re.Match[str], embedding: str) -> str:
    before, after = SIDES[found[1]], SIDES[found[3]]
    return found[1] + (before if before == after else embedding) * len(found[2])  # N1, N2


def _brackets(weak: list[str], letters: str, characters: str, embedding: str) -> str:
    """Give each pair of brackets the direction of what stands inside it, or of what stands before it (N0)."""
    for pair in _bracket_pairs(weak, characters):
        opening, closing = pair
        inside = {SIDES.get(letter) for letter in weak[opening + 1 : closing]} - {None}
        if not inside:
            continue
        side = embedding
        if embedding not in inside:
            side = next(SIDES[letter] for letter in reversed(weak[:opening]) if letter in SIDES)
        for place in pair:
            marks = re.compile("m*").match(letters, place + 1)
            end = marks.end() if marks else place + 1
            weak[place:end] = side * (end - place)
    return "".join(weak)


def _bracket_pairs(weak: list[str], characters: str) -> list[tuple[int, int]]:
    """Return the places of the opening and closing bracket of each pair, in the order of the opening ones (BD16)."""
    pairs: list[tuple[int, int]] = []
    opened: list[tuple[str, int]] = []
    for place, character in enumerate(characters):
        if weak[place] != "O":
            continue
        if character in CLOSED_BY:
            if len(opened) == MAX_BRACKETS:
                break
            opened.append((CLOSED_BY[character], place))
        elif character in CLOSING:
            depth = next((n for n in reversed(range(len(opened))) if opened[n][0] == CLOSING[character]), None)
            if depth is not None:
                pairs.append((opened[depth][1], place))
                del opened[depth:]
    return sorted(pairs)
