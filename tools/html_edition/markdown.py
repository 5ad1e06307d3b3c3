"""Markdown to HTML: as JupyterLab reads it, formulas as MathML, links to this edition's pages."""

from __future__ import annotations

import re
from base64 import b64decode
from html import escape, unescape

from latex2mathml.converter import convert
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath

__all__ = ["code_html", "heading_id", "html_address", "markdown_html", "with_html_addresses"]


def html_address(address):
    """Return where a link leads in this edition.

    Examples
    --------
    >>> html_address("04_filters.ipynb#cell-id=slide")
    '04_filters.html#cell-id=slide'
    >>> html_address("https://example.org/a.ipynb"), html_address("#Stride")
    ('https://example.org/a.ipynb', '#Stride')
    """
    if re.match(r"[a-z]+:", address):
        return address
    file, mark, place = address.partition("#")
    return re.sub(r"\.(ipynb|md)$", ".html", file) + mark + place


def with_html_addresses(content):
    """Return HTML whose links to notebooks lead to the pages of this edition."""
    return re.sub(
        r'(<a\b[^>]*\bhref=")([^"]+)(")',
        lambda found: found[1] + escape(html_address(unescape(found[2]))) + found[3],
        content,
    )


def heading_id(text):
    """Return a heading's anchor, the same as in JupyterLab.

    Examples
    --------
    >>> heading_id("Feature <em>map</em>")
    'Feature-map'
    """
    return re.sub(r"<[^>]+>", "", text).strip().replace(" ", "-")


def code_html(code, language="python"):
    """Return highlighted code in a ``<pre>``."""
    from pygments import highlight
    from pygments.formatters import HtmlFormatter
    from pygments.lexers import get_lexer_by_name

    inner = highlight(code, get_lexer_by_name(language), HtmlFormatter(nowrap=True))
    return f'<pre class="code"><code>{inner.rstrip()}</code></pre>'


class _Renderer(IPythonRenderer):
    """Nbconvert's renderer with MathML, anchors and addresses of our own."""

    def heading(self, text, level, **attributes):
        return f'<h{level} id="{escape(heading_id(text))}">{text}</h{level}>\n'

    def block_code(self, code, info=None):
        language = (info or "").split(maxsplit=1)[0] if info else ""
        if language != "python":
            return f'<pre class="code"><code>{escape(code.rstrip())}</code></pre>\n'
        return code_html(code.rstrip()) + "\n"

    def link(self, text, url, title=None):
        return super().link(text, html_address(url), title)

    def image(self, text, url, title=None):
        content = super().image(text, url, title)
        png = re.search(r"base64,([\w+/]{32})", content)
        if not png:
            return content
        # A notebook's pictures hold three pixels for two of the page; PNG says its width first.
        width = int.from_bytes(b64decode(png[1])[16:20], "big")
        return content.replace("<img ", f'<img width="{round(width / 1.5)}" ')

    def block_math(self, body):
        return f'<div class="formula">{convert(unescape(body).strip(), display="block")}</div>'

    def inline_math(self, body):
        return convert(unescape(body).strip())


def markdown_html(source, attachments=None):
    """Return a markdown cell, or a document, as HTML."""
    renderer = _Renderer(escape=False, exclude_anchor_links=True, attachments=attachments or {})
    content = MarkdownWithMath(renderer).render(source)
    # A wide table scrolls by itself, on a phone.
    content = content.replace("<table>", '<div class="table"><table>')
    return with_html_addresses(content.replace("</table>", "</table></div>"))
