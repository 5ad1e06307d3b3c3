"""Known wrong answers to the exercises of notebook 13."""

from __future__ import annotations

import numpy as np

from cnn_helpers.exercises.definition import Misconception

__all__ = ["MISTAKES"]


def _cut(card, box):
    row, column, height, width = box
    return card[row : row + height, column : column + width]


def _transposed_place(card, box):
    row, column, height, width = box
    return card[column : column + height, row : row + width]


def _sideways(card, box):
    row, column, height, width = box
    return card[column : column + width, row : row + height].T


def _to_height(card, box):
    row, column, height, width = box
    return card[row:height, column:width]


def _sizes_swapped(card, box):
    row, column, height, width = box
    return card[row : row + width, column : column + height]


def _one_more(card, box):
    row, column, height, width = box
    return card[row : row + height + 1, column : column + width + 1]


def _class(window, classify):
    return classify(window[None, None])[0].argmax()


def _is_x(window, classify):
    return _class(window, classify) == 0


def _number(window, classify):
    return _class(window, classify)


def _read(*, cut=_cut, is_x=_is_x, number=_number, look=lambda card: card, otherwise=0, dtype=int):
    """Return a form that reads flavour by flavour; each mistake changes one thing."""

    def read(card, mark_boxes, digit_boxes, classify_marks, classify_digits):
        card = look(card)
        scoops = np.full(len(mark_boxes), otherwise, dtype=dtype)
        for flavour, (mark_box, digit_box) in enumerate(zip(mark_boxes, digit_boxes, strict=True)):
            if is_x(cut(card, mark_box), classify_marks):
                scoops[flavour] = number(cut(card, digit_box), classify_digits)
        return scoops

    return read


def _in_batches(cut):
    """Return a form that reads all boxes of a kind at once; windows must have one size."""

    def read(card, mark_boxes, digit_boxes, classify_marks, classify_digits):
        marks = np.stack([cut(card, box) for box in mark_boxes])[:, None]
        digits = np.stack([cut(card, box) for box in digit_boxes])[:, None]
        numbers = classify_digits(digits).argmax(axis=1)
        return np.where(classify_marks(marks).argmax(axis=1) == 0, numbers, 0)

    return read


def _then(change):
    return lambda *arguments: change(_read()(*arguments))


def _boxes_swapped(card, mark_boxes, digit_boxes, *classifiers):
    return _read()(card, digit_boxes, mark_boxes, *classifiers)


def _classifiers_swapped(card, mark_boxes, digit_boxes, classify_marks, classify_digits):
    return _read()(card, mark_boxes, digit_boxes, classify_digits, classify_marks)


def _only_orders(card, mark_boxes, digit_boxes, classify_marks, classify_digits):
    scoops = _read(otherwise=-1)(card, mark_boxes, digit_boxes, classify_marks, classify_digits)
    return scoops[scoops >= 0]


def _over_flavours(card, mark_boxes, digit_boxes, classify_marks, classify_digits):
    """Take the argmax down the batch."""
    marks = np.stack([_cut(card, box) for box in mark_boxes])[:, None]
    digits = np.stack([_cut(card, box) for box in digit_boxes])[:, None]
    numbers = classify_digits(digits).argmax(axis=0)[: len(mark_boxes)]
    return np.where(classify_marks(marks).argmax(axis=1) == 0, np.resize(numbers, len(marks)), 0)


