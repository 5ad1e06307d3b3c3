"""What notebook 06's exercises must know by name, and how small a failing call must become."""

LISTED = {
    "bias_relu": "bias_along_width bias_along_height bias_along_batch relu_before_bias "
    "bias_subtracted absolute_value sum_of_biases",
    "count_parameters": "without_in_channels bias_per_weight one_bias_in_all bias_per_pair "
    "kernel_not_squared flag_ignored",
    "conv2d": "flipped_kernel height_width_swapped stride_ignored stride_on_one_axis "
    "window_at_row padding_on_one_side all_axes_padded edge_padding channel_mean one_channel_only "
    "bias_per_product one_bias_for_all first_image_only",
}
MOST_NUMBERS = {"bias_relu": 12, "count_parameters": 4, "conv2d": 40}
