"""What the catalogue must know by name in notebook 08, and how small failing calls become."""

LISTED = {
    "receptive_field": "kernel_sizes_added kernel_sizes_multiplied strides_ignored "
    "own_stride_included reversed one_forgotten",
    "count_multiply_adds": "in_channels_forgotten parameter_count bias_counted counted_twice "
    "kernel_not_squared",
    "forward_pass": "no_relu pool_stride_2 channels_last_flatten softmax_over_batch logits "
    "relu_on_logits average_pooling weights_not_transposed",
}
MOST_NUMBERS = {
    "receptive_field": 6,
    "count_multiply_adds": 5,
    "forward_pass": 40,
}
