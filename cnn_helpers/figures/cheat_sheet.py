"""The cheat sheet: one A4 page of formulas, shapes and small pictures, to print.

``cheat_sheet`` draws arrays that it is given; ``tools/make_cheat_sheet.py`` computes them. The
lower half is in ``cheat_sheet_lower``.
"""

from __future__ import annotations

from cnn_helpers.figures import cheat_sheet_lower as lower
from cnn_helpers.figures.scene import Scene
from cnn_helpers.figures.sheet_parts import LEFT, RIGHT, Panel, lines, numbered, ribbon_of_starts

__all__ = ["HEIGHT", "WIDTH", "cheat_sheet"]

WIDTH, HEIGHT = 827, 1169  # A4 in hundredths of an inch

TITLE = "A convolutional neural network on one page"
NOTE = (
    "Shapes and names as in PyTorch. 0 is paper, 1 is ink. "
    "Blue goes in, orange is learned, green comes out."
)


def cheat_sheet(arrays):
    """Draw the whole page.

    Parameters
    ----------
    arrays : dict
        By name: ``image``, ``kernel``, ``feature_map``, ``detected`` (2-D arrays), ``row`` with
        ``starts`` (a row of pixels and where its windows begin), ``sizes`` (rows of n, k, s, p and
        the size), ``small``, ``largest``, ``means`` (a map and its poolings), ``logits``,
        ``probabilities``, ``loss`` (for the first class), ``counted`` (names and numbers),
        ``story`` (the story network's arrays by name).

    Returns
    -------
    matplotlib.figure.Figure
        210 by 297 mm, on white.
    """
    scene = Scene(HEIGHT, width=WIDTH)
    scene.figure.set_facecolor("white")
    scene.lens(54, 42, 58)
    scene.ice_cream(778, 30, 56)
    scene.words(TITLE, 92, 30, size=29, align="left")
    scene.words(NOTE, 92, 58, size=14.5, role="muted", align="left")
    _filter(scene, arrays)
    _size(scene, arrays)
    _detector(scene, arrays)
    _shapes(scene)
    _pooling(scene, arrays)
    _cost(scene, arrays)
    lower.story(scene, arrays["story"])
    lower.answers(scene, arrays)
    lower.backwards(scene)
    lower.learning(scene)
    lower.careful(scene)
    text = "Convolutional Neural Networks, Illustrated. Text and pictures: CC BY 4.0."
    scene.words(text, WIDTH / 2, HEIGHT - 12, size=12, role="muted")
    return scene.figure


def _filter(scene, arrays):
    panel = Panel(scene, LEFT, 78, 174, "A filter: multiply pair by pair, then add", role="kernel")
    image = numbered(scene, arrays["image"], panel.left + 14, panel.top + 32, role="input")
    scene.window(image, 0, 0, 3, 3, line_width=3)
    glass = numbered(scene, arrays["kernel"], panel.left + 153, panel.top + 32, role="kernel")
    answer = numbered(scene, arrays["feature_map"], panel.left + 252, panel.top + 32)
    scene.circle_cell(answer, 0, 0)
    scene.words("×", panel.left + 141, glass.center[1], size=17)
    scene.words("→", panel.left + 237, glass.center[1], size=17)
    notes = ("One window, one number. The kernel is", "not flipped: strictly, cross-correlation.")
    lines(scene, notes, panel.left + 146, panel.top + 119, step=16.5, size=14)
    formula = r"map$[r,c]$ = sum of picture$[r{+}i,\ c{+}j]\cdot$kernel$[i,j]$"
    panel.formula(formula, 161, size=12)


