"""What was probably mistyped in a file that is not YAML: where the slip is and, in plain words, what to do.

The parser says where it gave up, which is often some lines below the slip. Here the lines above are read as a person
reads them, by their keys, dashes and columns.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Iterator, NamedTuple


class Fault(NamedTuple):
    """Where libyaml gave up and what it said; `opened` is the start of what it was reading."""

    text: str
    at: int
    opened: int
    what: str
    during: str


class Finding(NamedTuple):
    """A slip at `start` to `end`; `mended` is a text of the same length with which reading can go on ("" to stop)."""

    start: int
    end: int
    rule: str
    message: str
    hint: str
    mended: str = ""


def find(fault: Fault) -> Finding:
    """Return the slip that most probably made the parser give up."""
    return (
        _beside(fault) or _open_quote(fault) or _unclosed(fault) or _misread(fault) or _no_colon(fault)
        or _out_of_place(fault)
    )  # fmt: skip


# --- Lines as a person reads them -------------------------------------------------------------------------------------

_LINE = re.compile(
    r"(?P<indent> *)(?P<dashes>(?:-(?: +|$))*)"
    r"(?:(?P<key>[^\W\d][\w.-]*|\"[^\"\n]*\"|'[^'\n]*') *:(?:(?= )|$))? *(?P<value>.*)"
)
_BLOCK = re.compile(r"[>|][-+\d]* *(#.*)?")


class _Line(NamedTuple):
    start: int
    number: int
    indent: int
    dashes: str
    key: str
    key_column: int
    value: str
    text: str

    @property
    def columns(self) -> list[tuple[int, str]]:
        """The columns at which a part of this line starts that others may stand below, each with its sign or key."""
        dashes = [(self.indent + match.start(), "-") for match in re.finditer("-", self.dashes)]
        return [*dashes, *([(self.key_column, self.key)] if self.key else [])]


def _line(text: str, start: int, number: int) -> _Line:
    end = text.find("\n", start)
    found = _LINE.match(text, start, end if end >= 0 else len(text))
    assert found
    key = (found["key"] or "").strip("\"'")
    column = found.start("key") - start if key else 0
    return _Line(start, number, len(found["indent"]), found["dashes"], key, column, found["value"], found[0])


@lru_cache(maxsize=1)
def _lines(text: str) -> list[_Line]:
    """Return the lines of `text`, except empty lines, comments, and the lines below >- or |."""
    return list(_outside_blocks(text))


def _outside_blocks(text: str) -> Iterator[_Line]:
    at, number, block = 0, 0, -1
    while at < len(text):
        number += 1
        line = _line(text, at, number)
        at += len(line.text) + 1
        stripped = line.text.strip()
        if not stripped or stripped.startswith("#") or (block >= 0 and line.indent > block):
            continue
        block = -1
        if _BLOCK.fullmatch(line.value):
            block = line.columns[-1][0] if line.columns else line.indent
        yield line


def _at(fault: Fault, index: int) -> tuple[_Line, list[_Line]]:
    """Return the line of `index`, and the lines above it."""
    start = fault.text.rfind("\n", 0, index) + 1
    above = [line for line in _lines(fault.text) if line.start < start]
    return _line(fault.text, start, fault.text.count("\n", 0, start) + 1), above


def _levels(above: list[_Line]) -> dict[int, tuple[str, int]]:
    """Return the columns that are still open after the lines `above`, each with its sign or key and its line."""
    levels: dict[int, tuple[str, int]] = {}
    for line in above:
        if line.columns:
            levels = {column: known for column, known in levels.items() if column < line.columns[0][0]}
            levels |= {column: (word, line.number) for column, word in line.columns}
    return levels


# --- Slips beside a colon or a dash -----------------------------------------------------------------------------------

_NO_SPACE = re.compile(r" *(?:- +)*(?P<key>[^\W\d][\w-]*):(?=[^ \t\n:/])")
_DASH = re.compile(r" *(?P<dash>-)(?=[^\W\d_]|[{\[\"'\u00a0\u202f])")
_OTHER_SIGN = re.compile(r" *(?:- +)*(?P<key>[^\W\d][\w-]*) *(?P<sign>[;=](?= |$)|[：﹕])", re.MULTILINE)


def _beside(fault: Fault) -> Finding | None:
    """A space that is missing after a colon or a dash, on the line of the fault or the one above it."""
    if "flow" in fault.during or "quoted" in fault.during:
        return None
    line, above = _at(fault, fault.at)
    lines = [_at(fault, fault.opened)[0], *above[-1:], line]
    for one in sorted(set(lines)):
        if finding := _no_line(one):
            return finding
        if found := _DASH.match(fault.text, one.start, one.start + len(one.text)):
            return _no_space(fault.text, found.start("dash") + 1, "dash", found.start("dash"))
        if found := _NO_SPACE.match(fault.text, one.start, one.start + len(one.text)):
            return _no_space(fault.text, found.end(), "colon", found.start("key"))
    return None


_ON_ITS_LINE = "A colon with a space after it cannot stand in a text that is on the line of its key."
_COLON = "A colon with a space after it cannot stand in a text that has no >- above it."
_NOTES = re.compile(r" *(//|/\*|--+(?= )|%|;|<!--)")
_BULLETS = re.compile(r" *([*•·▪◦‣–—+]|\d{1,2}[.)])(?= )")


def _no_line(line: _Line) -> Finding | None:
    """A line left by another program, or written as in another format."""
    start, end = line.start + line.indent, line.start + len(line.text)
    if line.text.startswith(("<<<<<<<", "=======", ">>>>>>>")):
        hint = "Keep the lines of one of them, and delete those that begin with <<<<<<<, ======= and >>>>>>>."
        return Finding(start, end, "mixed-versions", "Two versions of this file were mixed here.", hint)
    if line.text.strip().startswith("```") or line.text.strip() in ("...", "…"):
        return Finding(start, end, "foreign-line", "This line is no part of the file.", "Delete it.")
    if found := _NOTES.match(line.text):
        hint = f"Write # in place of {found[1]}."
        return Finding(start, line.start + found.end(), "foreign-line", "A note to yourself begins with #.", hint)
    if found := _BULLETS.match(line.text):
        message, hint = "A part of a list begins with a dash and a space.", f"Write - in place of {found[1]}."
        return Finding(start, line.start + found.end(), "missing-dash", message, hint)
    return None


def _no_space(text: str, at: int, sign: str, start: int) -> Finding:
    message, hint = f"There is no space after the {sign}.", f"Put a space after the {sign}."
    end, mended = _end_of_line(text, at), ""
    if text[at].isspace():
        message, hint = f"The space after the {sign} is a special one, such as a no-break space.", "Type it again."
    if sign == "colon":
        mended = text[:at] + " " + "x" * (end - at - 1) + text[end:]
    return Finding(start, at, f"space-after-{sign}", message, hint, mended)


def _end_of_line(text: str, index: int) -> int:
    end = text.find("\n", index)
    return len(text) if end < 0 else end


# --- Quotes and brackets ----------------------------------------------------------------------------------------------


def _open_quote(fault: Fault) -> Finding | None:
    """A quote that nothing closes before the next key; the parser reads on to the next quote, perhaps far below."""
    text = fault.text
    lines = [line for line in _lines(text) if line.start <= fault.at]
    for line, after in zip(lines, lines[1:]):
        quote = line.value[:1]
        if quote in ("'", '"') and quote not in line.value[1:] and after.columns and after.indent <= line.key_column:
            at = line.start + len(line.text) - len(line.value)
            close = f"Close it with {quote} at the end of the text"
            curly = line.value.rstrip()[-1:]
            message = f"The {quote} that opens here is never closed."
            if curly in "“”„‘’«»":
                message = f"The {quote} that opens here is never closed: {curly} is another sign."
            hint = f"{close}, or leave both quotes out."
            if quote == "'" and line.value[1:2].isalnum():
                hint += f" If it is an apostrophe: {below(text, at)}"
            mended = text[:at] + "x" * len(line.value) + text[at + len(line.value) :] if line.key else ""
            return Finding(at, at + 1, "never-closed", message, hint, mended)
    return None


def _unclosed(fault: Fault) -> Finding | None:
    """A bracket or quote that is not closed, or that holds what may not stand inside."""
    text, at, opened = fault.text, fault.at, fault.opened
    if "quoted" in fault.during and "end of stream" not in fault.what and "indicator" not in fault.what:
        message = "Inside double quotes a backslash changes the sign after it, and not in this way."
        hint = "Write the backslash twice, or write 'key: >-' and the text below it."
        return Finding(at, at + 1, "unknown-escape", message, hint)
    if "flow" in fault.during:
        opened = max(text.rfind("[", 0, opened + 1), text.rfind("{", 0, opened + 1))
        if "\n" not in text[opened:at] and at < len(text):
            closing = {"[": "]", "{": "}"}[text[opened]]
            message = f"This does not fit between {text[opened]} and {closing}."
            hint = "Put quotes around a text that holds brackets, braces, commas or colons; or write each part on a " \
                "line of its own."
            return Finding(at, at + 1, "text-in-brackets", message, hint)
    elif "quoted" not in fault.during:
        return None
    message = f"The {text[opened]} that opens here is never closed, or something inside it does not fit."
    hint = f"Close it. If it belongs to a text: {below(text, opened)}"
    return Finding(opened, opened + 1, "never-closed", message, hint)


# --- Texts that are read as something else ----------------------------------------------------------------------------

_VALUE = re.compile(r"(?:^|(?<=[\s{,\[]))(?:(?P<key>[\w.-]+):|-) +(?=\S)", re.MULTILINE)


def _value_before(text: str, index: int) -> re.Match[str] | None:
    """Return the last key or dash before `index` on its line; its match ends where the value starts."""
    start = max(text.rfind("\n", 0, index) + 1, index - 300)
    return max(_VALUE.finditer(text, start, index + 1), key=re.Match.end, default=None)


def below(text: str, index: int) -> str:
    """Return the hint that says to put the text at `index` on lines below its key."""
    match = _value_before(text, index)
    if match and not match["key"]:
        return "Write '- >-' and put the text on the next line, indented further."
    return f"Write '{match['key'] if match else 'key'}: >-' and put the text on the next line, indented further."


def starts_with(sign: str) -> str:
    """Return the message for a text that starts with a sign of YAML."""
    return f"Text that starts with {sign} cannot stand on the line of its key."


def _misread(fault: Fault) -> Finding | None:
    """Text on the line of its key that is taken for something else, or a key that is taken for text."""
    text, at = fault.text, fault.at
    value = _value_before(text, at)
    sign = text[value.end()] if value else ""
    rule, hint, mended = "text-needs-own-line", below(text, at), _without_value(text, at)
    if value and sign in "\"'" and not text[value.end() : at].rstrip().endswith((":", ",")):
        message = f"The text goes on after the second {sign}, which ends it."
        hint = f"{hint} On that line quotes print as they are."
        if text[at : _end_of_line(text, at)].strip() in (",", ";", "."):
            message, hint = f"After the second {sign} nothing may stand.", f"Delete the {text[at]}."
            return Finding(at, at + 1, rule, message, hint, mended)
        if text[: _end_of_line(text, at)].rstrip().endswith(sign):
            hint = f"Leave out the {sign} around it, or w{hint[1:]}"
        return Finding(value.end(), value.end() + 1, rule, message, hint, mended)
    if value and sign in "*&!%@`>|{}[],?-":
        return Finding(value.end(), value.end() + 1, rule, starts_with(sign), hint, mended)
    if "mapping values" not in fault.what:
        return None
    line, above = _at(fault, at)
    if line.key and above and fault.text.find(":", line.start + line.key_column) == at:
        if found := _no_colon_above(line, above) or (above[-1].key and _too_far_in(line, above)):
            return found
    if holder := _holder(line, above):
        return Finding(at, at + 1, rule, _COLON, f"Write '{holder}: >-' above the text.", mended)
    message = _ON_ITS_LINE
    return Finding(at, at + 1, rule, message, hint, mended)


def _no_colon_above(line: _Line, above: list[_Line]) -> Finding | None:
    """The first key of a part has no colon, so that it and the next line are read as one text."""
    last, before = above[-1], above[-2] if len(above) > 1 else None
    goes_on = before and before.key and before.value and last.indent > before.key_column and not last.dashes
    if last.key or not last.value or last.value[0] in "[{" or goes_on:
        return None
    return _after_key(last, last.start + last.indent + len(last.dashes))


def _too_far_in(line: _Line, above: list[_Line]) -> Finding:
    """A key that is indented further than the one above it, which has its value already."""
    last, before = above[-1], above[-2] if len(above) > 1 else None
    opens = before and before.key and not before.value and last.indent <= before.key_column
    if not last.dashes and (opens or _levels(above[:-1]).get(last.indent, ("", 0))[0] == "-"):
        at = last.start + last.indent
        hint = f"To begin a part of a list, write '- {last.key}: ...'."
        return Finding(at, at + len(last.key), "missing-dash", "A dash is missing here.", hint)
    start = line.start + line.key_column
    message = f"'{line.key}' is indented further than '{last.key}' above it, and is read as a part of its text."
    hint = f"Start it below '{last.key}', in column {last.key_column + 1}. " \
        f"If it is text: write '{last.key}: >-' and put all the text below it."
    return Finding(start, start + len(line.key), "wrong-indentation", message, hint)


def _without_value(text: str, index: int) -> str:
    """Return the text with x for the value on the line at `index`; "" if that would leave brackets open."""
    value = _value_before(text, index)
    if not value or re.search(r"[{\[]", text[text.rfind("\n", 0, index) + 1 : value.end()]):
        return ""
    end = _end_of_line(text, index)
    return text[: value.end()] + "x" * (end - value.end()) + text[end:]


# --- Lines without a colon or in the wrong column ---------------------------------------------------------------------


def _no_colon(fault: Fault) -> Finding | None:
    """A line that ought to have a key."""
    if "expected ':'" not in fault.what:
        return None
    line, above = _at(fault, fault.opened)
    if found := _colon_below(line, above):
        return found
    start, end = line.start + line.indent + len(line.dashes), line.start + len(line.text)
    last = above[-1] if above else None
    word = line.value.split()[0]
    if last and last.key and _BLOCK.fullmatch(last.value) and word != line.text.strip():
        between = fault.text[last.start + len(last.text) : line.start].strip()
        message = "This line is not indented, so it does not belong to the text above it."
        hint = f"Indent it by two spaces more than '{last.key}'."
        if between:
            message = "This line has no colon, and is not indented as the text above it is."
            hint = f"If it belongs to the text of '{last.key}', indent it. If '{word}' is a key, put a colon after it."
        if not _OTHER_SIGN.match(line.text):
            return Finding(start, end, "missing-colon", message, hint)
    return _after_key(line, start)


def _colon_below(line: _Line, above: list[_Line]) -> Finding | None:
    """A text below its key, without >-, in which the words before a colon are read as a key."""
    before, last = above[-2:] if len(above) > 1 else (line, line)
    colon = re.search(":(?= )", last.value)
    if not colon or last.key or not before.key or before.value or not before.key_column < last.indent <= line.indent:
        return None
    at = last.start + len(last.text) - len(last.value) + colon.start()
    return Finding(at, at + 1, "text-needs-own-line", _COLON, f"Write '{before.key}: >-' above the text.")


def _holder(line: _Line, above: list[_Line]) -> str:
    """Return the key whose text begins below it and goes on to `line`, if there is one."""
    for one in [] if line.columns else reversed(above):
        if one.indent < line.indent or one.columns:
            return one.key if one.key and not one.value and one.key_column < line.indent else ""
    return ""


def _after_key(line: _Line, start: int) -> Finding:
    """A key without a colon, or with another sign in its place."""
    if other := _OTHER_SIGN.match(line.text):
        message = f"There is no colon after '{other['key']}', but {other['sign']}."
        return Finding(start, line.start + other.end(), "missing-colon", message, f"Write '{other['key']}: ...'.")
    word = line.value.split()[0]
    hint = f"Write '{word}: ...'. If the line belongs to the text above it, indent it further than its key."
    return Finding(start, start + len(word), "missing-colon", "There is no colon after this key.", hint)


def _out_of_place(fault: Fault) -> Finding:
    """A line that starts in a column where nothing above it does."""
    line, above = _at(fault, fault.at)
    start = line.start + line.indent
    end = start + max(1, len(line.key or line.text.split(" ")[line.indent] if line.text.strip() else ""))
    size = len(fault.text)
    if found := _text_too_far_out(line, above, end):
        return found
    if not fault.what.startswith("did not find expected") or fault.text[line.start : fault.at].strip(" "):
        hint = "Check quotes, brackets and indentation here and on the line above."
        return Finding(fault.at, min(fault.at + 1, size), "yaml-syntax", "This line cannot be understood.", hint)
    return (
        _late_start(line, above) or _nothing_to_hold(line, above, end) or _no_dash(line, above, end)
        or _wrong_column(line, above, min(end, size))
    )  # fmt: skip


def _late_start(line: _Line, above: list[_Line]) -> Finding | None:
    if line.indent or not above or not above[0].indent:
        return None
    message, hint = "The first line starts with a space.", "Delete the space, here and where others start with it."
    return Finding(above[0].start, above[0].start + above[0].indent, "wrong-indentation", message, hint)


def _text_too_far_out(line: _Line, above: list[_Line], end: int) -> Finding | None:
    if line.columns or not above or not _BLOCK.fullmatch(above[-1].value):
        return None
    message = f"This line is indented less than the text of '{above[-1].key or '-'}' above it."
    hint = "Start it in the same column as the line above."
    return Finding(line.start + line.indent, end, "wrong-indentation", message, hint)


def _nothing_to_hold(line: _Line, above: list[_Line], end: int) -> Finding | None:
    """Something that belongs to the key above, but starts left of it."""
    last = above[-1] if above else None
    if not last or not last.key or last.value or line.indent >= last.key_column or line.indent in _levels(above):
        return None
    column = last.key_column + 3
    message = f"What belongs to '{last.key}' starts too far left."
    hint = f"Start it in column {column}, two spaces further in than '{last.key}'."
    return Finding(line.start + line.indent, end, "wrong-indentation", message, hint)


def _no_dash(line: _Line, above: list[_Line], end: int) -> Finding | None:
    """A part of a list without a dash, or a dash below a key."""
    levels, start = _levels(above), line.start + line.indent
    same, number = levels.get(line.indent, ("", 0))
    if same == "-" and not line.dashes:
        message = "A dash is missing here, or this line is not indented far enough."
        deeper = min((one for one in levels if one > line.indent), default=line.indent + 2)
        hint = f"To begin the next part of the list, write '- {line.key or 'key'}: ...'. " \
            f"To go on with the part above, start it in column {deeper + 1}."
        return Finding(start, end, "missing-dash", message, hint)
    if same and same != "-" and line.dashes:
        first = next((one for one in above if one.number > number), None)
        if first and not first.dashes:
            hint = f"The list below '{same}' has dashes from line {line.number} on: begin its first part with one too."
            at = first.start + first.indent
            return Finding(at, at + len(first.value), "missing-dash", "A dash is missing here.", hint)
        message = f"A list cannot begin here: '{same}' above it stands in the same column."
        hint = "Give the list a key of its own, or indent it below the key that it belongs to."
        return Finding(start, end, "wrong-indentation", message, hint)
    return None


def _wrong_column(line: _Line, above: list[_Line], end: int) -> Finding:
    start, levels = line.start + line.indent, _levels(above)
    message = "The indentation of this line does not fit the lines above it."
    fitting = {column: word for column, word in levels.items() if (word[0] == "-") == bool(line.dashes)}
    if not fitting:
        return Finding(start, end, "wrong-indentation", message, "Lines that belong together start in the same column.")
    column = min(fitting, key=lambda one: (abs(one - line.indent), -one))
    word, number = fitting[column]
    holder = next(one for one in above if one.number == number)
    after_one = holder.indent + len(holder.dashes.rstrip()) + 1
    if not line.dashes and holder.dashes.endswith("  ") and line.indent == after_one:
        at = holder.start + holder.indent
        message = "More than one space stands after this dash, and the lines below it are indented as for one."
        return Finding(at, at + len(holder.dashes), "space-after-dash", message, "Write one space after the dash.")
    much = abs(column - line.indent)
    spaces = f"{much} space{'s' if much > 1 else ''} too {'few' if column > line.indent else 'many'}"
    other = "the dash" if word == "-" else f"'{word}'"
    hint = f"It has {spaces} if it belongs with {other} in line {number}: lines that belong together start in the " \
        "same column."
    return Finding(start, end, "wrong-indentation", message, hint)
