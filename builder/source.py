"""YAML that remembers where everything stands: bytes in, plain data with places out.

Texts are composed (Unicode's NFC), so that a name typed on a Mac is the same name. Values are not converted otherwise:
`NO`, `010`, `1.10` and `12:30:45` stay text, and the model decides what a field means. Only an empty value, `~` and
`null` become None. The subset of YAML is what authors need: one document, keys that are words, no tags, no anchors, no
merge keys. Whatever YAML would silently drop or change is a problem.

A comment may follow a value of one word, after two spaces (`status: draft  # until spring`); anywhere else it stands on
a line of its own, because YAML drops the rest of a sentence after ` #`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Iterator, Union
from unicodedata import combining, is_normalized, normalize

from builder import characters, files
from builder.problems import ContentError, Problem, Span

if TYPE_CHECKING:
    from yaml import YAMLError

SIZE_LIMIT = 2 * 1024 * 1024
DEPTH_LIMIT = 40
LINE_BREAK = r"\r\n?|\n"
MOST_PROBLEMS = 100
MOST_OF_A_KIND = 20  # a picture saved as YAML would give a problem at every second letter

# --- Data with places -------------------------------------------------------------------------------------------------


class SourceText:
    """The text of a file, with lines ended by LF; turns positions in it into spans."""

    __slots__ = ("name", "text", "_starts")

    def __init__(self, name: str, text: str) -> None:
        self.name = name
        self.text = text
        self._starts: list[int] = []

    def starts(self) -> list[int]:
        """Return the position at which each line starts."""
        if not self._starts:
            self._starts = [0, *(match.end() for match in re.finditer("\n", self.text))]
        return self._starts

    def span(self, start: int, end: int) -> Span:
        """Return the span of the characters `start` to `end` of the file."""
        starts = self.starts()
        line, end_line = bisect_right(starts, start), bisect_right(starts, end)
        return Span(self.name, line, start - starts[line - 1] + 1, end_line, end - starts[end_line - 1] + 1)


_NOWHERE = SourceText("", "")


class Scalar(str):
    """A value as it is spelled, with the place of each of its characters."""

    __slots__ = ("_at",)
    _at: tuple[SourceText, int, int]

    def __new__(cls, value: str = "", source: SourceText = _NOWHERE, start: int = 0, end: int = 0) -> Scalar:
        self = str.__new__(cls, value)
        self._at = (source, start, end)
        return self

    def span(self, start: int = 0, end: int | None = None) -> Span:
        """Return where the characters `start` to `end` of the value stand in the file."""
        source, first, last = self._at
        end = len(self) if end is None else min(end, len(self))
        start = min(start, end)
        if not self:
            return source.span(first, last)
        if last - first == len(self):  # plain, on one line
            return source.span(first + start, first + end)
        at = self._position(start)
        return source.span(at, max(at, self._position(end - 1) + 1) if end > start else at)

    @property
    def below(self) -> bool:
        """Whether the text stands on the lines below its key, after >- or |."""
        source, start, _ = self._at
        return source.text[start : start + 1] in (">", "|")

    def _position(self, index: int) -> int:
        """Return the place in the file of the character at `index`.

        Folding, quoting and indenting only ever touch white space, so the n-th visible character of the value is the
        n-th visible character of its spelling.
        """
        source, first, last = self._at
        ends = _visible(source.text, first, last)
        seen = index - sum(self.count(blank, 0, index) for blank in _BLANKS)
        if index < len(self) and self[index] not in _BLANKS:
            return ends[seen][0]
        blanks = index - len(self[:index].rstrip(_BLANKS))
        before = ends[seen - 1][1] if seen else first + (source.text[first] in "'\"")
        return min(before + blanks, ends[seen][0] if seen < len(ends) else last)


class _Composed(Scalar):
    """A value whose letters and accents were separate in the file; `_raw` is the value as it was there."""

    __slots__ = ("_raw",)
    _raw: Scalar

    def span(self, start: int = 0, end: int | None = None) -> Span:
        stretches = _composed_from(self._raw)
        end = len(self) if end is None else min(end, len(self))
        start = min(start, end)
        first = stretches[start][0]
        return self._raw.span(first, stretches[end - 1][1] if end > start else first)


def _composed(raw: Scalar) -> Scalar:
    if is_normalized("NFC", raw):
        return raw
    value = str.__new__(_Composed, normalize("NFC", raw))
    value._at, value._raw = raw._at, raw
    return value


@lru_cache(maxsize=8)
def _composed_from(raw: str) -> list[tuple[int, int]]:
    """Return where in `raw` each character of its composed form starts and ends; at last, the end of `raw` itself."""
    stretches, at = list[tuple[int, int]](), 0
    for end in range(1, len(raw) + 1):
        if end == len(raw) or not _joins(raw[at:end], raw[end]):
            stretches += [(at, end)] * len(normalize("NFC", raw[at:end]))
            at = end
    return [*stretches, (len(raw), len(raw))]


def _joins(cluster: str, letter: str) -> bool:
    return combining(letter) > 0 or normalize("NFC", cluster + letter) != normalize("NFC", cluster) + letter


class Mapping(dict[str, Any]):
    """A mapping of the file; its keys are scalars and know their places."""

    __slots__ = ("_source", "_start", "_nulls")

    def __init__(self, source: SourceText = _NOWHERE, start: int = 0) -> None:
        self._source = source
        self._start = start
        self._nulls: dict[Any, int] | None = None

    def span(self, start: int = 0, end: int | None = None) -> Span:
        """Return the place of the first key."""
        for key in self:
            return self.key_span(key)
        return self._source.span(self._start, self._start + 1)

    @property
    def in_braces(self) -> bool:
        return self._source.text.startswith("{", self._start)

    def front(self) -> Span:
        """Return the empty place where a new key can be put before all others."""
        at = self._start + self.in_braces
        return self._source.span(at, at)

    def key_span(self, key: str) -> Span:
        """Return the place of the key itself."""
        return next(known for known in self if known == key).span()  # type: ignore[attr-defined,no-any-return]

    def value_span(self, key: str) -> Span:
        """Return the place of a value, even of an empty one."""
        return _child_span(self, key)


class Sequence(list[Any]):
    """A list of the file."""

    __slots__ = ("_source", "_start", "_nulls")

    def __init__(self, source: SourceText = _NOWHERE, start: int = 0) -> None:
        self._source = source
        self._start = start
        self._nulls: dict[Any, int] | None = None

    def span(self, start: int = 0, end: int | None = None) -> Span:
        """Return the place of the first dash or of the opening bracket."""
        return self._source.span(self._start, self._start + 1)

    @property
    def bracketed(self) -> bool:
        """Whether the list stands in [brackets] rather than after dashes."""
        return self._source.text.startswith("[", self._start)

    def item_span(self, index: int) -> Span:
        """Return the place of one part of the list, even of an empty one."""
        return _child_span(self, index)


def _child_span(parent: Any, key: Any) -> Span:
    child = parent[key]
    if child is not None:
        return child.span()  # type: ignore[no-any-return]
    at = parent._nulls[key]
    return parent._source.span(at, at)  # type: ignore[no-any-return]


Root = Union[Mapping, Sequence, Scalar, None]


@dataclass(frozen=True)
class Source:
    """A file that was read: its name in problems, its text, and its data with places."""

    name: str
    text: str
    root: Root = field(repr=False)

    def line(self, number: int) -> str:
        """Return line `number`, counted from 1, without its end."""
        return self.text.split("\n")[number - 1]


# --- Where the characters of a scalar stand ---------------------------------------------------------------------------

_BLANKS = " \t\n\r"
_PLAIN = re.compile(r"[^ \t\n]")
_SINGLE = re.compile(r"''|[^ \t\n]")
_DOUBLE = re.compile(r"\\(?:x..|u.{4}|U.{8}|[^xuU])|[^ \t\n]", re.DOTALL)
_BLANK_ESCAPE = re.compile(r"\\(?:[ \tnrt\n]|x(?:20|09|0[AaDd])|u00(?:20|09|0[AaDd])|U000000(?:20|09|0[AaDd]))")


@lru_cache(maxsize=32)
def _visible(text: str, start: int, end: int) -> tuple[tuple[int, int], ...]:
    """Return the start and end, in the file, of each visible character of the scalar spelled at `start` to `end`."""
    style = text[start]
    if style in "|>":
        body = text.find("\n", start, end)
        return _stretches(_PLAIN, text, body, end) if body >= 0 else ()
    if style == "'":
        return _stretches(_SINGLE, text, start + 1, end - 1)
    if style == '"':
        spelled = _stretches(_DOUBLE, text, start + 1, end - 1)
        return tuple(stretch for stretch in spelled if not _BLANK_ESCAPE.fullmatch(text, *stretch))
    return _stretches(_PLAIN, text, start, end)


def _stretches(pattern: re.Pattern[str], text: str, start: int, end: int) -> tuple[tuple[int, int], ...]:
    return tuple([match.span() for match in pattern.finditer(text, start, end)])


# --- Loading ----------------------------------------------------------------------------------------------------------


def load(path: Path, name: str | None = None) -> Source:
    """Read the YAML file at `path`; `name` is what problems call it (default: the path).

    Raises ContentError with every problem found, or if something other than a file is there, and BuildError if the file
    is not there or must not be read.
    """
    name = path.as_posix() if name is None else name
    return parse(files.content(path, SIZE_LIMIT, name), name)


def parse(content: bytes, name: str) -> Source:
    """Read YAML from `content`. Raises ContentError with every problem found."""
    if fault := characters.foreign(content):
        raise ContentError([Problem(fault.rule, fault.message, Span(name, 1, 1, 1, 1), fault.hint)])
    if len(content) > SIZE_LIMIT:
        message, hint = f"The file is larger than {SIZE_LIMIT // 1024 // 1024} MiB.", "Is this the right file?"
        raise ContentError([Problem("file-too-large", message, Span(name, 1, 1, 1, 1), hint)])
    text, problems = _decode(content, name)
    tabs = re.search(r"^ *\t", text, re.MULTILINE)
    text, refused = _printable(SourceText(name, text))
    root, found, syntax = _read(name, text)
    problems += refused + found + ([] if tabs else syntax)  # after tabs, nothing is where it should be
    if problems:
        raise ContentError(problems)
    return Source(name, text, root)


def _decode(content: bytes, name: str) -> tuple[str, list[Problem]]:
    if content[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in content[:2]:
        message = "The file is saved as UTF-16, not as UTF-8."
        raise ContentError([Problem("not-utf-8", message, Span(name, 1, 1, 1, 1), characters.SAVE_AS)])
    content = content.removeprefix(b"\xef\xbb\xbf")
    try:
        return _lines(content.decode()), []
    except UnicodeDecodeError as error:
        before = _lines(content[: error.start].decode())
        text = _lines(content.decode(errors="replace").replace("\ufffd", "x"))
        span = SourceText(name, text).span(len(before), len(before) + 1)
        rule, message, hint = characters.not_utf8(content[error.start : error.start + 1])
        return text, [Problem(rule, message, span, hint)]


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


_SPACE = "\u00a0\u1680\u2000-\u200b\u202f\u205f\u3000"
_INDENT = re.compile(f"^ *[{_SPACE}][ {_SPACE}]*", re.MULTILINE)


def _printable(source: SourceText) -> tuple[str, list[Problem]]:
    """Return the text with every refused character replaced, so that reading can go on, and a problem for each."""
    text = source.text
    if text.replace("\n", "").isprintable() and "\ufffc" not in text and "\ufffd" not in text:
        return text, []
    refused = [_refused(match[0], source.span(*match.span())) for match in _first(characters.REFUSED, text)]
    indents = [_wrong_indent(source.span(*match.span())) for match in _first(_INDENT, text)]
    text = _INDENT.sub(lambda match: " " * len(match[0]), text)
    return re.sub(characters.REFUSED, lambda match: " " if match[0] == "\t" else "x", text), refused + indents


def _first(pattern: re.Pattern[str] | str, text: str) -> Iterator[re.Match[str]]:
    return islice(re.finditer(pattern, text), MOST_OF_A_KIND)


def _refused(character: str, span: Span) -> Problem:
    rule, message, hint = characters.refused(character)
    return Problem(rule, message, span, hint)


def _wrong_indent(span: Span) -> Problem:
    message = "This line is indented with a special space, such as a no-break space."
    return Problem("no-break-indentation", message, span, "Delete the spaces and indent with the space bar.")


# --- From events to data ----------------------------------------------------------------------------------------------

_NO_KEY = Scalar("\0no key")
_DROP = Scalar("\0drop")
_NULLS = frozenset(["", "~", "null", "Null", "NULL"])
_LOST = re.compile(r" +#.*")
_COMMENT = re.compile(r" {2,}#( |$)")


def _read(name: str, text: str) -> tuple[Root, list[Problem], list[Problem]]:
    """Return the data of `text`, what is wrong with it, and what is not YAML.

    If YAML misreads a text, everything is read again without it, to find what else is wrong.
    """
    from yaml import YAMLError

    source, syntax = SourceText(name, text), list[Problem]()
    while True:
        tree = _Tree(source)
        try:
            tree.grow(text)
        except _Enough:
            pass
        except YAMLError as error:
            problem, text = _syntax(error, source, text)
            if problem not in syntax:
                syntax.append(problem)
                if text and len(syntax) < MOST_OF_A_KIND:
                    continue
        return tree.root, tree.problems, syntax


class _Enough(Exception):
    """Reading stops: there are so many problems, or such deep nesting, that more would not help."""


class _Tree:
    """The data read so far: the open container, the key that waits for its value, and what is around them."""

    def __init__(self, source: SourceText) -> None:
        self.source, self.text = source, source.text
        self.problems: list[Problem] = []
        self.top = self.here = Sequence(source)  # type: Any
        self.key = _NO_KEY
        self.around: list[tuple[Any, Scalar]] = []
        self.doubled: Mapping | None = None
        self.decomposed = not is_normalized("NFC", source.text)

    @property
    def root(self) -> Root:
        return self.top[0] if self.top else None

    def grow(self, text: str) -> None:
        """Read all events of `text`; raises YAMLError where it is not YAML."""
        from yaml import events
        from yaml.cyaml import CParser  # type: ignore[attr-defined]

        steps = {
            events.ScalarEvent: self.scalar,
            events.MappingStartEvent: self.open_mapping,
            events.SequenceStartEvent: self.open_sequence,
            events.MappingEndEvent: self.close,
            events.SequenceEndEvent: self.close,
            events.AliasEvent: self.alias,
            events.DocumentStartEvent: self.document,
        }
        for event in iter(CParser(text).get_event, None):
            if step := steps.get(type(event)):
                step(event)

    def scalar(self, event: Any) -> None:
        start, end, text = event.start_mark.index, event.end_mark.index, event.value
        value = None
        if event.style or text not in _NULLS:
            value = str.__new__(Scalar, text)  # the hot path of loading: past Scalar.__new__
            value._at = (self.source, start, end)
        if event.tag or event.anchor:
            self.marked(event)
        if not event.style:
            if self.text[end : end + 1] == " ":
                self.comment(text, end)
        elif event.style == '"' and "\\" in self.text[start:end]:
            self.escapes(value)
            value = text = _composed(value) if value else value
        if self.decomposed and value:
            value = text = _composed(value)
        if value is None or type(self.here) is not Mapping:
            self.put(value, start)
        elif self.key is _NO_KEY:
            self.key = self.new_key(value, start) if text in self.here or text == "<<" else value
        else:
            if self.key is not _DROP:
                self.here[self.key] = value
            self.key = _NO_KEY

    def put(self, value: Any, start: int) -> None:
        here = self.here
        if type(here) is Mapping:
            key = self.key
            if key is _NO_KEY:
                self.key = self.new_key(value, start)
                return
            self.key = _NO_KEY
            if key is _DROP:
                return
            here[key] = value
        else:
            key = len(here)  # type: ignore[assignment]
            here.append(value)
        if value is None:
            here._nulls = here._nulls or {}
            here._nulls[key] = start

    def new_key(self, key: Any, start: int) -> Scalar:
        if not isinstance(key, Scalar):
            self.report("complex-key", "A key must be a word.", start, start + 1, "Write it as 'key: value'.")
        elif key == "<<":
            self.report("merge-key", "Merge keys (<<) are not allowed.", start, start + 2, "Write the values out.")
        elif key in self.here and key.startswith("-"):
            message, hint = "There is no space after the dash.", "Put a space after the dash."
            self.note(Problem("space-after-dash", message, key.span(0, 1), hint))
        elif key in self.here:
            if self.doubled is self.here:  # the next part of a list, whose first key is reported already
                return _DROP
            first = self.here.key_span(key), "first used here"
            message, hint = f"The key '{key}' is used twice in the same part.", "Delete or rename one of them."
            if key == next(iter(self.here)) and type(self.around[-1][0]) is Sequence and len(self.around) > 1:
                hint = f"To begin the next part of the list, write '- {key}: ...'. Else delete or rename one of them."
                self.doubled = self.here
            self.note(Problem("duplicate-key", message, key.span(), hint, related=(first,)))
        else:
            return key
        return _DROP

    def open_mapping(self, event: Any) -> None:
        self.open(Mapping(self.source, event.start_mark.index), event)

    def open_sequence(self, event: Any) -> None:
        self.open(Sequence(self.source, event.start_mark.index), event)

    def open(self, container: Any, event: Any) -> None:
        start = event.start_mark.index
        if event.tag or event.anchor:
            self.marked(event)
        self.put(container, start)
        self.around.append((self.here, self.key))
        self.here, self.key = container, _NO_KEY
        if len(self.around) > DEPTH_LIMIT:
            message = f"Values are nested more than {DEPTH_LIMIT} deep."
            self.report("too-deep", message, start, start + 1, "Is a bracket or brace repeated by mistake?")
            raise _Enough

    def close(self, event: Any) -> None:
        self.here, self.key = self.around.pop()

    def alias(self, event: Any) -> None:
        from builder import slips

        start, end = event.start_mark.index, event.end_mark.index
        self.report("alias", slips.starts_with("*"), start, end, slips.below(self.source.text, start))
        self.put(Scalar(self.source.text[start:end], self.source, start, end), start)

    def marked(self, event: Any) -> None:
        from builder import slips

        start = event.start_mark.index
        sign, word = ("!", "tag") if event.tag else ("&", "anchor")
        self.report(word, slips.starts_with(sign), start, start + 1, slips.below(self.source.text, start))

    def document(self, event: Any) -> None:
        if self.top:
            start = event.start_mark.index
            self.report("two-documents", "A second document starts here.", start, start + 3, "Delete the line ---.")
            raise _Enough

    def comment(self, value: str, end: int) -> None:
        """Report what YAML would drop after a plain value, unless it is certainly a comment."""
        lost = _LOST.match(self.source.text, end)
        if not lost or (len(value.split()) == 1 and _COMMENT.match(lost[0])):
            return
        from builder import slips

        start = lost.start() + lost[0].index("#")
        message = "What follows # is not read, and it may be a part of the text."
        hint = f"Text: {slips.below(self.source.text, start)} A comment: put it on a line of its own."
        self.report("text-after-hash", message, start, lost.end(), hint)

    def escapes(self, value: Scalar | None) -> None:
        for match in _first(characters.REFUSED, value or ""):
            self.note(_refused(match[0], value.span(*match.span())))  # type: ignore[union-attr]

    def report(self, rule: str, message: str, start: int, end: int, hint: str) -> None:
        size = len(self.source.text)
        self.note(Problem(rule, message, self.source.span(min(start, size), min(end, size)), hint))

    def note(self, problem: Problem) -> None:
        self.problems.append(problem)
        if len(self.problems) == MOST_PROBLEMS:
            raise _Enough


def _syntax(error: YAMLError, source: SourceText, text: str) -> tuple[Problem, str]:
    """Return the problem, and the text without its cause, for reading to go on with ("" if it is unknown)."""
    from builder import slips

    mark, context = getattr(error, "problem_mark", None), getattr(error, "context_mark", None)
    at = min(mark.index, len(text)) if mark else 0
    what, during = getattr(error, "problem", None) or str(error), getattr(error, "context", None) or ""
    slip = slips.find(slips.Fault(text, at, context.index if context else at, what, during))
    span = source.span(min(slip.start, len(text)), min(slip.end, len(text)))
    return Problem(slip.rule, slip.message, span, slip.hint), slip.mended