_CARD = (
    Misconception(
        "row_and_column_swapped",
        "Row and column of a box have changed places: you cut windows out from elsewhere on the "
        "card. A box is row, column, height, width.",
        (
            _read(cut=_transposed_place),
            _read(cut=_sideways),
            _read(cut=lambda card, box: _cut(card.T, box)),
            _in_batches(_transposed_place),
        ),
    ),
    Misconception(
        "digits_without_x",
        "You read digits where no X is. Somebody may have written a number and then thought again: "
        "only an X orders.",
        (_read(is_x=lambda window, classify: True),),
    ),
    Misconception(
        "any_mark_counts",
        "A box counts for you as soon as there is a mark in it. A V or a scribble is no X: what "
        "does classify_marks say?",
        (
            _read(is_x=lambda window, classify: window.any()),
            _read(is_x=lambda window, classify: window.mean() > 0.1),
            _read(is_x=lambda window, classify: _class(window, classify) != 1),
        ),
    ),
    Misconception(
        "max_for_argmax",
        "You take the largest probability itself. We want to know which class has it: its place in "
        "the row.",
        (
            _read(number=lambda window, classify: classify(window[None, None])[0].max()),
            _read(
                number=lambda window, classify: classify(window[None, None])[0].max(), dtype=float
            ),
            _read(is_x=lambda window, classify: classify(window[None, None])[0].max() == 0),
        ),
    ),
    Misconception(
        "inverted_ink",
        "You turn light and dark round. The classifiers know cards on which 0 is paper and 1 is "
        "ink, as this one is.",
        (_read(look=lambda card: 1 - card), _read(look=lambda card: card.max() - card)),
    ),
    Misconception(
        "height_as_end_row",
        "You take height and width for the row and column where the box ends. A box of height 4 at "
        "row 2 ends before which row?",
        (_read(cut=_to_height), _in_batches(_to_height)),
    ),
    Misconception(
        "height_width_swapped",
        "Height and width of a box have changed places: your windows lie on their sides.",
        (_read(cut=_sizes_swapped), _in_batches(_sizes_swapped)),
    ),
    Misconception(
        "one_row_too_many",
        "Your windows are a row and a column too large. A slice ends before its second number.",
        (_read(cut=_one_more), _in_batches(_one_more)),
    ),
    Misconception(
        "x_is_another_class",
        "You take another class for the X. Class 0 is the X: 0 also counts as False, so that "
        "`if mark:` asks the contrary.",
        (
            _read(is_x=lambda window, classify: _class(window, classify) != 0),
            _read(is_x=lambda window, classify: _class(window, classify) == 1),
            _read(is_x=lambda window, classify: _class(window, classify) == 2),
            _read(is_x=lambda window, classify: _class(window, classify) == 3),
        ),
    ),
    Misconception(
        "digit_off_by_one",
        "Your numbers are off by one. Class 0 of the digits is a zero, class 7 is a seven.",
        (
            _read(number=lambda window, classify: _class(window, classify) + 1),
            _read(number=lambda window, classify: _class(window, classify) - 1),
        ),
    ),
    Misconception(
        "one_scoop_each",
        "You count each X as one scoop, or return whether there is one. How many scoops it is, the "
        "digit says.",
        (_read(number=lambda window, classify: 1),),
    ),
    Misconception(
        "orders_only",
        "Flavours without an X are missing from your list, so that nobody knows which flavour a "
        "number belongs to. Each flavour has its place: 0 scoops if it isn't ordered.",
        (_only_orders,),
    ),
    Misconception(
        "other_number_for_none",
        "Where there is no X you answer something else than 0. Not ordered is 0 scoops.",
        (_read(otherwise=-1), _read(otherwise=np.nan, dtype=float)),
    ),
    Misconception(
        "total",
        "You return the total. We want the scoops of each flavour, in the order of the boxes.",
        (_then(np.sum),),
    ),
    Misconception(
        "boxes_exchanged",
        "Marks and digits have changed places: the mark classifier gets the digit's window, and "
        "the other way round.",
        (_boxes_swapped, _classifiers_swapped),
    ),
    Misconception(
        "without_channel_axis",
        "A classifier takes images (N, 1, height, width). Yours lack an axis: which one?",
        (
            lambda card, mark_boxes, digit_boxes, classify_marks, classify_digits: classify_marks(
                _cut(card, mark_boxes[0])
            ),
            lambda card, mark_boxes, digit_boxes, classify_marks, classify_digits: classify_marks(
                _cut(card, mark_boxes[0])[None]
            ),
            lambda card, mark_boxes, digit_boxes, classify_marks, classify_digits: classify_marks(
                np.stack([_cut(card, box) for box in mark_boxes])
            ),
        ),
    ),
    Misconception(
        "argmax_over_flavours",
        "Your argmax runs down the batch. Which axis of (N, K) are the classes?",
        (_over_flavours,),
    ),
    Misconception(
        "ink_rounded",
        "You turn the greys into 0 and 1 before you look, or cut them to whole numbers. The "
        "classifiers work with greys: leave them.",
        (
            _read(look=lambda card: card.astype(int)),
            _read(look=lambda card: np.floor(card)),
        ),
    ),
)

MISTAKES = {"read_order_card": _CARD}
