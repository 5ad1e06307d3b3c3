"""What notebook 01's exercises must know by name, and how small a failing call must become."""

LISTED = {
    "neuron": "bias_per_input bias_after_relu relu_per_input no_relu absolute_value",
    "mse_gradient": "factor_2_missing sum_for_mean wrong_sign means_multiplied input_missing "
    "loss_itself",
}
MOST_NUMBERS = {"neuron": 5, "mse_gradient": 6}
