"""TextBlock: the only flowable that sets text."""

from __future__ import annotations

from typing import Any, Iterator, Sequence

from builder.problems import ContentError, Problem, Span
from builder.structure import Content, Element
from builder.style import Type
from builder.text import lines
from builder.text.faces import Face
from builder.text.lines import Line, Missing, Run, Segment
from builder.text.shape import Word

LONGEST_WORD = 200
"""A word of more letters than this is a mistake, not a word."""

Atom = tuple[Run, Face, list[Word], bytes]
_SPACE_OF: dict[Face, bytes] = {}


class TextBlock:
    """A paragraph, heading, cell or label: runs of text set in one `Type`.

    `role` says what kind of text it is, for the record of what was set. `align` is "start", "middle" or "end". A block
    that `balances` has lines of like length. Heights, widths and positions are points, `top` is the block's upper edge.
    """

    def __init__(
        self,
        runs: Sequence[Run],
        kind: Type,
        *,
        role: str = "body",
        language: str = "en",
        align: str = "start",
        before: float = 0.0,
        after: float = 0.0,
        keep_next: bool = False,
        balances: bool = False,
        block: str = "",
        widest: float | None = None,
        bookmark: tuple[Element, int, str] | None = None,
        anchor: str = "",
    ) -> None:
        self.runs, self.kind, self.role, self.language, self.align = runs, kind, role, language, align
        self.before, self.after, self.keep_next, self.balances = before, after, keep_next, balances
        self.block, self.widest, self.bookmark, self.anchor = block, widest, bookmark, anchor
        self.begins = self.ends = True
        self.drawn_by: object | None = None
        self._pieces: list[Segment] | None = None
        self._set: tuple[float, list[Segment], list[Line], list[Segment]] | None = None

    # --- Measuring

    def pieces(self) -> list[Segment]:
        """Return what cannot break, in order. Raises ContentError for a character that no face has."""
        if self._pieces is None:
            try:
                self._pieces = lines.segments(self.runs, self.language)
            except Missing as missing:
                raise ContentError([_no_glyph(missing)]) from None
        return self._pieces

    def _fill(self, width: float) -> tuple[list[Segment], list[Line]]:
        if self.widest is not None:
            width = min(width, self.widest)
        if self._set is None or self._set[0] != width:
            measure = width * 1000 / self.kind.size + 0.5
            pieces, cut = lines.fitted(self.pieces(), measure, self.language)
            filled = (lines.balanced if self.balances else lines.greedy)(pieces, measure)
            self._set = (width, pieces, filled, cut)
        return self._set[1], self._set[2]

    def height(self, width: float) -> float:
        return len(self._fill(width)[1]) * self.kind.leading

    def natural_width(self) -> float:
        """Return the width that the text takes on one line."""
        pieces = self.pieces()
        wide = sum(piece.width for piece in pieces) + sum(piece.space for piece in pieces[:-1])
        return wide * self.kind.size / 1000

    def narrowest(self) -> float:
        """Return the width of the widest piece that cannot break."""
        return max((piece.width for piece in self.pieces()), default=0.0) * self.kind.size / 1000

    def line_count(self, width: float) -> int:
        return len(self._fill(width)[1])

    def split(self, width: float, height: float) -> tuple[TextBlock, TextBlock] | None:
        """Return what fits into `height` and the rest, at least two lines each, or None where that cannot be."""
        pieces, filled = self._fill(width)
        count = min(int((height + 0.01) // self.kind.leading), len(filled) - 2)
        if count < 2:
            return None
        middle = filled[count].first
        first, rest = self._part(pieces[:middle]), self._part(pieces[middle:])
        first.begins, first.ends, first.after, first.keep_next = self.begins, False, 0.0, False
        rest.begins, rest.ends, rest.before = False, self.ends, 0.0
        rest.bookmark, rest.anchor = None, ""
        return first, rest

    def _part(self, pieces: list[Segment]) -> TextBlock:
        part = TextBlock(
            self.runs, self.kind, role=self.role, language=self.language, align=self.align, before=self.before,
            after=self.after, keep_next=self.keep_next, block=self.block, widest=self.widest, bookmark=self.bookmark,
            anchor=self.anchor,
        )
        part._pieces = pieces
        return part

    # --- Drawing

    def draw(self, canvas: Any, x: float, top: float, width: float) -> None:
        """Draw at (x, top). Drawn a second time on one canvas, as a repeated table header is, it is an artifact."""
        pieces, filled = self._fill(width)
        artifact = canvas.furnishing or self.drawn_by is canvas
        self.drawn_by = canvas
        self._warn_of_cuts(canvas, width)
        size, leading = self.kind.size, self.kind.leading
        first = self.runs[0].look.stack.first.metrics
        baseline = top - (leading + (first.ascent + first.descent) / 1000 * size) / 2
        if self.bookmark and not artifact:
            canvas.bookmark(*self.bookmark, x, top)
        if self.anchor and not artifact:
            canvas.anchor(self.anchor, x, top)
        writer = _Writer(canvas, self.kind, artifact)
        room = (min(width, self.widest) if self.widest else width) * 1000 / size
        for number, line in enumerate(filled):
            shift = 0.0 if self.align == "start" else (room - line.width) / (2 if self.align == "middle" else 1)
            left = x + shift * size / 1000
            y = baseline - number * leading
            last = number == len(filled) - 1
            writer.line(left, y, _atoms(pieces, line, closed=last and self.ends))
            canvas.set_line(self, pieces[line.first : line.last], left, y, line.width * size / 1000,
                            number == 0 and self.begins, last and self.ends)
        writer.close()

    def _warn_of_cuts(self, canvas: Any, width: float) -> None:
        for piece in self._set[3] if self._set else ():
            word = "".join(part.text for part, _ in piece.parts)
            run = piece.parts[0][1]
            if len(word) > LONGEST_WORD:
                raise ContentError([Problem("endless-word", f"A word of {len(word)} letters cannot be printed: "
                                            f"'{word[:20]}…'.", _span(run, word), "Is a space missing?")])
            canvas.warn(Problem("split-word", f"'{word}' is too long for its line and was split.", _span(run, word),
                                "Use a shorter word, or add a space or a hyphen.", severity="warning"))


def _span(run: Run, word: str) -> Span | None:
    at = run.text.find(word)
    return run.place.span(run.start + max(at, 0), run.start + max(at, 0) + len(word)) if run.place else None


def _no_glyph(missing: Missing) -> Problem:
    run, character = missing.run, missing.character
    at = run.start + missing.offset
    span = run.place.span(at, at + len(character)) if run.place else None
    return Problem("missing-glyph", f"No font has the character '{character}' (U+{ord(character[0]):04X}).", span,
                   "Write it in another way; it would print as an empty box.")


def _atoms(pieces: Sequence[Segment], line: Line, closed: bool) -> Iterator[Atom]:
    """Return the stretches of a line that share run and face; a line that is not the last one ends in a space."""
    run: Run | None = None
    face: Face | None = None
    words: list[Word] = []
    bodies: list[bytes] = []
    final = line.last - 1
    for number in range(line.first, line.last):
        piece = pieces[number]
        for word, own in piece.parts:
            if own is not run or word.face is not face:
                if run is not None and face is not None:
                    yield run, face, words, b"".join(bodies)
                run, face, words, bodies = own, word.face, [], []
            words.append(word)
            bodies.append(word.body)
        if piece.gap is not None and not (closed and number == final):
            own, wanted = piece.gap, piece.gap.look.stack.first
            if own is not run or wanted is not face:
                if run is not None and face is not None:
                    yield run, face, words, b"".join(bodies)
                run, face, words, bodies = own, wanted, [], []
            bodies.append(_space(wanted))
    if run is not None and face is not None:
        yield run, face, words, b"".join(bodies)


def _space(face: Face) -> bytes:
    if face not in _SPACE_OF:
        _SPACE_OF[face] = face.space.to_bytes(2, "big")
    return _SPACE_OF[face]


class _Writer:
    """Writes the lines of one block as one text object, with a mark for each stretch of one content."""

    def __init__(self, canvas: Any, kind: Type, artifact: bool) -> None:
        self.canvas, self.kind, self.artifact = canvas, kind, artifact
        self.out: list[bytes] = []
        self.content: Content | None = None
        self.look: tuple[Any, ...] = ()
        self.x = self.y = 0.0
        self.rules: list[tuple[Any, float, float, float]] = []

    def line(self, x: float, y: float, atoms: Iterator[Atom]) -> None:
        size = self.kind.size
        if not self.out:
            self.out.append(b"BT %.5g 0 0 %.5g %.2f %.2f Tm" % (size, size, x, y))
        else:
            self.out.append(b"%.5g %.5g Td" % ((x - self.x) / size, (y - self.y) / size))
        self.x, self.y = x, y
        at = x
        for run, face, words, body in atoms:
            font = self.canvas.font(face)
            conflict = False
            for word in words:
                conflict |= font.take(word)
            self._mark(run, words, conflict)
            self._look(run, font)
            self.out.append(b"[(" + body + b")]TJ")
            if conflict:
                self._unmark()
            if run.link is not None or run.anchor:
                at = self._linked(run, words, body, at)
            else:
                at += self._advance(run, words, body)

    def _advance(self, run: Run, words: list[Word], body: bytes) -> float:
        inside = sum(len(word.body) for word in words)
        face = run.look.stack.first
        gaps = (len(body) - inside) // 2 * face.width(face.space)
        return (sum(word.advance for word in words) + gaps) * run.look.ratio * self.kind.size / 1000

    def _linked(self, run: Run, words: list[Word], body: bytes, at: float) -> float:
        end = at + self._advance(run, words, body)
        metrics = run.look.stack.first.metrics
        scale = self.kind.size * run.look.ratio / 1000
        low, high = self.y + metrics.descent * scale * 0.7, self.y + metrics.ascent * scale * 0.85
        if run.anchor and not self.artifact:
            self.canvas.anchor(run.anchor, at, high)
        if run.link is not None and words and not self.artifact:
            trailing = body.endswith(_space(run.look.stack.first)) and not words[-1].body.endswith(body[-2:])
            self.canvas.link(run.link, at, low, end if not trailing else end - self._gap(run), high)
        if run.look.underlined:
            self.rules.append((run.look.colour, at, self.y - 1.6, end))
        return end

    def _gap(self, run: Run) -> float:
        face = run.look.stack.first
        return face.width(face.space) * run.look.ratio * self.kind.size / 1000

    def _mark(self, run: Run, words: list[Word], conflict: bool) -> None:
        if self.artifact:
            if self.content is None:
                self.out.append(b"/Artifact BMC")
                self.content = run.content
            return
        if run.content is not self.content or conflict:
            self._unmark()
            actual = " ".join(word.text for word in words) if conflict else ""
            self.out.append(self.canvas.mark(run.content, actual))
            self.content = run.content

    def _unmark(self) -> None:
        if self.content is not None:
            self.out.append(b"EMC")
            self.content = None

    def _look(self, run: Run, font: Any) -> None:
        look = (font, run.look.ratio, run.look.colour, run.look.rise)
        if look == self.look:
            return
        old = self.look or (None, None, None, 0.0)
        if look[:2] != old[:2]:
            self.out.append(b"/%s %.4g Tf" % (font.name, look[1]))
        if look[2] != old[2]:
            self.out.append(b"%.3g %.3g %.3g rg" % look[2])
        if look[3] != old[3]:
            self.out.append(b"%.3g Ts" % look[3])
        self.look = look

    def close(self) -> None:
        if self.out:
            self._unmark()
            if self.look and self.look[3]:
                self.out.append(b"0 Ts")
            self.out.append(b"ET")
            self.canvas.text(b" ".join(self.out))
        for rule in self.rules:
            self.canvas.underline(*rule)
