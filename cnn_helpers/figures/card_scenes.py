"""Pictures of notebook 13: a stack of order cards, and how one of them is read."""

from __future__ import annotations

import numpy as np

from cnn_helpers.figures import palette, strokes
from cnn_helpers.figures.scene import Scene
from cnn_helpers.validation import check_array

__all__ = [
    "boxes_cut_out",
    "card_of_the_day",
    "halved",
    "laid_straight",
    "read_line_by_line",
    "thumbnails",
]


PAPER = 0.16  # grey below this is paper and its noise


def halved(pictures):
    """Return pictures of half the height and width, each pixel the mean of four.

    A scan's noise fills a file and says little; at this size a card is drawn as large as it is.

    Parameters
    ----------
    pictures : array_like, shape (..., H, W)
        An odd last row or column is dropped.

    Returns
    -------
    numpy.ndarray of float64, shape (..., H // 2, W // 2)
        0 to 1, also for uint8.

    Examples
    --------
    >>> halved([[0.0, 1.0, 5.0], [1.0, 2.0, 5.0]]).tolist()
    [[1.0]]
    """
    pictures = np.asarray(pictures)
    pictures = pictures / 255 if pictures.dtype == np.uint8 else pictures
    rows, columns = (size // 2 * 2 for size in pictures.shape[-2:])
    parts = [pictures[..., row:rows:2, column:columns:2] for row in (0, 1) for column in (0, 1)]
    return sum(parts) / 4


def thumbnails(scans):
    """Return small pictures of scans whose grey, noisy paper is printed as white.

    Parameters
    ----------
    scans : array_like, shape (..., H, W)
        0 paper, 1 ink (or uint8).

    Returns
    -------
    numpy.ndarray of float64, shape (..., H // 2, W // 2)

    Examples
    --------
    >>> thumbnails(np.full((1, 2, 2), 0.1)).tolist()
    [[[0.0]]]
    """
    return white_paper(halved(scans))


def white_paper(pictures):
    """Return pictures whose grey paper is white and whose ink is as dark as before.

    Examples
    --------
    >>> white_paper([0.1, 1.0]).tolist()
    [0.0, 1.0]
    """
    return np.clip((np.asarray(pictures) - PAPER) / (1 - PAPER), 0, 1)


def card_of_the_day(scans):
    """Draw the opening scene: the evening, a heap of cards, and who shall read them.

    Parameters
    ----------
    scans : array_like, shape (4, H, W)
        Scanned cards, 0 paper to 1 ink (or uint8).

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> figure = card_of_the_day(np.zeros((4, 31, 28)))
    """
    scans = check_array(scans, "scans", axes=("cards", "H", "W"), floating=False)
    scene = Scene(
        520,
        title="The shop is closed. Who reads all the cards?",
        subtitle="Four flavours, crosses, numbers, many hands, and a wet cup.",
    )
    gap, wide = 22, (792 - 3 * 22) / 4
    for number, scan in enumerate(thumbnails(scans[:4])):
        left = 34 + number * (wide + gap)
        tall = wide * scan.shape[0] / scan.shape[1]
        strokes.box(scene.axes, left + 4, 117, wide, tall, fill="#E7E0D2", line="none", z=1.5)
        scene.picture(scan, left, 112, wide, look="ink", role="muted")
    scene.ice_cream(
        94, 412, 124, mood="asks", says="I can read four.\nNot a whole week!",
        bubble_at=(262, 422),
    )  # fmt: skip
    scene.lens(776, 416, 106, mood="proud")
    scene.bubble("I can. But tell me\nwhen I should ask.", 592, 412, (732, 412))
    return scene.figure


def laid_straight(scan, response, dots, straight):
    """Draw a scan, what the filter for dots says of it, and the card laid straight.

    Parameters
    ----------
    scan : array_like, shape (H, W)
        0 paper, 1 ink (or uint8).
    response : array_like, shape (H, W)
        The filter's map.
    dots : array_like, shape (3, 2)
        Row and column of the corner dots in the scan: upper left, upper right, lower left.
    straight : array_like, shape (h, w)
        The card laid straight.

    Returns
    -------
    matplotlib.figure.Figure
    """
    scan = check_array(scan, "scan", axes="HW", floating=False)
    dots = check_array(dots, "dots", axes=("dots", "2"))
    scene = Scene(
        470,
        title="Three dots are enough",
        subtitle="A filter finds them; they tell turn, shift and size.",
    )
    wide, top = 232, 116
    first = scene.picture(thumbnails(scan), 34, top, wide, look="ink", label="the scan")
    second = scene.picture(
        halved(response), 312, top, wide, look="output", role="output", label="the filter's answer"
    )
    straight = thumbnails(straight)
    tall = straight.shape[0] * first.cell
    down = top + (first.height - tall) / 2
    across = straight.shape[1] * first.cell
    third = scene.picture(straight, 596, down, across, look="ink", role="output")
    scene.words(
        "laid straight", third.center[0], first.bottom + 32, size="label", role="output",
        vertical="baseline",
    )  # fmt: skip
    for number, (row, column) in enumerate(dots):
        for block in (first, second):
            scene.circle(*block.at(row / 2 - 0.25, column / 2 - 0.25), 15)
        x, y = first.at(row / 2, column / 2)
        scene.words(str(number + 1), x + 24, y + 14, size=20, role="gradient")
    scene.arrow((first.right + 8, 260), (second.left - 8, 260))
    scene.arrow((second.right + 8, 260), (third.left - 12, 260))
    return scene.figure


def boxes_cut_out(card, mark_boxes, digit_boxes, mark_windows, digit_windows, flavours):
    """Draw a straight card with its boxes framed, and the windows beside it.

    Parameters
    ----------
    card : array_like, shape (H, W)
    mark_boxes, digit_boxes : array_like of int, shape (F, 4)
        Row, column, height, width.
    mark_windows, digit_windows : sequence of array_like, length F
        What was cut out.
    flavours : sequence of str, length F

    Returns
    -------
    matplotlib.figure.Figure
    """
    scene = Scene(
        520,
        title="Cut out: two windows for each flavour",
        subtitle="A box is row, column, height, width: a slice of the card.",
    )
    sheet = scene.picture(white_paper(card), 34, 112, 300, look="ink")
    for boxes, role in ((mark_boxes, "kernel"), (digit_boxes, "output")):
        for box in boxes:
            scene.window(sheet, *box, role=role, line_width=3.4)
    step = 92
    for row, flavour in enumerate(flavours):
        top = 124 + step * row
        scene.words(flavour, 470, top + 34, size="label", align="right")
        mark = scene.picture(mark_windows[row], 500, top, 72, look="ink", role="kernel")
        scene.picture(digit_windows[row], 690, top, 72, look="ink", role="output")
        if row == 0:
            scene.arrow((sheet.right + 6, top + 34), (sheet.right + 34, top + 34))
    foot = 124 + step * len(flavours) + 8
    sizes = [np.shape(windows[0]) for windows in (mark_windows, digit_windows)]
    words = [f"{height} × {width}" for height, width in sizes]
    scene.words(f"mark, {words[0]}", mark.center[0], foot, size="small", role="kernel")
    scene.words(f"number, {words[1]}", 726, foot, size="small", role="output")
    return scene.figure


def read_line_by_line(reading, flavours, *, threshold=None, title="Read line by line"):
    """Draw how a card is read: mark, probability of an X, centred digit, its answer, the order.

    Parameters
    ----------
    reading : CardReading
        What ``order_cards.read_card`` gives.
    flavours : sequence of str, length F
    threshold : float, optional
        Lines less sure than this are marked: a human is asked.
    title : str
        At the top.

    Returns
    -------
    matplotlib.figure.Figure
    """
    marks, digits, scoops = reading.mark_windows, reading.digits, reading.scoops
    p_x, confidences = reading.mark_probabilities[:, 0], reading.confidences
    numbers = reading.digit_probabilities.argmax(axis=1)
    p_digit = reading.digit_probabilities.max(axis=1)
    count = len(flavours)
    step, top = 96, 128
    scene = Scene(top + step * count + 62, title=title)
    places = {"mark": 196, "an X?": 300, "number": 452, "read as": 556, "scoops": 676, "sure": 776}
    for name, x in places.items():
        role = {"mark": "kernel", "number": "output", "scoops": "ink"}.get(name, "muted")
        scene.words(name, x, 84, size="label", role=role)
    for row in range(count):
        y = top + step * row + 30
        scene.words(flavours[row], 34, y, size="label", align="left")
        scene.picture(white_paper(marks[row]), 162, y - 34, 68, look="ink", role="kernel")
        share = float(p_x[row])
        _bar(scene, 262, y - 9, 76, share, "kernel" if share > 0.5 else "muted")
        scene.words(f"{100 * share:.0f} %", 300, y + 28, size="small", role="muted")
        if np.any(digits[row]):
            scene.picture(digits[row], 418, y - 34, 68, look="ink", role="output")
        else:
            scene.words("empty", 452, y, size="small", role="muted")
        is_x = reading.mark_probabilities[row].argmax() == 0
        if is_x:
            scene.arrow((352, y), (404, y), role="ink")
            scene.words(str(numbers[row]), 556, y - 6, size=36, role="output")
            scene.words(f"{100 * p_digit[row]:.0f} %", 556, y + 28, size="small", role="muted")
        else:
            scene.words("not read", 556, y, size="small", role="muted")
        scene.words(str(scoops[row]), 676, y, size=36, role="ink" if scoops[row] else "muted")
        asks = threshold is not None and confidences[row] < threshold
        scene.words(f"{100 * confidences[row]:.0f} %", 776, y, size="label",
                    role="gradient" if asks else "ink")  # fmt: skip
        if asks:
            scene.words("ask", 776, y + 26, size="small", role="gradient")
    total = int(np.sum(scoops))
    scene.caption(f"{total} scoops; the card is as sure as its least sure line.")
    return scene.figure


def _bar(scene, left, top, width, share, role):
    """Draw a share of 1 as a bar with a frame."""
    for part, fill in ((1.0, palette.WHITE), (share, palette.FILL[role])):
        if part * width < 1:
            continue
        box = strokes.rounded_box(left, top, part * width, 18, radius=min(4, part * width / 2))
        strokes.shape(scene.axes, box, fill=fill, line=palette.RULE, width=1.4, wobble=0, z=3)
