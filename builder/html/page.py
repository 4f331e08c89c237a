"""The page: its head, landmarks, table of contents, call bar and explanations of words."""

from __future__ import annotations

import json
from typing import Any, Sequence

from builder.html import icons, telephone
from builder.html.escape import attribute, data, text
from builder.html.look import Look, digest, look
from builder.html.parts import blocks
from builder.html.state import Page
from builder.locale import Locale
from builder.structure import Element, Metadata, Sheet, below, words
from builder.style import Style

BEFORE, AFTER = ("clinic", "blank-clinic"), ("about",)
"""The kinds of parts that come before and after the text, as the page's banner and footer."""
POLICY = (
    "default-src 'none'; style-src '{style}'; script-src '{data}'; img-src data:; base-uri 'none'; form-action 'none'"
)
"""What the page may load and run: its own style and pictures. Its one `<script>` is data, which no browser runs."""
BUTTONS = {"emergency": ("call_emergency", icons.EMERGENCY), "phone": ("call_clinic", icons.CALL)}


def write(sheet: Sheet, style: Style, locale: Locale) -> bytes:
    """Return a sheet as one file of HTML."""
    page = Page(sheet, style, locale)
    language, direction = attribute(sheet.metadata.language), attribute(sheet.direction)
    parts = (
        f'<!DOCTYPE html>\n<html lang="{language}" dir="{direction}">\n',
        _head(sheet.metadata, look(style)),
        _body(page),
        "</html>\n",
    )
    return "".join(parts).encode("utf-8")


# --- The head ---------------------------------------------------------------------------------------------------------


def _head(metadata: Metadata, look: Look) -> str:
    described = data(json.dumps(_described(metadata), ensure_ascii=False))
    policy = POLICY.format(style=look.digest, data=digest(described))
    named = {
        "viewport": "width=device-width, initial-scale=1",
        "description": metadata.subject,
        "author": ", ".join(metadata.authors),
        "color-scheme": "light dark",
        "format-detection": "telephone=no",
        "referrer": "no-referrer",
    }
    metas = "".join(f'<meta name="{name}" content="{attribute(words)}">\n' for name, words in named.items())
    return (
        '<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        f"<title>{attribute(metadata.title)}</title>\n{metas}"
        f'<meta name="theme-color" media="(prefers-color-scheme: light)" content="{look.light}">\n'
        f'<meta name="theme-color" media="(prefers-color-scheme: dark)" content="{look.dark}">\n'
        f'<link rel="icon" href="data:,">\n<style>{look.css}</style>\n'
        f'<script type="application/ld+json">{described}</script>\n'
        "</head>\n"
    )


def _described(metadata: Metadata) -> dict[str, Any]:
    """Return what the page is, in the words of schema.org."""
    name, *others = metadata.condition or (metadata.title,)
    codes = [{"@type": "MedicalCode", "codingSystem": system, "codeValue": code} for system, code in metadata.codes]
    kind = "Organization" if metadata.authors == (metadata.publisher,) else "Person"
    told: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "MedicalWebPage",
        "name": metadata.title,
        "description": metadata.subject,
        "inLanguage": metadata.language,
        "identifier": metadata.identifier,
        "version": metadata.version,
        "creativeWorkStatus": metadata.status,
        "datePublished": metadata.created.isoformat(),
        "dateModified": metadata.modified.isoformat(),
        "lastReviewed": metadata.reviewed.isoformat() if metadata.reviewed else "",
        "author": [{"@type": kind, "name": author} for author in metadata.authors],
        "publisher": {"@type": "Organization", "name": metadata.publisher} if metadata.publisher else "",
        "medicalAudience": {"@type": "MedicalAudience", "audienceType": "Patient"},
        "about": {"@type": "MedicalCondition", "name": name} | _some(alternateName=others, code=codes),
    }
    return _some(**told)


def _some(**fields: Any) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value}


# --- The body ---------------------------------------------------------------------------------------------------------


def _body(page: Page) -> str:
    parts = below(page.sheet.root)
    content = page.fresh("content")
    banner = _landmark("header", "banner", blocks(page, [one for one in parts if one.kind in BEFORE]))
    main = _main(page, [one for one in parts if one.kind not in BEFORE + AFTER])
    foot = _landmark("footer", "foot", blocks(page, [one for one in parts if one.kind in AFTER]))
    return (
        f'<body>\n<a class="skip own" href="#{content}">{text(page.say("skip_link"))}</a>\n{banner}'
        f'<main id="{content}" tabindex="-1">\n{main}</main>\n{foot}{_explanations(page)}{_calls(page)}</body>\n'
    )


def _landmark(tag: str, kind: str, inside: str) -> str:
    return f'<{tag} class="{kind}">\n{inside}</{tag}>\n' if inside else ""


def _main(page: Page, parts: Sequence[Element]) -> str:
    """Return what stands above the first section, the table of contents, and the rest."""
    first = next((number for number, one in enumerate(parts) if one.role == "Sect"), len(parts))
    signed = " signed" if any(one.kind == "logo" for one in parts[:first]) else ""
    head = f'<div class="head{signed}">\n{blocks(page, parts[:first])}</div>\n'
    story = f'<div class="story">\n{blocks(page, parts[first:])}</div>\n'
    return f'{head}<div class="body">\n{_contents(page)}{story}</div>\n'


def _contents(page: Page) -> str:
    """Return links to all headings: folded on a narrow screen, beside the text on a wide one."""
    if len(page.headings) < 2:
        return ""
    title = text(page.say("on_this_page"))
    links = "".join(f'<li><a href="#{attribute(name)}">{text(words(heading))}</a></li>\n'
                    for heading, name in page.headings.items())
    return (
        f'<nav class="contents own" aria-label="{attribute(page.say("on_this_page"))}">\n'
        f'<details class="fold"><summary>{title}</summary><ul>\n{links}</ul></details>\n'
        f'<div class="beside"><p>{title}</p><ul>\n{links}</ul></div>\n</nav>\n'
    )


def _explanations(page: Page) -> str:
    """Return the meaning of each word of the glossary, shown when the word is pressed."""
    close = text(page.say("close"))
    return "".join(
        f'<div class="word own" id="{name}" popover role="dialog" aria-labelledby="{name}-t">'
        f'<p><strong id="{name}-t">{text(term)}</strong> {text(page.explained[term])}</p>'
        f'<button type="button" popovertarget="{name}" popovertargetaction="hide">{close}</button></div>\n'
        for term, name in page.terms.items()
    )


def _calls(page: Page) -> str:
    """Return the bar that stays in view: whom to call or, if no number is known, when to get help."""
    buttons = []
    for kind, words_ in page.sheet.calls:
        key, icon = BUTTONS.get(kind, ("", ""))
        number = telephone.first(words_)
        if key and number:
            shown = "\u00a0".join(words_[number.start : number.end].split())
            said = text(page.say(key, number=shown))
            buttons.append(f'<a class="{kind}" href="tel:{number.dial}">{icon}<span>{said}</span></a>')
    if not buttons:
        buttons = [f'<a class="help" href="#{attribute(name)}">{icons.EMERGENCY}<span>{text(words(heading))}</span></a>'
                   for heading, name in page.headings.items() if heading in page.urgent]
    label = attribute(page.say("get_help_now"))
    return f'<aside class="calls own" aria-label="{label}">{"".join(buttons)}</aside>\n' if buttons else ""
