"""Pages in a real browser: no barriers, nothing wider than the screen, nothing loaded, no script, printable."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pages
import pytest
from pages import edition

AXE = Path(__file__).parent / "node_modules" / "axe-core" / "axe.min.js"
FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()
CHROMIUM = shutil.which("chromium")
SHOWN = [
    ("alps", "factsheet", True, "plain"),
    ("alps", "handout", True, "plain"),
    ("alps", "handout", False, "warm"),
    ("everything", "factsheet", True, "contrast"),
    ("everything", "handout", True, "plain"),
]
SCREENS = [(320, "light"), (768, "light"), (1280, "light"), (390, "dark"), (1280, "dark")]
UNDECIDED = {"color-contrast"}
DRAWN = ("<text", "<p><b>Figure")
"""What axe cannot tell: the contrast of words in a drawing, and of a caption that other words flow around."""
WATCH = (
    "window.__csp=[];document.addEventListener('securitypolicyviolation',"
    "e=>__csp.push([e.effectiveDirective,e.blockedURI]))"
)
ALL_OPEN = "document.querySelectorAll('details').forEach(one => one.open = true)"
WIDTHS = "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"
HEIGHT = "document.documentElement.scrollHeight"
FOCUS = """() => {
  const one = document.activeElement, bar = document.querySelector('.calls');
  if (!one || one === document.body) return null;
  if (bar.contains(one)) return ['bar', true];
  const box = one.getBoundingClientRect(), edge = bar.getBoundingClientRect().top;
  return [one.outerHTML.slice(0, 80), box.top < edge - 1 && box.bottom > 0];
}"""

Open = Callable[..., Any]


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """The browser, or None where there is none."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        yield None
        return
    if not CHROMIUM:
        yield None
        return
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)


@pytest.fixture
def show(browser: Any, tmp_path: Path, need: Callable[[str, bool], None]) -> Iterator[Open]:
    """Open an edition; afterwards, nothing but the page was asked for, and nothing was said or forbidden."""
    need("chromium", browser is not None)
    contexts, asked, said, scripted = [], [], [], []

    def go(name: tuple[str, str, bool, str], width: int = 390, height: int = 844, **options: Any) -> Any:
        file = tmp_path / f"{edition(name)}.html"
        file.write_text(pages.page(*name), encoding="utf-8", newline="")
        context = browser.new_context(viewport={"width": width, "height": height}, reduced_motion="reduce", **options)
        contexts.append(context)
        page = context.new_page()
        if options.get("java_script_enabled", True):
            context.add_init_script(WATCH)
            scripted.append(page)
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.goto(file.as_uri())
        return page

    yield go
    forbidden = [page.evaluate("__csp") for page in scripted]
    for context in contexts:
        context.close()
    assert all(url.startswith("file:") and url.endswith(".html") for url in asked), asked
    assert len(asked) == len(contexts)
    assert said == []
    assert [one for one in forbidden if one] == []


@pytest.mark.parametrize("screen", SCREENS, ids=lambda screen: f"{screen[0]}-{screen[1]}")
@pytest.mark.parametrize("name", SHOWN, ids=edition)
def test_axe_finds_no_barrier(
    show: Open, need: Callable[[str, bool], None], name: Any, screen: tuple[int, str]
) -> None:
    need("axe", AXE.exists())
    width, scheme = screen
    page = show(name, width, color_scheme=scheme)
    page.evaluate(ALL_OPEN)
    page.set_viewport_size({"width": width, "height": page.evaluate(HEIGHT)})  # so that nothing lies under the bar
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run()")
    assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in found["violations"]] == []
    assert {one["id"] for one in found["incomplete"]} <= UNDECIDED
    assert all(node["html"].startswith(DRAWN) for one in found["incomplete"] for node in one["nodes"])


@pytest.mark.parametrize("name", SHOWN, ids=edition)
def test_nothing_is_wider_than_the_screen(show: Open, name: Any) -> None:
    """From 320 px to a desk, and at 400 % of a screen of 1280 by 1024 pixels (WCAG 2.2, 1.4.10)."""
    page = show(name, 320, 256)
    page.evaluate(ALL_OPEN)
    found = {}
    for width in (320, 360, 430, 545, 640, 768, 897, 1024, 1088, 1280, 1920):
        page.set_viewport_size({"width": width, "height": 256 if width == 320 else 800})
        found[width] = page.evaluate(WIDTHS)
    assert {width: seen for width, seen in found.items() if seen[0] > seen[1]} == {}


@pytest.mark.parametrize("name", SHOWN[:3], ids=edition)
@pytest.mark.parametrize("height", [640, 256])
def test_the_bar_never_hides_what_has_the_focus(show: Open, name: Any, height: int) -> None:
    """WCAG 2.2, 2.4.11, from the first key to the last."""
    page = show(name, 320, height)
    page.evaluate(ALL_OPEN)
    stops = []
    while len(stops) < 400:
        page.keyboard.press("Tab")
        stop = page.evaluate(FOCUS)
        if stop is None:
            break
        stops.append(stop)
    assert len(stops) > 15
    assert [words for words, seen in stops if not seen] == []
    assert stops[-1][0] == "bar"


def test_all_works_without_script(show: Open) -> None:
    page = show(("alps", "factsheet", True, "plain"), java_script_enabled=False)
    meaning = page.locator(".word").first
    assert not meaning.is_visible()
    page.locator("button.term").first.click()
    assert meaning.is_visible()
    page.keyboard.press("Escape")
    assert not meaning.is_visible()
    page.locator("button.term").first.click()
    meaning.locator("button").click()
    assert not meaning.is_visible()
    source = page.locator("#ref-2")
    assert not source.is_visible()
    page.locator(".cite a[href='#ref-2']").first.press("Enter")
    assert source.is_visible()
    source.locator("a").first.press("Enter")
    assert page.url.endswith("#cite-1")  # the first citation of both


def test_what_is_written_stays_in_its_field(show: Open) -> None:
    page = show(("alps", "handout", True, "plain"))
    field = page.get_by_label("Date and time")
    field.fill("Tuesday")
    field.press("Enter")
    page.get_by_label("Ask before any vaccine.").check()
    assert field.input_value() == "Tuesday"
    assert page.url.endswith(".html")


@pytest.mark.parametrize("width", [320, 1280])
def test_tables_are_tables_to_who_listens_also_as_cards(show: Open, width: int) -> None:
    page = show(("alps", "handout", True, "plain"), width)
    assert page.get_by_role("table").count() == 1
    assert page.get_by_role("row").count() == 5
    assert page.get_by_role("columnheader").count() == 5
    assert page.get_by_role("rowheader", name="Sirolimus").count() == 1
    assert page.get_by_role("cell").count() == 3 * 4 + 5


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_print_has_the_references_and_nothing_to_press(show: Open, scheme: Any) -> None:
    import pypdfium2

    page = show(("alps", "factsheet", True, "plain"), color_scheme=scheme)
    document = pypdfium2.PdfDocument(page.pdf(prefer_css_page_size=True, format="A4"))
    text = " ".join(" ".join(sheet.get_textpage().get_text_range() for sheet in document).split())
    assert "Bleesing JJ, Nagaraj CB" in text
    assert "double-negative T cell: A white cell" in text
    assert "Show all sources" not in text
    assert "On this page" not in text
    assert "Emergency: 911" not in text
    assert len(document) <= 8
    image = document[0].render().to_pil().convert("L")
    assert image.getpixel((3, 3)) > 250
    document.close()
