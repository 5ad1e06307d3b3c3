"""What the catalogue must know by name in notebook 13, and how small failing calls become."""

LISTED = {
    "read_order_card": "row_and_column_swapped digits_without_x any_mark_counts max_for_argmax "
    "inverted_ink height_as_end_row",
}
MOST_NUMBERS = {
    "read_order_card": 600,
}
