"""What the catalogue must know by name in notebook 09, and how small failing calls become."""

LISTED = {
    "numerical_gradient": "one_sided not_halved entry_not_restored all_at_once wrong_sign",
    "relu_backward": "zero_lets_through mask_of_gradient mask_only both_masks times_inputs "
    "unchanged",
    "linear_backward": "transposed divided_again bias_mean bias_not_summed bias_over_outputs "
    "one_sample_only swapped_results",
    "softmax_cross_entropy_backward": "not_divided divided_by_everything wrong_sign rows_lowered "
    "columns_lowered softmax_over_batch softmax_slope stops_at_the_probabilities "
    "logits_for_probabilities",
}
MOST_NUMBERS = {
    "numerical_gradient": 8,
    "relu_backward": 6,
    "linear_backward": 9,
    "softmax_cross_entropy_backward": 10,
}
