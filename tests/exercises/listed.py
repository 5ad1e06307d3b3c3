"""All ids, what the catalogue must know by name, and how small a failing call must become.

``LISTED``: id to the misconceptions that people are known to fall for. ``MOST_NUMBERS``: id to the
most numbers that the smallest failing call of any of them may hold.
"""

IDS = """
    warm_up neuron mse_gradient linear softmax cross_entropy images_to_batch flatten correlate
    output_size correlate_strided bias_relu count_parameters conv2d max_pool2d avg_pool2d
    receptive_field count_multiply_adds forward_pass numerical_gradient relu_backward
    linear_backward softmax_cross_entropy_backward conv2d_backward max_pool2d_backward
    sgd_momentum_step confusion_matrix occlusion_map saliency_map read_order_card conv2d_vectorized
"""
COURSE = IDS.split()
LISTED = {
    "warm_up": "product_of_sums no_sum mean printed return_inside_loop",
    "images_to_batch": "reshape_not_transpose height_width_swapped integer_division unscaled "
    "divided_by_maximum inverted channels_last_kept",
    "flatten": "ravel fortran_order channels_last channels_kept batch_last",
    "correlate": "flipped_kernel transposed_kernel one_short kernel_sizes_swapped matrix_product "
    "mean steps_of_kernel_size uint8_buffer return_inside_loop",
    "sgd_momentum_step": "uphill dampened_gradient old_velocity lr_inside_velocity nesterov "
    "velocity_untouched",
    "confusion_matrix": "transposed repeats_lost normalised size_from_data diagonal_only",
}
MOST_NUMBERS = {
    "warm_up": 4,
    "images_to_batch": 4,
    "flatten": 4,
    "correlate": 12,
    "sgd_momentum_step": 5,
    "confusion_matrix": 9,
}
