"""What the catalogue must know by name in notebook 07, and how small failing calls become."""

LISTED = {
    "max_pool2d": "starts_at_zero default_stride_one stride_ignored max_over_channels "
    "partial_windows zero_padded_leftovers size_by_division absolute_values argmax",
    "avg_pool2d": "sum divided_by_kernel_size divided_by_stride integer_division partial_windows "
    "zero_padded_leftovers mean_over_channels",
}
MOST_NUMBERS = {
    "max_pool2d": 20,
    "avg_pool2d": 20,
}
