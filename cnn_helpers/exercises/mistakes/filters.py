"""Known wrong answers to the exercises of notebook 04."""

from __future__ import annotations

import numpy as np

from cnn_helpers.exercises.definition import Misconception
from cnn_helpers.exercises.mistakes import sliding

__all__ = ["MISTAKES"]


MISTAKES = {
    "correlate": (
        Misconception(
            "flipped_kernel",
            "Your kernel is flipped: it lies on the image upside down and mirrored. That is the "
            "mathematicians' convolution; in this course, as in deep learning, the kernel is laid "
            "on as it is printed.",
            (lambda image, kernel: sliding.slide(image, kernel[::-1, ::-1]),),
        ),
        Misconception(
            "upside_down_kernel",
            "Your kernel lies upside down on the image: its last row meets the window's first row.",
            (lambda image, kernel: sliding.slide(image, kernel[::-1]),),
        ),
        Misconception(
            "mirrored_kernel",
            "Your kernel lies mirrored on the image: its last column meets the window's first one.",
            (lambda image, kernel: sliding.slide(image, kernel[:, ::-1]),),
        ),
        Misconception(
            "transposed_kernel",
            "Rows and columns of your kernel have changed places: kernel[row, column] should meet "
            "window[row, column].",
            (
                lambda image, kernel: sliding.slide(image, kernel.T),
                lambda image, kernel: sliding.slide(
                    image, kernel, answer=lambda window, kernel: (window * kernel.T).sum()
                ),
                lambda image, kernel: sliding.slide(
                    image, kernel, answer=lambda window, kernel: (window.T * kernel).sum()
                ),
            ),
        ),
        Misconception(
            "transposed_map",
            "The numbers are right, but rows and columns of your feature map have changed places.",
            (lambda image, kernel: sliding.slide(image, kernel).T,),
        ),
        Misconception(
            "one_short",
            "Your kernel stops one place too early. Count with your finger: at how many places "
            "does a kernel of width 2 lie wholly on an image of width 3?",
            (
                sliding.one_short,
                lambda image, kernel: sliding.one_short(image, kernel, rows=0),
                lambda image, kernel: sliding.one_short(image, kernel, columns=0),
                sliding.too_small_a_map,
                sliding.last_places_left_at_zero,
                lambda image, kernel: sliding.last_places_left_at_zero(image, kernel, rows=0),
                lambda image, kernel: sliding.last_places_left_at_zero(image, kernel, columns=0),
            ),
        ),
        Misconception(
            "kernel_sizes_swapped",
            "Height and width of the kernel have changed places somewhere: shape is (rows, "
            "columns), so kernel.shape[0] is the height. It shows only when the two differ.",
            (
                sliding.sizes_swapped,
                sliding.shape_swapped,
                sliding.window_swapped,
                sliding.counts_swapped,
            ),
        ),
        Misconception(
            "matrix_product",
            "You multiply matrices (@ or dot): rows meet columns. Here each kernel cell meets the "
            "one pixel below it: the * of numpy does that.",
            (
                lambda image, kernel: image @ kernel,
                lambda image, kernel: sliding.slide(
                    image, kernel, answer=lambda window, kernel: (window @ kernel).sum()
                ),
                lambda image, kernel: sliding.slide(
                    image, kernel, answer=lambda window, kernel: (window @ kernel.T).sum()
                ),
                lambda image, kernel: sliding.slide(
                    image, kernel, answer=lambda window, kernel: np.trace(window @ kernel)
                ),
                lambda image, kernel: sliding.slide(
                    image, kernel, answer=lambda window, kernel: window @ kernel
                ),
            ),
        ),
        Misconception(
            "mean",
            "You take the mean of the products. Add them up and leave the sum as it is: a blur "
            "kernel brings its division along in its own cells.",
            (
                lambda image, kernel: sliding.slide(
                    image, kernel, answer=lambda window, kernel: (window * kernel).mean()
                ),
            ),
        ),
        Misconception(
            "divided_by_kernel_sum",
            "You divide by the sum of the kernel. Picture editors do that; here the products are "
            "only added up.",
            (
                lambda image, kernel: sliding.slide(
                    image,
                    kernel,
                    answer=lambda window, kernel: (window * kernel).sum() / kernel.sum(),
                ),
            ),
        ),
        Misconception(
            "steps_of_kernel_size",
            "Your kernel jumps by its own size, like tiles on a floor. It should slide on by one "
            "cell, so that neighbouring windows overlap.",
            (
                sliding.kernel_steps,
                sliding.kernel_steps_in_a_full_map,
                sliding.kernel_steps_in_place,
                sliding.kernel_steps_off_the_image,
            ),
        ),
        Misconception(
            "uint8_buffer",
            "Your feature map holds bytes: whole numbers from 0 to 255 that start again at 0 after "
            "255. Sums can be negative, large or fractions: what type should the map have?",
            (
                lambda image, kernel: sliding.slide(image, kernel).astype(int).astype(image.dtype),
                lambda image, kernel: sliding.slide(image, kernel).astype(int).astype(np.uint8),
                lambda image, kernel: sliding.slide(image, kernel, dtype=image.dtype),
                lambda image, kernel: sliding.slide(image, kernel, dtype=np.uint8),
                lambda image, kernel: sliding.slide(image, kernel).astype(np.uint8),
            ),
        ),
        Misconception(
            "product_of_sums",
            "You add up the window, add up the kernel and multiply the two sums. Multiply cell by "
            "cell first, then add.",
            (
                lambda image, kernel: sliding.slide(
                    image, kernel, answer=lambda window, kernel: window.sum() * kernel.sum()
                ),
            ),
        ),
        Misconception(
            "added_not_multiplied",
            "You add pixel and weight before you sum up. A weight says how much its pixel counts: "
            "which operation makes a weight of 0 blind to it?",
            (
                lambda image, kernel: sliding.slide(
                    image, kernel, answer=lambda window, kernel: (window + kernel).sum()
                ),
            ),
        ),
        Misconception(
            "window_never_moves",
            "Every cell of your map holds the answer to one and the same window. Which two numbers "
            "of your loops say where the window starts now?",
            (sliding.same_window_everywhere,),
        ),
        Misconception(
            "window_row_column_swapped",
            "Your window starts at column, row: the two have changed places in its slice. The "
            "first slice is for rows, so it begins at row.",
            (sliding.window_crossed,),
        ),
        Misconception(
            "sizes_of_the_example",
            "Your map, or your window, is always 3 cells high and wide, as in the first example. "
            "Ask the two arrays for their shape instead.",
            (
                lambda image, kernel: sliding.fixed_sizes(image, kernel, map_size=3),
                lambda image, kernel: sliding.fixed_sizes(image, kernel, window=3),
                lambda image, kernel: sliding.fixed_sizes(image, kernel, map_size=3, window=3),
            ),
        ),
        Misconception(
            "largest_product",
            "You keep the largest product of each window. All of them count: add them up.",
            (
                lambda image, kernel: sliding.slide(
                    image, kernel, answer=lambda window, kernel: (window * kernel).max()
                ),
            ),
        ),
        Misconception(
            "last_product",
            "Only the last product of each window has stayed: every round of the inner loops "
            "writes over the one before. How do you add to a cell instead of replacing it?",
            (lambda image, kernel: sliding.slide(image, kernel, answer=sliding.last_product),),
        ),
        Misconception(
            "return_inside_loop",
            "Your function returns from inside a loop, before the kernel has been everywhere: "
            "return ends the function at once. How far in must that line stand?",
            (
                sliding.first_cell_only,
                sliding.first_row_only,
                lambda image, kernel: sliding.slide(image, kernel)[0, 0],
                lambda image, kernel: sliding.slide(image, kernel)[:1, :1],
                lambda image, kernel: sliding.slide(image, kernel)[:1],
                lambda image, kernel: sliding.slide(image, kernel)[0, :1],
                lambda image, kernel: sliding.slide(image, kernel)[0],
            ),
        ),
        Misconception(
            "padded",
            "Your feature map is as if the image had a frame of zeros around it. Here the kernel "
            "stays wholly on the image, so the map gets smaller. (Padding has its own notebook.)",
            (sliding.same_size, sliding.padded_at_the_end, sliding.full),
        ),
        Misconception(
            "map_as_large_as_image",
            "Your map has as many cells as the image, and the last ones were never filled. The "
            "kernel fits at fewer places than there are pixels: how many, down and across?",
            (
                lambda image, kernel: sliding.on_a_sheet(image, kernel, float),
                lambda image, kernel: sliding.on_a_sheet(image, kernel, image.dtype),
            ),
        ),
        Misconception(
            "negatives_dropped",
            "Your negative sums have become 0 or positive. A negative answer says something too: "
            "keep it. (What sets negatives to 0 comes later, under the name ReLU.)",
            (
                lambda image, kernel: np.maximum(sliding.slide(image, kernel), 0),
                lambda image, kernel: np.abs(sliding.slide(image, kernel)),
            ),
        ),
    ),
}
