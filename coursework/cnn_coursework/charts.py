"""Small pictures as SVG text, for pages in light and dark: every number stands in words too."""

from __future__ import annotations

from html import escape

__all__ = ["histogram", "legend", "ring", "stacked_bars"]

# How a status looks: colour and, since nothing is said by colour alone, a pattern.
LOOKS = {
    "passed": ("var(--cnn-output)", None),
    "partial": ("var(--cnn-kernel)", "dots"),
    "wrong": ("var(--cnn-gradient)", "stripes"),
    "error": ("var(--cnn-negative)", "cross"),
    "not_written": ("var(--cnn-rule)", None),
}
_PATTERNS = (
    '<defs><pattern id="dots" width="8" height="8" patternUnits="userSpaceOnUse">'
    '<circle cx="4" cy="4" r="1.6" fill="var(--cnn-paper)"/></pattern>'
    '<pattern id="stripes" width="7" height="7" patternUnits="userSpaceOnUse" '
    'patternTransform="rotate(45)"><rect width="2" height="7" fill="var(--cnn-paper)"/></pattern>'
    '<pattern id="cross" width="8" height="8" patternUnits="userSpaceOnUse">'
    '<path d="M0 0 8 8M8 0 0 8" stroke="var(--cnn-paper)" stroke-width="1.3"/></pattern></defs>'
)


def ring(share, words, below):
    """Return a ring that is filled by ``share`` (0 to 1), with words inside.

    Examples
    --------
    >>> 'aria-label="2.5 of 3 points"' in ring(0.8, "2.5", "of 3 points")
    True
    """
    around = 2 * 3.14159 * 52
    return (
        f'<svg width="132" height="132" viewBox="0 0 132 132" role="img" '
        f'aria-label="{escape(words)} {escape(below)}">'
        '<circle cx="66" cy="66" r="52" fill="none" stroke="var(--cnn-rule)" stroke-width="12"/>'
        '<circle cx="66" cy="66" r="52" fill="none" stroke="var(--cnn-output)" stroke-width="12" '
        f'stroke-dasharray="{around * share:.1f} {around:.1f}" transform="rotate(-90 66 66)"/>'
        f'<text x="66" y="70" text-anchor="middle" font-size="30" font-weight="650">'
        f"{escape(words)}</text>"
        f'<text x="66" y="89" text-anchor="middle" font-size="13" class="quiet">{escape(below)}'
        "</text></svg>"
    )


def histogram(counts, edges, *, title):
    """Return bars that stand on a line, each with its count above it.

    Parameters
    ----------
    counts : list of int
    edges : list of str
        What stands at the ends of the bars, one more than there are bars.
    title : str
        What the picture shows, for those who don't see it.
    """
    left, wide, base = 17, 480, 150
    step = (wide - 2 * left) / len(counts)
    tallest = max([*counts, 1])
    parts = [f'<path d="M{left} {base}H{wide - left}" stroke="var(--cnn-muted)" />']
    for place, count in enumerate(counts):
        height = 120 * count / tallest
        start = left + place * step
        if count:
            parts.append(
                f'<rect x="{start + 2:.1f}" y="{base - height:.1f}" width="{step - 4:.1f}" '
                f'height="{height:.1f}" rx="4" fill="var(--cnn-input)"/>'
                f'<text x="{start + step / 2:.1f}" y="{base - height - 6:.1f}" '
                f'text-anchor="middle" font-size="15">{count}</text>'
            )
    for place, label in enumerate(edges):
        parts.append(
            f'<text x="{left + place * step:.1f}" y="{base + 19}" text-anchor="middle" '
            f'font-size="14" class="quiet">{escape(label)}</text>'
        )
    return _svg(wide, base + 26, parts, title)


def stacked_bars(rows, *, title):
    """Return one lying bar a row, in parts that look different.

    Parameters
    ----------
    rows : list of (str, dict of str to int)
        Words, and how many there are of each look.
    title : str
        What the picture shows.
    """
    wide, step = 480, 52
    parts = [_PATTERNS]
    for place, (words, counts) in enumerate(rows):
        top, left = place * step, 0.0
        total = sum(counts.values()) or 1
        parts.append(f'<text x="0" y="{top + 15}" font-size="14">{escape(words)}</text>')
        for look, count in counts.items():
            if not count:
                continue
            width = wide * count / total
            parts.append(_part(look, left, top + 21, width - 2, 22))
            if width > 26:
                parts.append(
                    f'<rect x="{left + 5:.1f}" y="{top + 24}" width="{9 * len(str(count)) + 8}" '
                    'height="16" rx="3" fill="var(--cnn-paper)"/>'
                    f'<text x="{left + 9:.1f}" y="{top + 37}" font-size="14">{count}</text>'
                )
            left += width
    return _svg(wide, len(rows) * step, parts, title)


def legend(words):
    """Return the list that says what looks how.

    Parameters
    ----------
    words : dict of str to str
        By look.
    """
    items = "".join(
        f'<li><svg viewBox="0 0 16 16" aria-hidden="true">{_part(look, 0, 0, 16, 16)}</svg>'
        f"{escape(text)}</li>"
        for look, text in words.items()
    )
    return f'<ul class="legend">{items}</ul>'


def _part(look, left, top, width, height):
    fill, pattern = LOOKS[look]
    place = f'x="{left:.1f}" y="{top}" width="{max(width, 1):.1f}" height="{height}" rx="3"'
    over = f'<rect {place} fill="url(#{pattern})"/>' if pattern else ""
    return f'<rect {place} fill="{fill}"/>{over}'


def _svg(wide, high, parts, title):
    return (
        f'<svg viewBox="0 0 {wide} {high}" role="img" aria-label="{escape(title)}">'
        f"{''.join(parts)}</svg>"
    )