def _size(scene, arrays):
    panel = Panel(scene, RIGHT, 78, 174, "How many places has a window?")
    panel.formula(r"size $=\left\lfloor\frac{n+2p-k}{s}\right\rfloor+1$", 54, size=15)
    notes = ("n pixels, kernel k,", "padding p, stride s")
    lines(scene, notes, panel.left + 218, panel.top + 46, step=17, size=14, role="muted")
    ribbon_of_starts(scene, arrays["row"], arrays["starts"], panel.left + 14, panel.top + 82)
    head = ("n", "k", "s", "p", "size")
    for row, numbers in enumerate((head, *arrays["sizes"])):
        for column, number in enumerate(numbers):
            x = panel.left + 222 + 32 * column + (8 if column == 4 else 0)
            role = "muted" if row == 0 else "output" if column == 4 else "ink"
            scene.words(
                str(number), x, panel.top + 82 + 15.5 * row - (row == 0) * 2, size=14, role=role
            )
    notes = ("(k − 1)/2 rings of zeros keep the size (odd k, stride 1).",)
    lines(scene, notes, panel.left + 14, panel.top + 162, size=14)


def _detector(scene, arrays):
    panel = Panel(scene, LEFT, 259, 118, "Bias, then ReLU: a detector", role="output")
    before = numbered(scene, arrays["feature_map"], panel.left + 14, panel.top + 37)
    after = numbered(scene, arrays["detected"], panel.left + 154, panel.top + 37)
    scene.arrow((before.right + 10, before.center[1]), (after.left - 10, after.center[1]))
    scene.words("− 2, ReLU", (before.right + after.left) / 2, before.center[1] - 15, size=14)
    panel.formula(r"ReLU$(x)=\max(0,\,x)$", 52, left=238, size=12.5)
    notes = ("One bias a filter. A bias", "of −t is a threshold of t.")
    lines(scene, notes, panel.left + 238, panel.top + 80, step=17, size=14)


def _shapes(scene):
    panel = Panel(scene, RIGHT, 259, 156, "Shapes", role="input")
    rows = (
        ("images", "(N, C_in, H, W)", "input"),
        ("kernels", "(C_out, C_in, KH, KW)", "kernel"),
        ("bias", "(C_out,)", "kernel"),
        ("feature maps", "(N, C_out, H_out, W_out)", "output"),
        ("after Flatten", "(N, C·H·W)", "output"),
        ("Linear: weight, bias", "(out, in), (out,)", "kernel"),
        ("logits, labels", "(N, K), (N,)", "output"),
    )
    for index, (name, shape, role) in enumerate(rows):
        y = panel.top + 38 + 17.8 * index
        scene.words(name, panel.left + 14, y, size=14.5, align="left")
        scene.words(shape, panel.left + 166, y, size=14.5, role=role, align="left")


def _pooling(scene, arrays):
    panel = Panel(scene, LEFT, 384, 136, "Pooling: one number for each window", role="output")
    block = numbered(scene, arrays["small"], panel.left + 14, panel.top + 35)
    for row in (0, 2):
        for column in (0, 2):
            scene.window(block, row, column, 2, 2, line_width=2)
    largest = numbered(scene, arrays["largest"], panel.left + 140, panel.top + 58)
    mean = numbered(scene, arrays["means"], panel.left + 206, panel.top + 58)
    scene.words("max", largest.center[0], largest.top - 12, size=14)
    scene.words("mean", mean.center[0], mean.top - 12, size=14)
    scene.words("→", panel.left + 123, block.center[1], size=17)
    notes = (
        "No weights. The",
        "stride is the window",
        "if you name none.",
        "Leftovers at the",
        "border are dropped.",
    )
    lines(scene, notes, panel.left + 266, panel.top + 46, step=17.5, size=14)


def _cost(scene, arrays):
    panel = Panel(scene, RIGHT, 422, 98, "What a convolution costs", role="muted")
    panel.formula(r"parameters $=C_{out}\,(C_{in}\cdot KH\cdot KW+1)$", 40, size=12)
    panel.formula(r"multiply-adds $=C_{out}H_{out}W_{out}\cdot C_{in}\,KH\,KW$", 60, size=12)
    panel.formula(r"receptive field $=1+\sum_l\,(k_l-1)\,s_1\cdots s_{l-1}$", 83, size=12)
    for index, (name, number) in enumerate(arrays["counted"]):
        x = panel.left + 328
        scene.words(name, x, panel.top + 30 + 34 * index, size=12, role="muted")
        scene.words(number, x, panel.top + 46 + 34 * index, size=14)
