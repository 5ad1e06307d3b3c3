"""Right answers to the exercises of notebook 13."""

import numpy as np

__all__ = ["read_order_card"]


def read_order_card(card, mark_boxes, digit_boxes, classify_marks, classify_digits):
    """Return how many scoops of each flavour a card orders: none where no X is."""

    def read(box, classify):
        row, column, height, width = box
        window = card[row : row + height, column : column + width]
        return classify(window[np.newaxis, np.newaxis])[0].argmax()

    scoops = np.zeros(len(mark_boxes), dtype=int)
    for flavour in range(len(mark_boxes)):
        if read(mark_boxes[flavour], classify_marks) == 0:
            scoops[flavour] = read(digit_boxes[flavour], classify_digits)
    return scoops
