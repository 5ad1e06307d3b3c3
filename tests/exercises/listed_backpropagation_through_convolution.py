"""What the catalogue must know by name in notebook 10, and how small failing calls become."""

LISTED = {
    "conv2d_backward": "scatter_flipped overwritten kernel_gradient_flipped channels_swapped "
    "divided_again one_image_only stride_ignored padding_left_on negative_slice "
    "bias_mean bias_over_images_only bias_over_places_only swapped_results",
    "max_pool2d_backward": "overwritten all_ties_paid ties_split last_tie column_order_tie "
    "spread_evenly top_left times_value",
}
MOST_NUMBERS = {
    "conv2d_backward": 30,
    "max_pool2d_backward": 20,
}
