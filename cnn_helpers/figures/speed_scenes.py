"""Pictures of notebook 14: two roads to one map, where the time goes, and the roof above it."""

from __future__ import annotations

import numpy as np
from matplotlib.ticker import NullLocator

from cnn_helpers.figures import palette, strokes
from cnn_helpers.figures.scene import Scene
from cnn_helpers.figures.style import handwriting, ticks_inside
from cnn_helpers.validation import check_array

__all__ = ["roofline", "time_shares", "two_roads"]


def two_roads(image, kernel, feature_map, multiply_adds):
    """Draw the opening scene: a digit and a filter, two roads to the same map, one of them long.

    Parameters
    ----------
    image : array_like, shape (H, W)
    kernel : array_like, shape (KH, KW)
    feature_map : array_like, shape (OH, OW)
        What the kernel makes of the image.
    multiply_adds : int
        For the whole batch.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> figure = two_roads(np.eye(8), np.ones((3, 3)), np.eye(6), 24_920_064)
    """
    image = check_array(image, "image", axes="HW")
    scene = Scene(
        516, title=f"{multiply_adds:,} multiplications. How long do they take?",
        subtitle="Two roads lead to the same map.",
    )  # fmt: skip
    for behind in (16, 8):
        strokes.box(scene.axes, 40 + behind, 156 - behind, 132, 132, fill=palette.WHITE,
                    line=palette.FILL["input"], z=1)  # fmt: skip
    sheet = scene.picture(image, 40, 156, 132, look="ink", label="a batch of digits")
    scene.cells(kernel, 74, 352, 23, role="kernel", numbers=False, label="a filter")
    goal = scene.picture(
        feature_map, 690, 156, 132, look="output", role="output", label="the feature map"
    )
    along = np.linspace(0, 1, 240)
    x = sheet.right + 34 + along * (goal.left - sheet.right - 60)
    y = 182 + 44 * np.sin(along * 8 * np.pi) * np.sin(along * np.pi) ** 0.5
    strokes.line(scene.axes, np.column_stack([x, y]), role="muted", width=2.2, wobble=0.3)
    for place in range(10, 238, 12):  # single numbers on their way
        strokes.box(scene.axes, x[place] - 6, y[place] - 6, 12, 12, fill=palette.FILL["input"],
                    line="none", z=5)  # fmt: skip
    scene.words("one number at a time", (x[0] + x[-1]) / 2, 112, role="input", size="label")
    scene.arrow((x[-2], y[-2] - 1), (x[-1] + 12, y[-1] + 2), role="muted")
    middle = (x[0] + x[-1]) / 2
    part = feature_map[feature_map.shape[0] // 2 - 2 :][:4, -9 - feature_map.shape[1] // 4 :][:, :9]
    block = scene.cells(part, middle - 9 * part.shape[1], 270, 18, role="output", numbers=False)
    scene.line([(sheet.right + 34, 306), (block.left - 10, 306)], role="output", width=2.6)
    scene.arrow((block.right + 10, 306), (goal.left - 20, 306), role="output")
    scene.words("whole matrices at a time", middle, 366, role="output", size="label")
    scene.ice_cream(
        792, 414, 112, mood="asks", says="The same sums.\nWhy would one road be longer?",
        bubble_at=(580, 432),
    )  # fmt: skip
    scene.lens(262, 436, 92, mood="happy")
    return scene.figure


def time_shares(parts, *, title, subtitle=None, caption=None):
    """Draw how each design's time divides, as bars on one plain scale of milliseconds.

    Parameters
    ----------
    parts : dict of str to dict of str to float
        For each design the seconds of its parts, the same parts in the same order.
    title, subtitle, caption : str
        The words around.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> parts = {"im2col": {"copying": 0.006, "multiplying": 0.001}}
    >>> figure = time_shares(parts, title="Where the time goes")
    """
    top = 120 if subtitle else 90
    names = list(parts)
    kinds = list(parts[names[0]])
    roles = ("gradient", "kernel", "output")
    scene = Scene(top + 66 * len(names) + (92 if caption else 52), title=title, subtitle=subtitle)
    longest = max(sum(part.values()) for part in parts.values())
    left, wide = 190, 520
    for number, (name, part) in enumerate(parts.items()):
        y = top + 66 * number
        scene.words(name, left - 18, y + 21, size="label", align="right")
        x = left
        for kind, role in zip(kinds, roles, strict=False):
            length = part[kind] / longest * wide
            corners = [(x, y), (x + length, y), (x + length, y + 42), (x, y + 42)]
            strokes.shape(
                scene.axes, corners, fill=palette.FILL[role], line=palette.PAPER, width=2, wobble=0
            )
            share = part[kind] / sum(part.values())
            if length > 70:
                # White on the fills reads too weakly: a pale plate carries the words.
                strokes.shape(
                    scene.axes, strokes.rounded_box(x + length / 2 - 27, y + 9, 54, 24, radius=6),
                    fill=palette.TINT[role], line="none", wobble=0, z=4,
                )  # fmt: skip
                scene.words(f"{share:.0%}", x + length / 2, y + 21, size=19, role=role)
            x += length
        total = sum(part.values())
        scene.words(f"{1e3 * total:.2f} ms", x + 16, y + 21, size="label", align="left")
    y = top + 66 * len(names) + 16
    for number, (kind, role) in enumerate(zip(kinds, roles, strict=False)):
        x = left + 250 * number
        corners = [(x, y - 9), (x + 18, y - 9), (x + 18, y + 9), (x, y + 9)]
        strokes.shape(scene.axes, corners, fill=palette.FILL[role], line="none", wobble=0)
        order = ("left", "right", "end")[number]
        scene.words(f"{kind} ({order})", x + 28, y, size="body", align="left", role=role)
    if caption:
        scene.caption(caption)
    return scene.figure


def roofline(points, peak, slopes, *, title, subtitle=None):
    """Draw how fast designs compute against how often they use each byte, under the machine's roof.

    Parameters
    ----------
    points : dict of str to (float, float)
        For each design: operations a byte, and operations a second.
    peak : float
        Operations a second of a large matrix product.
    slopes : dict of str to float
        Bytes a second that each kind of memory delivers, read and written; the fastest one and the
        peak are the roof.
    title, subtitle : str
        The words above.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> points = {"im2col": (3.0, 7e9), "batch last": (8.0, 3e10)}
    >>> figure = roofline(points, 1e11, {"cache": 4e10, "memory": 1e10}, title="Under the roof")
    """
    top = 120 if subtitle else 90
    scene = Scene(top + 410, title=title, subtitle=subtitle)
    across = [across for across, _ in points.values()]
    speeds = [speed for _, speed in points.values()]
    knees = [peak / bandwidth for bandwidth in slopes.values()]
    low, high = 0.5 * min(*across, *knees), 12 * max(*across, *knees)
    bottom = 0.4 * min(*speeds, *(bandwidth * low for bandwidth in slopes.values()))
    limits = bottom, 4 * max(*speeds, peak)
    axes = scene.plot(110, top, 690, 320, xscale="log", yscale="log", xlim=(low, high), ylim=limits)
    write = {"font_properties": handwriting(19), "va": "center"}
    fastest = max(slopes, key=slopes.get)
    for number, (name, bandwidth) in enumerate(slopes.items()):
        roof = np.array([low, peak / bandwidth, high])
        height = np.minimum(peak, bandwidth * roof)
        style = "-" if name == fastest else (0, (3, 2))
        axes.plot(roof, height, color=palette.INK, linewidth=2.6, linestyle=style)
        if name == fastest:
            axes.fill_between(roof, height, limits[1], color=palette.TINT["ink"], zorder=0)
        kind = "solid" if name == fastest else "dashed"
        axes.text(
            0.02, 0.95 - 0.08 * number,
            f"{kind} slope: {name}, {bandwidth / 1e9:.0f} billion bytes a second",
            transform=axes.transAxes, color=palette.MUTED, **write,
        )  # fmt: skip
    axes.text(
        0.98, 0.95, f"flat: processor, {peak / 1e9:.0f} billion a second", ha="right",
        transform=axes.transAxes, color=palette.MUTED, **write,
    )  # fmt: skip
    for number, (name, (x, y)) in enumerate(points.items()):
        role = ("gradient", "input", "output", "kernel")[number % 4]
        place = 0.07 + 0.09 * (len(points) - 1 - number)
        look = {"marker": "so^D"[number % 4], "markersize": 11, "linestyle": "none"}
        look["color"] = palette.TEXT_ON_LIGHT[role]
        axes.plot(x, y, **look, zorder=5)
        axes.plot(0.63, place, transform=axes.transAxes, **look)
        words = f"{name}: {y / 1e9:.{1 if y < 1e10 else 0}f} billion a second"
        axes.text(0.66, place, words, transform=axes.transAxes, color=look["color"], **write)
    axes.set_xlabel("operations for each byte moved", font_properties=handwriting(20))
    axes.set_ylabel("billion operations a second", font_properties=handwriting(20))
    ticks_inside(axes)
    for axis, unit in ((axes.xaxis, 1), (axes.yaxis, 1e9)):
        axis.set_minor_locator(NullLocator())
        ticks = axis.get_ticklocs()
        axis.set_ticks(ticks, [f"{tick / unit:g}" for tick in ticks])
    return scene.figure
