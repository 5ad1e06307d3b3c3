"""What notebook 05's exercises must know by name, and how small a failing call must become."""

LISTED = {
    "output_size": "ceil rounded not_whole no_plus_one padding_once one_inside_the_division "
    "kernel_outside_the_division",
    "correlate_strided": "stride_ignored stride_on_one_axis window_at_row padding_on_one_side "
    "edge_padding",
}
MOST_NUMBERS = {"output_size": 4, "correlate_strided": 20}
