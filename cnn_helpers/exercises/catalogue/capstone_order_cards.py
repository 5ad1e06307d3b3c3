"""Exercises of notebook 13, ``13_capstone_order_cards``."""

from __future__ import annotations

import numpy as np

from cnn_helpers.exercises.calls import Call
from cnn_helpers.exercises.definition import Argument, Exercise, Result
from cnn_helpers.exercises.functions import NamedFunction

__all__ = ["EXERCISES"]

_CARD = (
    Argument("card", ("H", "W"), simple="keep"),
    Argument("mark_boxes", ("F", "box"), simple="keep"),
    Argument("digit_boxes", ("F", "box"), simple="keep"),
    Argument("classify_marks", simple="keep"),
    Argument("classify_digits", simple="keep"),
)
_EMPTY = 1


def _card_calls(random):
    def patterns(count, shape):
        """Draw ``count`` pictures with equally much ink that differ clearly."""
        size = shape[0] * shape[1]
        places = {tuple(sorted(random.permutation(size)[: size // 2])) for _ in range(20 * count)}
        drawn = np.zeros((count, *shape))
        for picture, chosen in zip(drawn, random.permutation(sorted(places)), strict=False):
            picture.flat[list(chosen)] = 1
        return drawn

    def classifier(pictures):
        # The picture that has most in common with a template wins; ink elsewhere speaks against it.
        weights = pictures[:, np.newaxis] - 0.5 * (pictures[:, np.newaxis] == 0)
        bias = -0.5 * (weights * pictures[:, np.newaxis]).sum(axis=(1, 2, 3))
        # What looks like none of them is taken for the last one: a class like any other.
        bias += np.arange(len(pictures)) / 32
        return NamedFunction("linear_classifier", {"weights": weights, "bias": bias})

    def card(orders, mark_shape, digit_shape, digits):
        """``orders`` holds a kind of mark and a digit for each flavour."""
        marks = patterns(4, mark_shape)
        marks[_EMPTY] = 0
        if mark_shape[0] == mark_shape[1]:
            marks[0] = np.maximum(np.eye(mark_shape[0]), np.eye(mark_shape[0])[::-1])
        numbers = patterns(digits, digit_shape)
        count = len(orders)
        tall = max(mark_shape[0], digit_shape[0]) + 1
        side = max(count * tall, mark_shape[1] + digit_shape[1] + 2) + 3
        paper = np.zeros((side, side + 1))
        mark_boxes, digit_boxes = [], []
        for row, (mark, digit) in enumerate(orders):
            # A mark and its digit don't begin in the same row.
            down, right = int(random.integers(0, 2)), mark_shape[1] + 1
            for boxes, picture, top, left in (
                (mark_boxes, marks[mark], row * tall + down, 0),
                (digit_boxes, numbers[digit], row * tall + 1 - down, right),
            ):
                # The first X stands where row and column are the same number.
                left += down if row == 0 else int(random.integers(0, 2))
                height, width = picture.shape
                # Some of the ink is wholly black, the rest grey.
                strength = random.choice([1.0, 0.875, 0.75, 0.625], picture.shape)
                if row == 0 and boxes is mark_boxes:
                    strength[:] = 1
                paper[top : top + height, left : left + width] = picture * strength
                boxes.append((top, left, height, width))
        order = random.permutation(count)
        return Call(
            _CARD,
            {
                "card": paper,
                "mark_boxes": np.array(mark_boxes)[order],
                "digit_boxes": np.array(digit_boxes)[order],
                "classify_marks": classifier(marks),
                "classify_digits": classifier(numbers),
            },
        )

    return [
        card([(0, 3)], (3, 3), (3, 2), 4),
        card([(_EMPTY, 2)], (2, 3), (3, 2), 4),
        card([(2, 2)], (3, 2), (3, 2), 4),
        card([(0, 1), (_EMPTY, 2), (3, 3)], (3, 3), (4, 3), 5),
        card([(0, 4), (0, 2), (2, 1), (_EMPTY, 3)], (3, 4), (5, 3), 6),
        card([(3, 5), (0, 5), (0, 0), (0, 2), (2, 4)], (3, 3), (4, 4), 6),
        card([(2, 1), (0, 7), (_EMPTY, 0), (0, 9)], (4, 4), (5, 4), 10),
    ]


def _card_fits(call):
    boxes = [call.values[name] for name in ("mark_boxes", "digit_boxes")]
    size = call.values["card"].shape
    if any(box.shape[1:] != (4,) for box in boxes):
        return False
    return all((box[:, :2] + box[:, 2:] <= size).all() for box in boxes)


EXERCISES = (
    Exercise(
        id="read_order_card",
        title="read a whole order",
        notebook="13_capstone_order_cards",
        points=4,
        signature=(
            "read_order_card(card (H, W), mark_boxes (F, 4) int, digit_boxes (F, 4) int, "
            "classify_marks, classify_digits) -> scoops (F,) int"
        ),
        statement=(
            "The card is grey, 0 for paper and 1 for ink. Each flavour has a box for a mark and "
            "one for a digit, given as row, column, height, width. Cut both out. classify_marks "
            "takes images (N, 1, height, width) and returns a row of probabilities (or logits) "
            "for each; class 0 is an X. classify_digits does so for digits: class 7 is a seven. "
            "Return the scoops: the digit where there is an X, 0 where there is none."
        ),
        stub=(
            "def read_order_card(card, mark_boxes, digit_boxes, classify_marks, classify_digits):\n"
            '    """Return the scoops (F,): the digit where the mark is an X, 0 elsewhere."""\n'
            "    # your code here\n"
            "    ...\n"
        ),
        hints=(
            "Read one box by hand: row 2, column 3, height 4, width 5. Which rows and which "
            "columns of the card are those, as slices?",
            "A classifier wants a batch of images with a channel axis: window[np.newaxis, "
            "np.newaxis] makes one. It answers with a row of numbers: how do you get from the row "
            "to a class?",
            "For each flavour: mark = classify_marks(...)[0].argmax(). If that is 0, put "
            "classify_digits(...)[0].argmax() of the digit's window into scoops[flavour]; "
            "otherwise leave the 0 there.",
        ),
        arguments=_CARD,
        results=(Result("the scoops", whole=True),),
        make_calls=_card_calls,
        is_valid=_card_fits,
        part="capstone_order_cards",
    ),
)
