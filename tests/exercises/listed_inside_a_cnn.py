"""What the catalogue must know by name in notebook 12, and how small failing calls become."""

LISTED = {
    "occlusion_map": "wrong_sign no_baseline patches_pile_up first_channel_only winner_for_label "
    "rest_covered",
    "saliency_map": "ones no_absolute_value channels_added gradient_times_image rescaled",
}
MOST_NUMBERS = {
    "occlusion_map": 30,
    "saliency_map": 20,
}
