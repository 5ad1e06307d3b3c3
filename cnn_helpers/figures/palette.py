"""The house colours, listed once, for figures, widgets and pages.

Nothing here needs matplotlib: a widget turns the same values into CSS variables with
``css_variables``. The four roles are safe for colour-blind readers (Okabe and Ito, *Color
Universal Design*, 2008): input blue, kernel orange, output green, gradient (and attention)
vermilion. Fills use ``FILL``; words and thin lines use ``TEXT_ON_LIGHT`` or ``TEXT_ON_DARK``, whose
contrast against their ground is at least 4.5 to 1.

Examples
--------
>>> FILL["kernel"]
'#E69F00'
>>> contrast_ratio(TEXT_ON_LIGHT["kernel"], PAPER) >= 4.5
True
"""

from __future__ import annotations

__all__ = [
    "DARK_GROUND",
    "FILL",
    "INK",
    "MUTED",
    "PAPER",
    "ROLES",
    "RULE",
    "TEXT_ON_DARK",
    "TEXT_ON_LIGHT",
    "TINT",
    "WHITE",
    "contrast_ratio",
    "css_variables",
    "mix",
]

PAPER = "#FFFDF8"
WHITE = "#FFFFFF"
INK = "#2B2B2B"
MUTED = "#5C5850"
RULE = "#CFC8BC"
DARK_GROUND = "#1F1F1F"

ROLES = ("input", "kernel", "output", "gradient")

# "negative" is the other end of every signed array: each role's colour is its positive end.
FILL = {
    "input": "#0072B2",
    "kernel": "#E69F00",
    "output": "#009E73",
    "gradient": "#D55E00",
    "negative": "#7A57A8",
    "ink": INK,
    "muted": "#8A857B",
}

TEXT_ON_LIGHT = {
    "input": "#00598C",
    "kernel": "#855600",
    "output": "#006B4E",
    "gradient": "#A94A00",
    "negative": "#5E3F91",
    "ink": INK,
    "muted": MUTED,
}

TEXT_ON_DARK = {
    "input": "#6FBCEB",
    "kernel": "#F3B94A",
    "output": "#4FCBA4",
    "gradient": "#FF9A5A",
    "negative": "#BFA6E8",
    "ink": "#F3EFE6",
    "muted": "#B9B3A8",
}

# Pale grounds for panels and boxes.
TINT = {
    "input": "#E4F1FA",
    "kernel": "#FFF3DC",
    "output": "#DFF4EC",
    "gradient": "#FCE7DA",
    "negative": "#EFE8F7",
    "ink": "#F1EDE4",
    "muted": "#F6F2EA",
}


def _channels(color):
    return tuple(int(color[start : start + 2], 16) for start in (1, 3, 5))


def mix(first, second, amount):
    """Return the colour that lies ``amount`` of the way from ``first`` to ``second``.

    Parameters
    ----------
    first, second : str
        Colours as ``"#RRGGBB"``.
    amount : float
        0 gives ``first``, 1 gives ``second``.

    Returns
    -------
    str
        A colour as ``"#RRGGBB"``.

    Examples
    --------
    >>> mix("#000000", "#FFFFFF", 0.5)
    '#808080'
    """
    pairs = zip(_channels(first), _channels(second), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * amount):02X}" for a, b in pairs)


def _luminance(color):
    linear = [
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
        for value in (channel / 255 for channel in _channels(color))
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast_ratio(first, second):
    """Return the contrast of two colours, from 1 (the same) to 21 (black on white).

    Parameters
    ----------
    first, second : str
        Colours as ``"#RRGGBB"``.

    Returns
    -------
    float
        The contrast ratio as WCAG 2.2 defines it.

    Examples
    --------
    >>> round(contrast_ratio("#000000", "#FFFFFF"), 1)
    21.0
    """
    darker, lighter = sorted((_luminance(first), _luminance(second)))
    return (lighter + 0.05) / (darker + 0.05)


def css_variables(theme="light"):
    """Return the palette as CSS custom properties.

    Parameters
    ----------
    theme : {"light", "dark"}
        Which ground the words stand on. Fills are the same on both.

    Returns
    -------
    dict of str to str
        ``{"--cnn-input": "#0072B2", "--cnn-input-text": ..., "--cnn-paper": ..., ...}``.

    Raises
    ------
    ValueError
        If ``theme`` is neither ``"light"`` nor ``"dark"``.

    Examples
    --------
    >>> css_variables()["--cnn-input"], css_variables("dark")["--cnn-input-text"]
    ('#0072B2', '#6FBCEB')
    """
    if theme not in ("light", "dark"):
        raise ValueError(f"theme must be 'light' or 'dark', but is {theme!r}")
    light = theme == "light"
    ground = PAPER if light else DARK_GROUND
    text = TEXT_ON_LIGHT if light else TEXT_ON_DARK
    variables = {
        "--cnn-paper": ground,
        "--cnn-ink": text["ink"],
        "--cnn-muted": text["muted"],
        "--cnn-rule": RULE if light else "#55514A",
    }
    for role in (*ROLES, "negative"):
        variables[f"--cnn-{role}"] = FILL[role]
        variables[f"--cnn-{role}-text"] = text[role]
        variables[f"--cnn-{role}-tint"] = TINT[role] if light else mix(ground, FILL[role], 0.25)
    return variables
