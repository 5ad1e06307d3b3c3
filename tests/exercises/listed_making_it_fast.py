"""What the catalogue must know by name in notebook 14, and how small failing calls become."""

LISTED = {
    "conv2d_vectorized": "columns_in_another_order reshape_without_transpose not_transposed_back "
    "windows_over_wrong_axes np_vectorize python_loop",
}
MOST_NUMBERS = {
    "conv2d_vectorized": 20,
}
