"""The course as plain web pages: to read without Jupyter, on a phone, on paper, offline.

``build(folder)`` writes one page a notebook, a front page with a card each, and the pages of
reference. Markdown is read by nbconvert, hence as JupyterLab reads it; the pages are our own
templates, since nbconvert's bring JupyterLab's whole style sheet and fetch MathJax from elsewhere.
"""

from html_edition.building import build

__all__ = ["build"]
