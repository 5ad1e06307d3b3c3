"""Right answers to the exercise of notebook 13, in many styles."""

import numpy as np


def read_order_card_batches(card, mark_boxes, digit_boxes, classify_marks, classify_digits):
    def windows(boxes):
        return np.stack([card[r : r + h, c : c + w] for r, c, h, w in boxes])[:, np.newaxis]

    marks = classify_marks(windows(mark_boxes)).argmax(axis=1)
    digits = classify_digits(windows(digit_boxes)).argmax(axis=1)
    return np.where(marks == 0, digits, 0)


def read_order_card_list(card, mark_boxes, digit_boxes, classify_marks, classify_digits):
    scoops = []
    for mark_box, digit_box in zip(mark_boxes, digit_boxes, strict=True):
        row, column, height, width = mark_box
        mark = card[row : row + height, column : column + width]
        if np.argmax(classify_marks(mark.reshape(1, 1, height, width))) == 0:
            row, column, height, width = digit_box
            digit = card[row : row + height, column : column + width]
            scoops.append(int(np.argmax(classify_digits(digit.reshape(1, 1, height, width)))))
        else:
            scoops.append(0)
    return scoops


def read_order_card_product(card, mark_boxes, digit_boxes, classify_marks, classify_digits):
    ordered = np.zeros(len(mark_boxes))
    digits = np.zeros(len(mark_boxes))
    for flavour, (row, column, height, width) in enumerate(mark_boxes):
        window = card[np.newaxis, np.newaxis, row : row + height, column : column + width]
        ordered[flavour] = classify_marks(window).argmax() == 0
    for flavour, (row, column, height, width) in enumerate(digit_boxes):
        window = card[np.newaxis, np.newaxis, row : row + height, column : column + width]
        digits[flavour] = classify_digits(window).argmax()
    return ordered * digits


def read_order_card_places(card, mark_boxes, digit_boxes, classify_marks, classify_digits):
    def read(boxes, classify):
        rows = boxes[:, 0, None, None] + np.arange(boxes[0, 2])[:, None]
        columns = boxes[:, 1, None, None] + np.arange(boxes[0, 3])
        return np.argsort(classify(card[rows, columns][:, None]), axis=1)[:, -1]

    scoops = read(digit_boxes, classify_digits)
    scoops[read(mark_boxes, classify_marks) > 0] = 0
    return scoops


def read_order_card_loop(card, mark_boxes, digit_boxes, classify_marks, classify_digits):
    scoops = np.zeros(len(mark_boxes), dtype=np.uint8)
    for flavour in range(len(mark_boxes)):
        row, column, height, width = mark_boxes[flavour]
        chances = classify_marks(card[row : row + height, column : column + width][None, None])[0]
        if all(chances[0] >= chance for chance in chances):
            row, column, height, width = digit_boxes[flavour]
            window = card[row : row + height, column : column + width]
            best = -1.0
            for digit, chance in enumerate(classify_digits(window[None, None])[0]):
                if chance > best:
                    best, scoops[flavour] = chance, digit
    return scoops
