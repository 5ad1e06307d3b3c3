"""Pictures of notebook 11 around its digits: the question, the three heaps, what a network says."""

from __future__ import annotations

import numpy as np
from matplotlib.patches import Rectangle

from cnn_helpers.figures import palette, strokes
from cnn_helpers.figures.scene import Scene
from cnn_helpers.validation import check_array

__all__ = ["card_reader", "digit_probabilities", "three_heaps"]


def card_reader(digit, others):
    """Draw the opening scene: an order card, the digit on it, and who shall read it.

    Parameters
    ----------
    digit : array_like, shape (H, W)
        The handwritten number of scoops; uint8, or 0 to 1.
    others : array_like, shape (4, H, W)
        The same digit from four other hands.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> figure = card_reader(np.eye(28), np.ones((4, 28, 28)))
    """
    scene = Scene(
        470,
        title="How does the card reader learn to read?",
        subtitle="An X is two strokes. But every hand writes its own 3.",
    )
    scene.order_card(40, 122, 150, lines=("vanilla", "chocolate"), marked=(1,), scoops="3")
    picture = scene.picture(digit, 262, 122, 170, look="ink", label="28 × 28 pixels")
    scene.arrow((164, 266), (picture.left - 14, 226), bend=0.15)
    for index, other in enumerate(others):
        left, top = 476 + 92 * (index % 2), 122 + 92 * (index // 2)
        block = scene.picture(other, left, top, 78, look="ink")
    scene.words("other customers' 3s", 561, block.bottom + 32, size="label", role="input")
    scene.ice_cream(756, 150, 130, mood="asks")
    scene.bubble("Who tells you\nwhat to look for?", 752, 296, (756, 232), size="body")
    scene.lens(130, 396, 104, mood="happy")
    scene.bubble(
        "Nobody does. I start with random weights, and examples change them.",
        486,
        396,
        (170, 396),
    )
    return scene.figure


def three_heaps(samples, counts):
    """Draw the data as three heaps: to learn from, to watch with, and a closed one for the test.

    Parameters
    ----------
    samples : sequence of two arrays, each (M, H, W) with M at least 6
        Pictures for training and for validation, the first six of which are drawn.
    counts : sequence of three int
        How many pictures each heap has.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> heaps = [np.zeros((6, 28, 28))] * 2
    >>> figure = three_heaps(heaps, [55_000, 5_000, 10_000])
    """
    scene = Scene(370, title="Three heaps, three purposes")
    texts = (
        ("training", "input", "changes the weights"),
        ("validation", "kernel", "watches, changes nothing"),
        ("test", "output", "opened once, at the end"),
    )
    total = sum(counts)
    for index, (name, role, purpose) in enumerate(texts):
        left, middle = 36 + 268 * index, 36 + 268 * index + 126
        scene.panel(left, 76, 252, 216, role=role, outline=True)
        scene.words(name, middle, 100, size=26, role=role)
        for place, image in enumerate(samples[index][:6] if index < 2 else ()):
            x, y = left + 29 + 68 * (place % 3), 122 + 66 * (place // 3)
            scene.picture(image, x, y, 58, look="ink", frame=False)
        scene.words(f"{counts[index]:,} pictures", middle, 270, size="label", role=role)
        scene.words(purpose, middle, 314, size="body", role="muted")
    _padlock(scene, middle, 184)
    # One bar says how the heaps compare; a heap's share of it is its share of the pictures.
    left = 36.0
    for (_, role, _), count in zip(texts, counts, strict=True):
        width = 788 * count / total
        strokes.box(scene.axes, left, 336, width, 16, fill=palette.FILL[role], line_width=1.6)
        left += width
    return scene.figure


def _padlock(scene, x, y):
    turns = np.radians(np.linspace(180, 360, 24))
    arch = np.column_stack([x + 25 * np.cos(turns), y - 16 + 28 * np.sin(turns)])
    scene.line([(x - 25, y), *arch, (x + 25, y)], role="output", width=6)
    body = strokes.rounded_box(x - 42, y, 84, 58, radius=8)
    strokes.shape(scene.axes, body, fill=palette.FILL["output"], z=5)
    scene.words("closed", x, y + 29, size="label", role=palette.WHITE)


def digit_probabilities(images, probabilities, labels, *, title="What the network says", when=None):
    """Draw digits beside the probabilities that a network gives to the ten classes.

    Parameters
    ----------
    images : array_like, shape (N, H, W)
        uint8, or 0 to 1.
    probabilities : array_like, shape (N, K)
        Of the classes 0 to K - 1.
    labels : sequence of int, length N
        What each picture truly is; its bar is green, a wrong top answer vermilion.
    title : str
        The words above.
    when : sequence of str, length N, optional
        A word over each row's arrow, for example "before".

    Returns
    -------
    matplotlib.figure.Figure

    Raises
    ------
    ValueError
        If the arrays differ in length.

    Examples
    --------
    >>> figure = digit_probabilities(np.zeros((1, 28, 28)), np.full((1, 10), 0.1), [3])
    """
    probabilities = check_array(probabilities, "probabilities", axes="NK")
    if not len(images) == len(probabilities) == len(labels):
        raise ValueError(
            f"expected as many images as probabilities and labels, but got {len(images)}, "
            f"{len(probabilities)} and {len(labels)}"
        )
    row_height = 142
    scene = Scene(82 + row_height * len(images), title=title)
    for row, (image, shares, label) in enumerate(zip(images, probabilities, labels, strict=True)):
        top = 82 + row * row_height
        scene.picture(image, 56, top, 92, look="ink")
        scene.words(f"is {label}", 102, top + 112, size="small", role="output")
        scene.arrow((164, top + 46), (206, top + 46))
        if when:
            scene.words(when[row], 187, top + 24, size="small", role="muted")
        _bars(scene, shares, int(label), 232, top + 8)
    return scene.figure


def _bars(scene, shares, label, left, top):
    pitch, tall, best = 59, 84, int(np.argmax(shares))
    for digit, share in enumerate(shares):
        x = left + pitch * digit
        role = "output" if digit == label else "gradient" if digit == best else "muted"
        height = max(1.5, tall * float(share))
        for bottom, look in (
            (tall, {"facecolor": palette.WHITE, "edgecolor": palette.RULE}),
            (height, {"facecolor": palette.FILL[role], "edgecolor": palette.INK}),
        ):
            scene.axes.add_patch(Rectangle((x, top + tall - bottom), 40, bottom, **look))
        color = role if role != "muted" else "ink"
        scene.words(str(digit), x + 20, top + tall + 15, size="label", role=color)
        inside = share > 0.72
        percent = scene.words(
            f"{100 * share:.0f} %",
            x + 20,
            top + tall - height + (14 if inside else -12),
            size=16,
            role=palette.WHITE if inside else color,
        )
        percent.set_clip_on(False)
