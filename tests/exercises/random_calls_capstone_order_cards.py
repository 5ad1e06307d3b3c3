"""Random calls for the mutation test of notebook 13's exercise."""

import numpy as np

from cnn_helpers.exercises.functions import function


def read_order_card(random):
    card = random.random((12, 14))
    boxes = []
    for _ in range(2):
        height, width = random.integers(1, 5, 2)
        corners = random.integers(0, 9, (random.integers(1, 5) if not boxes else len(boxes[0]), 2))
        boxes.append(np.column_stack([corners, np.full_like(corners, (height, width))]))
    classifiers = [
        function(
            "linear_classifier",
            weights=random.normal(size=(classes, 1, *box[0, 2:])),
            bias=0.3 * random.normal(size=classes),
        )
        for classes, box in zip((2, 6), boxes, strict=True)
    ]
    return (card, *boxes, *classifiers), {}
