"""Inline marks of a text: parsed to nodes without loss of place, and read back as plain words.

In a well-formed text, strong, emphasis, links and escapes follow CommonMark 0.31. If an author forgot to close a mark,
CommonMark would print it and this parser reports it; it also reports a mark inside a word, because CommonMark would
drop the stars of HLA-DRB1*04 and HLA-DRB1*15. Every parse is linear in the length of the text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from html import unescape
from typing import ClassVar, Literal, Union
from urllib.parse import quote

from builder import exponents
from builder.model import (
    Citation,
    CitedSource,
    ClinicValue,
    Emphasis,
    Foreign,
    Inline,
    LineBreak,
    Link,
    Strong,
    Subscript,
    Superscript,
    Term,
    Text,
    Words,
)
from builder.near import plain as plain_name

Report = Callable[[str, str, int, int, str], None]
"""Takes rule, message, start and end (offsets in the value) and hint."""

DEEPEST = 4
"""How deeply marks may be nested."""
LONGEST_ADDRESS = 2048

# A set of first characters lets the search skip words quickly; blanks are looked for only if some are wide.
_MARK = re.compile(r"[][*_^~{@\\](?:(?<=\*)\*+|(?<=_)_+|(?<=\^)\^+|(?<=~)~+|(?<=\\)\n[ \t]*)?")
_MARK_OR_BREAK = re.compile(r"[][*_^~{@\\\t\n\r]")
_MARK_OR_BLANKS = re.compile(_MARK.pattern + r"|[ \t\n\r]{2,}")
_BLANK = " \t\n\r"
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u19e0-\u19ff\u2e80-\ua4cf\uac00-\ud7ff\uf900-\ufaff\uff66-\uffdc"
    "\U00020000-\U0003ffff]"
)
"""Letters of languages without spaces between words, or with particles joined to them: Thai, Lao, Burmese, Khmer,
Chinese, Japanese and Korean."""
_INNER_BLANK = re.compile(r"\s")
_PUNCTUATION = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"
_ESCAPE = re.compile(rf"\\([{re.escape(_PUNCTUATION)}])")
_BRACKETED = re.compile(r"\[([^\[\]]*)\]")
_CITES = re.compile(r"\s*-?@|[^@]*[\s;]-?@\w")
_KEY = re.compile(r"[^\W_][\w\u0300-\u036f:.+-]*")  # any letters: whether the reference exists is checked elsewhere
_LANGUAGE = re.compile(r"\{lang=([A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*)\}")
_BRACED = re.compile(r"\{([^{}]*)\}")
_TERM = re.compile(r"\s*([^\W_][^|*^~=\[\]\\]*)(?:\|([^|*^~\[\]\\]*[^\s|*^~\[\]\\]\s*))?")
_TERM_HINT = "Write {term}, {term|words to print}, {clinic.phone}, or [in vitro]{lang=la} for another language."
_CLINIC = re.compile(r"\s*clinic\.([a-z][a-z_]*)\s*")
_ADDRESS = re.compile(r"\(((?:[^()\s\\]|\\\S|\([^()\s]*\))*)\)")
_HTTPS = re.compile(r"https://([^/?#\\]+?)(:\d{1,5})?([/?#][^\\]*)?", re.IGNORECASE)
_HOST = re.compile(r"[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
_OTHER_ADDRESS = re.compile(r"mailto:[\w.+-]+@[\w-]+(\.[\w-]+)+|tel:\+?\d[\d().-]*|#[a-z0-9]+(-[a-z0-9]+)*", re.ASCII)


def parse(value: str, report: Report) -> tuple[Inline, ...]:
    """Return the inline nodes of `value`, and `report` each mark that is not well formed.

    A run of blanks is one space; blanks at both ends are dropped. Character i of a `Words` node that starts at s was
    written at s + i, so a text with escapes or wide blanks has more than one `Words` node in a row.
    """
    foreign_marks(value, report)
    if value and not _MARK_OR_BREAK.search(value) and "  " not in value and value[0] != " " != value[-1]:
        return (Words(str(value)),)
    reading = _Reading(value.rstrip(_BLANK), report)
    reading.read()
    return _tree(reading)


_ENTITY = re.compile(r"(?<!\\)&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_TAG = re.compile(
    r"(?<!\\)</?(a|b|big|br|center|del|div|em|font|h[1-6]|i|ins|li|mark|ol|p|s|small|span|strike|strong|su[bp]|u|ul)"
    r"(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
_BARE_ADDRESS = re.compile(r"(?<!\\)<((?:https?://|mailto:)[^<>\s]+)>", re.IGNORECASE)
_STRONG, _WEAK, _NOTHING = "Write **words** for bold.", "Write *words* for semibold.", "Delete it."
_TAG_HINTS = {
    "b": _STRONG, "strong": _STRONG, "i": _WEAK, "em": _WEAK, "sup": "Write 10^9^ for raised words.",
    "sub": "Write H~2~O for lowered words.", "a": "Write [words](https://...) for a link.",
    "br": "Delete it. To begin a new line, make a new block or a part of a list.",
}  # fmt: skip
_APART = re.compile(r"(?<!\S)(?<![0-9] )(\*{2,3})\s+[^*\s][^*]*\s\1(?!\S)")
_LINK_APART = re.compile(r"(?<!\\)\[[^][@]+\]\s+\((?:https?:|mailto:|tel:)[^\s()]*\)", re.IGNORECASE)
_LINK_TURNED = re.compile(r"(?<!\\)\([^()\n]+\)\[(?:https?:|mailto:|tel:)[^\s\[\]]*\]", re.IGNORECASE)


def foreign_marks(value: str, report: Report) -> None:
    """Report what is a mark elsewhere, or nearly one here, and would print as it stands: &amp;, <b>, ** word **."""
    if "&" in value:
        for found in _ENTITY.finditer(value):
            if (meant := unescape(found[0])) != found[0]:
                hint = "Write a space." if meant.isspace() else f"Write {meant} instead."
                hint = hint if meant.isspace() or meant.isprintable() else _NOTHING
                message = f"{found[0]} is a code of HTML, and would be printed as it stands."
                report("foreign-mark", message, *found.span(), hint)
    if "<" in value:
        tags = list(_TAG.finditer(value))
        for found in [tag for tag in tags if tag[0][1] != "/"] or tags:
            message = f"{found[0]} is a tag of HTML, and would be printed as it stands."
            report("foreign-mark", message, *found.span(), _TAG_HINTS.get(found[1].lower(), _NOTHING))
        for found in _BARE_ADDRESS.finditer(value):
            message = "An address in < and > is not a link here: the signs would be printed."
            report("foreign-mark", message, *found.span(), f"Write [words]({found[1]}).")
    if "**" in value:
        for found in _APART.finditer(value):
            hint = rf"Put {found[1]} right beside the words, without a space, or write {escaped(found[1])} to print it."
            message = f"{found[1]} stands apart from its words, and would be printed."
            report("foreign-mark", message, *found.span(), hint)
    if "[" in value:
        for pattern, what in ((_LINK_APART, "A space parts the words of a link from its address"),
                              (_LINK_TURNED, "The brackets of a link are the wrong way round")):
            for found in pattern.finditer(value):
                hint = "Write [words](https://...): words in square brackets, then at once the address in round ones."
                report("foreign-mark", f"{what}, and both would be printed.", *found.span(), hint)


def escaped(text: str) -> str:
    """Return `text` with a backslash before each character that could be a mark, so that it parses to itself."""
    return re.sub(r"[\\*_^~\[\]{}@]", r"\\\g<0>", text)


def plain(nodes: Iterable[Inline] | Text, terms: Mapping[str, str] = {}, values: Mapping[str, str] = {}) -> str:
    """Return the words that a reader reads, without citations and the space before them.

    A term without words of its own is looked up in `terms`, a value of the clinic in `values`; one that is not there
    gives its name. A line break is a space. Raised and lowered words come in Unicode's characters for them.
    """
    parts: list[str] = []
    _say(nodes.nodes if isinstance(nodes, Text) else nodes, terms, values, parts)
    return "".join(parts).strip(" ")


def _say(nodes: Iterable[Inline], terms: Mapping[str, str], values: Mapping[str, str], parts: list[str]) -> None:
    for node in nodes:
        if isinstance(node, Words):
            parts.append(node.text)
        elif isinstance(node, Citation):
            _close_up(parts)
        elif isinstance(node, Term):
            parts.append(node.shown or terms.get(node.name, node.name))
        elif isinstance(node, ClinicValue):
            parts.append(values.get(node.name, node.name.replace("_", " ")))
        elif isinstance(node, LineBreak):
            parts.append(" ")
        elif isinstance(node, (Superscript, Subscript)):
            first = len(parts)
            _say(node.children, terms, values, parts)
            inside = "".join(parts[first:])
            raises = isinstance(node, Superscript)
            parts[first:] = [exponents.raised(inside) if raises else exponents.lowered(inside)]
        else:
            _say(node.children, terms, values, parts)


def _close_up(parts: list[str]) -> None:
    while parts:
        parts[-1] = parts[-1].rstrip(" \u00a0")
        if parts[-1]:
            return
        parts.pop()


def walk(nodes: Iterable[Inline] | Text) -> Iterator[Inline]:
    """Yield every node in reading order, a node before its children."""
    for node in nodes.nodes if isinstance(nodes, Text) else nodes:
        yield node
        if isinstance(node, (Strong, Emphasis, Superscript, Subscript, Link, Foreign)):
            yield from walk(node.children)


def citations(nodes: Iterable[Inline] | Text) -> Iterator[Citation]:
    """Yield the citations in reading order."""
    return (node for node in walk(nodes) if isinstance(node, Citation))


# --- Reading: a value becomes pieces, and marks find their partners -------------------------------------------------

_Wrap = Callable[[tuple[Inline, ...], int], Inline]
_WRAPS: dict[str, _Wrap] = {
    "*": Emphasis,
    "_": Emphasis,
    "**": Strong,
    "__": Strong,
    "^": Superscript,
    "~": Subscript,
}


@dataclass(slots=True, eq=False)
class _Run:
    """Equal marks in a row; `left` of them have no partner yet. `closed` and `opened` hold sizes, innermost first."""

    mark: str
    start: int
    size: int
    left: int
    opens: bool
    closes: bool
    closed: list[int] = field(default_factory=list)
    opened: list[int] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class _Bracket:
    """An opening bracket; `runs` counts the runs before it, `wrap` is set when it turns out to open a node."""

    start: int
    runs: int
    state: Literal["open", "node", "words", "refused"] = "open"
    wrap: _Wrap | None = None


@dataclass(slots=True, eq=False)
class _End:
    """The end of the node that a bracket opened."""


_Stretch = tuple[int, int]
"""Start and end of characters that are printed as they are written."""
_Piece = Union[_Stretch, Inline, _Run, _Bracket, _End]


class _Reading:
    """A value being read: the pieces so far, and the runs and brackets that may still find a partner."""

    def __init__(self, value: str, report: Report) -> None:
        self.value = value
        self.report = report
        self.pieces: list[_Piece] = []
        self.runs: list[_Run] = []
        self.brackets: list[_Bracket] = []
        self.last_link = -1

    def read(self) -> None:
        value, readers = self.value, self.READERS
        search = (_MARK_OR_BLANKS if "  " in _spaced(value) else _MARK).search
        position = len(value) - len(value.lstrip(_BLANK))
        while found := search(value, position):
            start, end = found.span()
            if start > position:
                self.pieces.append((position, start))
            position = readers[value[start]](self, start, end)
        if position < len(value):
            self.pieces.append((position, len(value)))
        _pair(self.runs, value)

    def words(self, start: int, end: int) -> int:
        self.pieces.append((start, end))
        return end

    def blank(self, start: int, end: int) -> int:
        self.pieces.append((start, start + 1))
        return end

    def backslash(self, start: int, end: int) -> int:
        if end - start > 1:
            self.pieces.append(LineBreak(start))
            return end
        after = self.value[end : end + 1]
        if after and after in _PUNCTUATION:
            return self.words(end, end + 1)
        if after.strip():
            return self.words(start, end)
        hint = r"Write \\ to print a backslash. A line break needs a block that keeps its lines (key: |-)."
        self.report("stray-backslash", "A backslash stands before a blank or at the end.", start, end, hint)
        return end

    def run(self, start: int, end: int) -> int:
        run = _Run(self.value[start], start, end - start, end - start, *_flanks(self.value, start, end))
        self.pieces.append(run)
        self.runs.append(run)
        return end

    def script(self, start: int, end: int) -> int:
        if end - start > 1:
            return self.words(start, end)
        before, after = self.value[start - 1 : start], self.value[end : end + 1]
        closes = bool(before) and not before.isspace()
        opens = bool(after) and not after.isspace()
        if self.value[start] == "~":  # ~5 means about 5: lowered words belong to something before them
            opens = opens and (_is_letter(before) or before in tuple(")]}^*_"))
        run = _Run(self.value[start], start, 1, 1, opens, closes)
        self.pieces.append(run)
        self.runs.append(run)
        return end

    def at_sign(self, start: int, end: int) -> int:
        key = _KEY.match(self.value, end)
        if not key or self.brackets or self.value[start - 1 : start].strip(_BLANK + "("):
            return self.words(start, end)
        hint = rf"Write [@{key[0].rstrip('.:+-')}], or \@ to print the sign itself."
        self.report("citation-form", "A citation key stands outside square brackets.", start, key.end(), hint)
        return key.end()

    def open_bracket(self, start: int, end: int) -> int:
        found = _BRACKETED.match(self.value, start)
        if found and _CITES.match(found[1]):
            return self.citation(found[1], start, found.end())
        self.brackets.append(_Bracket(start, len(self.runs)))
        self.pieces.append(self.brackets[-1])
        return end

    def citation(self, content: str, start: int, end: int) -> int:
        position, sources = start + 1, []
        for part in content.split(";"):
            source = _cited(part, position)
            if not source:
                message, hint = _not_cited(part)
                self.report("citation-form", message, start, end, hint)
                return end
            sources.append(source)
            position += len(part) + 1
        self.pieces.append(Citation(tuple(sources), start))
        self.last_link = start
        return end

    def close_bracket(self, start: int, end: int) -> int:
        if not self.brackets:
            return self.words(start, end)
        bracket = self.brackets.pop()
        if self.value.startswith("(", end):
            return self.link(bracket, end)
        if language := _LANGUAGE.match(self.value, end):
            self.close_node(bracket, partial(_foreign, language[1]), language.end())
            return language.end()
        bracket.state = "words"
        return self.words(start, end)

    def close_node(self, bracket: _Bracket, wrap: _Wrap, end: int) -> None:
        _pair(self.runs[bracket.runs :], self.value)
        del self.runs[bracket.runs :]
        bracket.state, bracket.wrap = "node", wrap
        if self.pieces[-1] is bracket:
            hint = "Write the words between the square brackets."
            self.report("empty-mark", "The square brackets hold no words.", bracket.start, end, hint)
        self.pieces.append(_End())

    def link(self, bracket: _Bracket, start: int) -> int:
        """Close a link whose address begins at `start`, the place of its round bracket."""
        found = _ADDRESS.match(self.value, start)
        end = found.end() if found else start + 1
        url, hint = _url(_unescaped(found[1])) if found else ("", _ADDRESS_HINT)
        if bracket.start < self.last_link:
            hint = "Close the first link before the next one or the citation begins."
            self.report("nested-link", "A link holds another link or a citation.", bracket.start, end, hint)
        elif hint:
            self.report("link-address", "The address of the link cannot be used.", start, end, hint)
        else:
            self.close_node(bracket, partial(_link, url), end)
            self.last_link = bracket.start
            return end
        bracket.state = "refused"
        return end

    def braces(self, start: int, end: int) -> int:
        found = _BRACED.match(self.value, start)
        if not found:
            if not self.value[end : end + 1].strip():
                return self.words(start, end)
            _report_unclosed(self.report, "{", start, end)
            return end
        if clinic := _CLINIC.fullmatch(found[1]):
            self.pieces.append(ClinicValue(clinic[1], start))
        elif term := _TERM.fullmatch(found[1]):
            self.pieces.append(Term(_one_spaced(term[1]), _one_spaced(term[2]), start))
        else:
            self.report("term-form", "What stands in the braces is not a term.", start, found.end(), _TERM_HINT)
        return found.end()

    READERS: ClassVar[dict[str, Callable[[_Reading, int, int], int]]] = {
        "*": run,
        "_": run,
        "^": script,
        "~": script,
        "[": open_bracket,
        "]": close_bracket,
        "{": braces,
        "\\": backslash,
        "@": at_sign,
        " ": blank,
        "\t": blank,
        "\n": blank,
        "\r": blank,
    }


def _link(url: str, children: tuple[Inline, ...], start: int) -> Inline:
    return Link(children, url, start)


def _foreign(language: str, children: tuple[Inline, ...], start: int) -> Inline:
    return Foreign(children, language, start)


def _cited(part: str, start: int) -> CitedSource | None:
    """Read "see @key, p. 3", which stands at `start`."""
    prefix, _, rest = part.partition("@")
    key = _KEY.match(rest)
    if not key or "@" in rest or (prefix and not prefix[-1].isspace()):
        return None
    comma, locator = rest[key.end() :].strip()[:1], rest[key.end() :].strip()[1:]
    if (comma or locator) and (comma != "," or not locator.strip()):
        return None
    return CitedSource(key[0], _one_spaced(prefix), _one_spaced(locator), start + len(prefix))


def _not_cited(part: str) -> tuple[str, str]:
    """Return what is wrong with a part of a citation, and what to do."""
    word = re.split(r"[\s,]", part.partition("@")[2], maxsplit=1)[0]
    if "@" in part and not word:
        return "The citation has no key right after its @.", "Write [@key], without a space after the @."
    if word and not _KEY.fullmatch(word):
        better = plain_name(word)
        hint = "A key has letters from a to z, digits and the signs _ : . + - alone, here and at the reference"
        message = f"The key '{word}' cannot be cited."
        return message, f"{hint}: write [@{better}]." if better else f"{hint}."
    if "@" not in part:
        return "A part of the citation has no key.", "Write [@one; @two], with an @ before each key."
    hint = "Write [@key], or [see @one, p. 3; @two] for several."
    return "The citation is not well formed.", hint


def _spaced(value: str) -> str:
    return value.replace("\n", " ").replace("\t", " ").replace("\r", " ")


def _one_spaced(words: str | None) -> str:
    return " ".join((words or "").split())


def _unescaped(written: str) -> str:
    return _ESCAPE.sub(r"\1", written)


def _flanks(value: str, start: int, end: int) -> tuple[bool, bool]:
    """Return whether the run can open and whether it can close (CommonMark 0.31, 6.2)."""
    before = value[start - 1] if start else " "
    after = value[end] if end < len(value) else " "
    blank_before, blank_after = before.isspace(), after.isspace()
    mark_before, mark_after = _is_punctuation(before), _is_punctuation(after)
    left = not blank_after and (not mark_after or blank_before or mark_before)
    right = not blank_before and (not mark_before or blank_after or mark_after)
    if value[start] == "*":
        return left, right
    return left and (not right or mark_before), right and (not left or mark_after)


def _is_letter(character: str) -> bool:
    """Return whether a character belongs to a word: a letter, a digit, or a mark upon one."""
    return character.isalnum() or (character > "\x7f" and unicodedata.category(character)[0] == "M")


def _is_punctuation(character: str) -> bool:
    return character in _PUNCTUATION or (character > "\x7f" and unicodedata.category(character)[0] in "PS")


def _pair(runs: list[_Run], value: str) -> None:
    """Find the partner of each run that closes (CommonMark 0.31, appendix "process emphasis").

    `searched` remembers how far the search for a kind of opener has failed, which keeps the parse linear.
    """
    openers: list[_Run] = []
    searched: dict[tuple[str, bool, int], int] = {}
    for run in runs:
        kind = (run.mark, run.opens, run.size % 3)
        while run.closes and run.left:
            index = _opener(openers, run, searched.get(kind, -1), value)
            if index < 0:
                searched[kind] = run.start
                break
            del openers[index + 1 :]
            _join(openers[-1], run)
            if not openers[-1].left:
                openers.pop()
        if run.opens and run.left:
            openers.append(run)


def _opener(openers: list[_Run], run: _Run, floor: int, value: str) -> int:
    for index in range(len(openers) - 1, -1, -1):
        opener = openers[index]
        if opener.start < floor:
            return -1
        if opener.mark != run.mark:
            continue
        if run.mark in "^~":
            return -1 if _INNER_BLANK.search(value, opener.start, run.start) else index
        if not (opener.closes or run.opens) or (opener.size + run.size) % 3 or not opener.size % 3 + run.size % 3:
            return index
    return -1


def _join(opener: _Run, closer: _Run) -> None:
    size = 2 if opener.left > 1 and closer.left > 1 else 1
    opener.left -= size
    closer.left -= size
    opener.opened.append(size)
    closer.closed.append(size)


# --- Addresses of links -----------------------------------------------------------------------------------------------

_ADDRESS_HINT = "Use https://..., mailto:name@example.org, tel:+1... or #id, without blanks."


def _url(written: str) -> tuple[str, str]:
    """Return the address in ASCII and no hint, or no address and a hint that says what to do."""
    if len(written) > LONGEST_ADDRESS:
        return "", f"Use an address of at most {LONGEST_ADDRESS} characters."
    if found := _HTTPS.fullmatch(written):
        host, port, rest = found.groups(default="")
        host, hint = _host(host)
        return (f"https://{host}{port}{_percent(rest)}", "") if not hint else ("", hint)
    if _OTHER_ADDRESS.fullmatch(written):
        return written, ""
    if written.lower().startswith("http:"):
        return "", "Write https: instead of http:."
    return "", _ADDRESS_HINT


def _host(written: str) -> tuple[str, str]:
    if "@" in written:
        return "", "Leave out the @ and what stands before it: it hides where the link leads."
    if written.isascii():
        return (written, "") if _HOST.fullmatch(written) else ("", _ADDRESS_HINT)
    scripts = {unicodedata.name(letter, "?").split()[0] for letter in written if letter.isalpha()}
    if len(scripts) > 1:
        return "", "The host mixes alphabets, which can hide a false site: write it in its xn-- form."
    try:
        host = written.encode("idna").decode()
    except UnicodeError:
        return "", _ADDRESS_HINT
    return (host, "") if _HOST.fullmatch(host) else ("", _ADDRESS_HINT)


def _percent(rest: str) -> str:
    return quote(rest, safe="!#$%&'()*+,-./:;=?@[]_~")


# --- Building: pieces become a tree -----------------------------------------------------------------------------------


class _Tree:
    """Nodes under construction; `open` holds what is not closed yet, None if the nesting is too deep."""

    def __init__(self, value: str, report: Report) -> None:
        self.value = value
        self.printed = _spaced(value)
        self.report = report
        self.nodes: list[Inline] = []
        self.open: list[tuple[_Wrap, int, list[Inline]] | None] = []
        self.stretch = (0, 0)
        self.too_deep = False

    def words(self, start: int, end: int) -> None:
        """Print the characters as they are written, in one node with those right before them."""
        if start != self.stretch[1]:
            self.flush()
            self.stretch = (start, end)
        else:
            self.stretch = (self.stretch[0], end)

    def flush(self) -> None:
        start, end = self.stretch
        if start < end:
            self.nodes.append(Words(self.printed[start:end], start))
        self.stretch = (end, end)

    def leaf(self, node: Inline) -> None:
        self.flush()
        self.nodes.append(node)

    def begin(self, wrap: _Wrap, start: int) -> None:
        self.flush()
        if len(self.open) < DEEPEST:
            self.open.append((wrap, start, self.nodes))
            self.nodes = []
            return
        self.open.append(None)
        if not self.too_deep:
            self.too_deep = True
            hint = f"Use at most {DEEPEST} marks inside one another."
            self.report("nested-marks", "Too many marks stand inside one another.", start, start + 1, hint)

    def end(self) -> None:
        self.flush()
        if (opened := self.open.pop()) is not None:
            wrap, start, outer = opened
            outer.append(wrap(tuple(self.nodes), start))
            self.nodes = outer

    def run(self, run: _Run) -> None:
        for _ in run.closed:
            self.end()
        if run.size == 2 and not run.left and 1 in (*run.opened, *run.closed):
            hint = f"Close {run.mark * 2} with {run.mark * 2}, and the inner marks before the outer ones."
            message = f"{run.mark * 2} is paired with a single {run.mark}."
            self.report("crossed-marks", message, run.start, run.start + 2, hint)
        self.inside_word(run)
        if run.left:
            self.leftover(run)
        start = run.start + sum(run.closed) + run.left
        for size in reversed(run.opened):
            self.begin(_WRAPS[run.mark * size], start)
            start += size

    def inside_word(self, run: _Run) -> None:
        """Report marks that have found a partner but were most likely meant as signs: in DRB1*04, in 10^3-10^5."""
        end = run.start + run.size
        before, after = self.value[run.start - 1 : run.start], self.value[end : end + 1]
        if run.mark in "^~":
            if run.closed and after.isdigit():
                over = "raised" if run.mark == "^" else "lowered"
                example = "10^9^" if run.mark == "^" else "H~2~O"
                hint = f"Write {escaped(run.mark)} to print it, or put it around what is {over}, as in {example}."
                self.report("mark-in-word", f"{run.mark} is taken for the end of {over} words.", run.start, end, hint)
        elif not (_UNSPACED.match(before) or _UNSPACED.match(after)):
            if run.closed and _is_letter(after):
                self.in_word(run, run.start, sum(run.closed))
            if run.opened and _is_letter(before):
                self.in_word(run, end - sum(run.opened), sum(run.opened))

    def in_word(self, run: _Run, start: int, size: int) -> None:
        mark = run.mark * size
        hint = f"Write {escaped(mark)} to print {'it' if size == 1 else 'them'}, or mark the whole word."
        message = f"{mark} stands inside a word and would not be printed."
        self.report("mark-in-word", message, start, start + size, hint)

    def leftover(self, run: _Run) -> None:
        """Print marks without a partner if they are only signs, and report them if they were meant as marks."""
        start, mark = run.start + sum(run.closed), run.mark * run.left
        meant = run.opens or run.opened or run.closed or (run.closes and run.mark == "*" and run.left in (2, 3))
        if run.mark in "^~" or not meant:
            self.words(start, start + run.left)
        elif run.opens:
            _report_unclosed(self.report, mark, start, start + run.left)
        else:
            hint = f"Put {mark} right before the first word too, or write {escaped(mark)} to print it."
            self.report("unopened-mark", f"{mark} closes here but was never opened.", start, start + run.left, hint)

    def bracket(self, bracket: _Bracket, blank_after: bool) -> None:
        if bracket.wrap:
            self.begin(bracket.wrap, bracket.start)
        elif bracket.state == "words" or (bracket.state == "open" and blank_after):
            self.words(bracket.start, bracket.start + 1)
        elif bracket.state == "open":
            _report_unclosed(self.report, "[", bracket.start, bracket.start + 1)


def _tree(reading: _Reading) -> tuple[Inline, ...]:
    tree = _Tree(reading.value, reading.report)
    for piece in reading.pieces:
        if isinstance(piece, tuple):
            tree.words(*piece)
        elif isinstance(piece, _Run):
            tree.run(piece)
        elif isinstance(piece, _Bracket):
            tree.bracket(piece, not reading.value[piece.start + 1 : piece.start + 2].strip())
        elif isinstance(piece, _End):
            tree.end()
        else:
            tree.leaf(piece)
    tree.flush()
    return tuple(tree.nodes)


def _report_unclosed(report: Report, mark: str, start: int, end: int) -> None:
    closer = {"[": "]", "{": "}"}.get(mark, mark)
    hint = f"Close it with {closer}, or write {escaped(mark)} to print {'it' if len(mark) == 1 else 'them'}."
    report("unclosed-mark", f"{mark} opens here and never closes.", start, end, hint)
