"""How plain data becomes the fields of a node: texts, names, dates, addresses."""

from __future__ import annotations

import datetime
import re
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, PlainValidator, StringConstraints, ValidationInfo, WithJsonSchema
from pydantic_core import PydanticCustomError

from builder import dates, exponents
from builder.model.inline import Text, Words


def told(wrong: str, hint: str) -> PydanticCustomError:
    """Return a fault with its own message: what is wrong, to be read after the key, and what to do."""
    return PydanticCustomError("told", "{wrong}", {"wrong": wrong, "hint": hint})


_CURLED = re.compile("\\s*[\u201c\u201d\u201e\u00ab]([^\u201c\u201d\u201e\u00ab\u00bb]+)[\u201c\u201d\u00bb]\\s*")
_NEVER_QUOTED = frozenset(
    "lead_in label term generic name address phone hours out_of_hours emergency email short_address contact role"
    " credentials country say_it short_title".split()
)
"""Fields that are never a quotation as a whole: typographic quotes around them were meant for YAML."""


def _text(value: object, info: ValidationInfo, reading: str) -> Text:
    if isinstance(value, Text):
        return value
    if not isinstance(value, str) or not value.strip():
        raise PydanticCustomError("text_type", "Input should be a text")
    if info.field_name in _NEVER_QUOTED and (quoted := _CURLED.fullmatch(value)):
        raise told("stands in typographic quotes, which would be printed", f'Write "{quoted[1]}" with straight quotes.')
    if info.context is None:
        return Text((Words(str(value)),))
    return getattr(info.context, reading)(value)  # type: ignore[no-any-return]


def _marked(value: object, info: ValidationInfo) -> Text:
    return _text(value, info, "marked")


_MARK_OF_WORDS = re.compile(r"(?<=\w)(?:\^([^\s^]{1,12})\^|~([^\s~]{1,12})~)|\*\*(?=\S)([^*]+)(?<=\S)\*\*")


def _literal(value: object, info: ValidationInfo) -> Text:
    if isinstance(value, str) and (mark := _MARK_OF_WORDS.search(value)):
        raised, lowered, strong = mark.groups()
        words = exponents.raised(raised) if raised else exponents.lowered(lowered) if lowered else strong
        meant = value[: mark.start()].split(" ")[-1] + words + value[mark.end() :].split(" ")[0]
        raise told(f"has the mark {mark[0]}, which would be printed as it stands here", f"Write {meant} instead.")
    return _text(value, info, "literal")


Marked = Annotated[Text, PlainValidator(_marked), WithJsonSchema({"type": "string", "minLength": 1})]
"""A text with inline marks."""
Plain = Annotated[Text, PlainValidator(_literal), WithJsonSchema({"type": "string", "minLength": 1})]
"""A text that is printed character by character, such as a name."""


def _address(value: object, info: ValidationInfo) -> Text:
    if isinstance(value, str) and not re.search(r"[^\s@]+@[^\s@]+\.[^\s@]", value):
        raise told("has no email address", "Write one such as office@clinic.example, or leave the key out.")
    return _literal(value, info)


Email = Annotated[Text, PlainValidator(_address), WithJsonSchema({"type": "string", "minLength": 1})]
"""A text that is printed character by character and holds an email address."""


def as_tuple(value: Any) -> Any:
    """Return a value that is not a list as a list of one."""
    return value if value is None or isinstance(value, (list, tuple)) else [value]


_LINE = {"type": "string", "minLength": 1}
Lines = Annotated[
    tuple[Plain, ...],
    BeforeValidator(as_tuple),
    Field(min_length=1),
    WithJsonSchema({"anyOf": [_LINE, {"type": "array", "items": _LINE, "minItems": 1}]}),
]
"""One line, or a list of lines that are printed one below the other."""

ID_PATTERN = r"^[a-z0-9]+(-[a-z0-9]+)*$"
Id = Annotated[str, StringConstraints(pattern=ID_PATTERN, max_length=60)]
KEY_PATTERN = r"^[A-Za-z0-9][A-Za-z0-9_:.+-]*$"
Key = Annotated[str, StringConstraints(pattern=KEY_PATTERN, max_length=80)]
Language = Annotated[str, StringConstraints(pattern=r"^[a-zA-Z]{2,3}(-[A-Za-z0-9]{2,8})*$")]
Line = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]


def _date(value: Any, several: bool) -> str:
    try:
        return dates.read(value, several)
    except dates.NoDate as fault:
        raise told(*fault.args) from None


def _years(value: Any) -> str:
    if isinstance(value, str) and re.fullmatch(_YEARS, value):
        return str(value)
    return _date(value, True)


_YEARS = r"c?[0-9]{4}(-([0-9]{4})?)?"
_EXPORTED = {"type": ["object", "array"], "description": "the date as a reference manager exports it"}
PartialDate = Annotated[
    str,
    PlainValidator(lambda value: _date(value, False)),
    WithJsonSchema({"anyOf": [{"type": "string", "pattern": f"^{dates.DAY_PATTERN}$"}, _EXPORTED]}),
]
"""`2014`, `2014-03` or `2014-03-27`."""
DateRange = Annotated[
    str,
    PlainValidator(lambda value: _date(value, True)),
    WithJsonSchema({"anyOf": [{"type": "string", "pattern": f"^{dates.PATTERN}(/{dates.PATTERN})?$"}, _EXPORTED]}),
]
"""A partial date, `2014 Spring`, or the first and the last of several: `2014-03-27/2014-03-29`."""
Years = Annotated[
    str,
    PlainValidator(_years),
    WithJsonSchema({"type": "string", "pattern": f"^({_YEARS}|{dates.PATTERN}(/{dates.PATTERN})?)$"}),
]
"""A date, or the years over which something appears: `1993-`, `c1995-2002` (c for copyright)."""


def _iso_day(value: Any) -> Any:
    if isinstance(value, str) and not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        raise PydanticCustomError("day", "Input should be a date such as 2026-11-22")
    return value


Day = Annotated[datetime.date, BeforeValidator(_iso_day)]


def _share(value: Any) -> Any:
    match = re.fullmatch(r"([0-9]{1,3})\s*%", value) if isinstance(value, str) else None
    if not match or not 20 <= int(match[1]) <= 100:
        raise PydanticCustomError("share", "not a share")
    return int(match[1])


Share = Annotated[
    int,
    BeforeValidator(_share),
    WithJsonSchema({"type": "string", "pattern": "^([2-9][0-9]|100)%$", "examples": ["60%"]}),
]
"""A share of the available width: 20% to 100%."""
Url = Annotated[str, StringConstraints(pattern=r"^https?://[^\s/?#@\\]+([/?#]\S*)?$", max_length=2048)]
"""An address whose host is what it seems: a name before an @ there would only pretend to be the host."""
