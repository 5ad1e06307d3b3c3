"""conv2d, its gradients and their loop twins: by hand, against PyTorch's numbers, by laws."""

import re
import tracemalloc

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from reference_cases import memory_orders, numerical_gradient, pair, reference_cases

from cnn_helpers import large_images, workspace
from cnn_helpers.convolution import (
    conv2d,
    conv2d_backward,
    conv2d_backward_loops,
    conv2d_loops,
    output_size,
)
from cnn_helpers.geometry import check_convolution

FORWARD = pytest.mark.parametrize("forward", [conv2d, conv2d_loops])
BACKWARD = pytest.mark.parametrize("backward", [conv2d_backward, conv2d_backward_loops])
BOTH = pytest.mark.parametrize(
    ("forward", "backward"),
    [(conv2d, conv2d_backward), (conv2d_loops, conv2d_backward_loops)],
    ids=["fast", "loops"],
)
REFERENCE = pytest.mark.parametrize(("settings", "arrays"), reference_cases("convolution"))
TOLERANCE = {np.float32: 1e-5, np.float64: 1e-12}


def assert_close(actual, expected):
    assert actual.dtype == expected.dtype
    assert actual.shape == expected.shape
    tolerance = TOLERANCE[expected.dtype.type] * max(1, np.abs(expected).max())
    np.testing.assert_allclose(actual, expected, rtol=0, atol=tolerance)


# --------------------------------------------------------------------------------- by hand


@FORWARD
def test_the_kernel_is_not_flipped(forward):
    image = np.zeros((1, 1, 3, 3))
    image[0, 0, 1, 1] = 1
    kernel = np.arange(9.0).reshape(1, 1, 3, 3)
    assert forward(image, kernel).item() == 4
    np.testing.assert_array_equal(
        forward(image, kernel, padding=1)[0, 0], [[8, 7, 6], [5, 4, 3], [2, 1, 0]]
    )


@FORWARD
def test_channels_are_summed_and_each_filter_adds_its_bias_once(forward):
    images = np.array([[[[1.0, 2.0]], [[10.0, 20.0]]]])
    kernels = np.array([[[[1.0]], [[1.0]]], [[[2.0]], [[0.5]]]])
    answer = forward(images, kernels, bias=[100.0, -1.0])
    np.testing.assert_array_equal(answer, [[[[111, 122]], [[6, 13]]]])


@FORWARD
def test_stride_takes_every_second_window_and_drops_leftovers(forward):
    images = np.arange(30.0).reshape(1, 1, 5, 6)
    kernel = np.ones((1, 1, 2, 2))
    answer = forward(images, kernel, stride=2)
    np.testing.assert_array_equal(answer[0, 0], [[14, 22, 30], [62, 70, 78]])


@FORWARD
def test_rows_and_columns_have_their_own_stride_and_padding(forward):
    images = np.arange(1.0, 7.0).reshape(1, 1, 2, 3)
    answer = forward(images, np.ones((1, 1, 1, 1)), stride=(1, 2), padding=(0, 1))
    np.testing.assert_array_equal(answer[0, 0], [[0, 2, 0], [0, 5, 0]])


def test_the_story_networks_first_layer():
    diagonal = 2 * np.eye(3) - 1
    letter_x = np.clip(np.eye(5) + np.eye(5)[::-1], 0, 1)
    kernels = np.stack([diagonal, diagonal[:, ::-1]])[:, np.newaxis]
    maps = conv2d(letter_x[np.newaxis, np.newaxis], kernels)
    after_relu = np.maximum(maps, 0)
    np.testing.assert_array_equal(after_relu[0, 0], np.diag([3, 1, 3]))
    np.testing.assert_array_equal(after_relu[0, 1], np.diag([3, 1, 3])[:, ::-1])


@BACKWARD
def test_gradients_of_overlapping_windows_add_up(backward):
    images = np.array([[[[5.0, 7.0, 9.0]]]])
    kernels = np.array([[[[2.0, 3.0]]]])
    grad_output = np.array([[[[1.0, 10.0]]]])
    grad_images, grad_kernels, grad_bias = backward(grad_output, images, kernels)
    np.testing.assert_array_equal(grad_images, [[[[2, 3 + 20, 30]]]])
    np.testing.assert_array_equal(grad_kernels, [[[[5 + 70, 7 + 90]]]])
    np.testing.assert_array_equal(grad_bias, [11])


@BACKWARD
def test_pixels_that_no_window_reaches_get_no_gradient(backward):
    grad_images, _, _ = backward(
        np.ones((1, 1, 1, 2)), np.ones((1, 1, 2, 4)), np.ones((1, 1, 1, 1)), stride=(2, 3)
    )
    np.testing.assert_array_equal(grad_images[0, 0], [[1, 0, 0, 1], [0, 0, 0, 0]])


def test_gradients_are_sums_over_the_batch_not_means():
    grads = conv2d_backward(np.ones((4, 1, 1, 1)), np.ones((4, 1, 1, 1)), np.ones((1, 1, 1, 1)))
    assert (grads[1].item(), grads[2].item()) == (4, 4)


@pytest.mark.parametrize(
    ("arguments", "size"),
    [
        ((5, 3), 3),
        ((5, 3, 2), 2),
        ((6, 3, 2), 2),
        ((5, 3, 1, 1), 5),
        ((5, 5), 1),
        ((1, 3, 2, 1), 1),
    ],
)
def test_output_size(arguments, size):
    assert output_size(*arguments) == size


# ---------------------------------------------------------------------------- against PyTorch


@FORWARD
@REFERENCE
def test_forward_equals_pytorch(forward, settings, arrays):
    geometry = {"stride": pair(settings["stride"]), "padding": pair(settings["padding"])}
    answer = forward(arrays["images"], arrays["kernels"], arrays["bias"], **geometry)
    assert_close(answer, arrays["output"])


@BACKWARD
@REFERENCE
def test_gradients_equal_pytorch(backward, settings, arrays):
    geometry = {"stride": pair(settings["stride"]), "padding": pair(settings["padding"])}
    grads = backward(arrays["grad_output"], arrays["images"], arrays["kernels"], **geometry)
    for gradient, name in zip(grads, ("images", "kernels", "bias"), strict=True):
        assert_close(gradient, arrays[f"grad_{name}"])


@BOTH
@pytest.mark.parametrize("dtype", [np.uint8, np.int8, np.int64, bool])
def test_integers_compute_in_float64(forward, backward, dtype):
    random = np.random.default_rng(3)
    images = random.integers(0, 2 if dtype is bool else 120, (2, 2, 5, 4)).astype(dtype)
    kernels = random.integers(-3, 4, (3, 2, 2, 3))
    expected = conv2d_loops(images.astype(float), kernels.astype(float), stride=2, padding=1)
    answer = forward(images, kernels, stride=2, padding=1)
    assert_close(answer, expected)
    grads = backward(np.ones(answer.shape, int), images, kernels, stride=2, padding=1)
    wanted = conv2d_backward_loops(
        np.ones(answer.shape), images.astype(float), kernels.astype(float), stride=2, padding=1
    )
    for gradient, expected_gradient in zip(grads, wanted, strict=True):
        assert_close(gradient, expected_gradient)


@BOTH
def test_the_widest_dtype_wins_and_half_precision_stays(forward, backward):
    images, kernels = np.ones((1, 1, 3, 3), np.float32), np.ones((1, 1, 2, 2), np.float32)
    assert forward(images, kernels).dtype == np.float32
    assert forward(images, kernels.astype(np.float64)).dtype == np.float64
    assert forward(images, kernels, np.zeros(1, np.float64)).dtype == np.float64
    half = images.astype(np.float16), kernels.astype(np.float16)
    answer = forward(*half)
    grads = backward(answer, *half)
    assert [array.dtype for array in (answer, *grads)] == [np.float16] * 4


def test_half_precision_adds_up_in_float32():
    # Added up in float16, 4096 ones and more get stuck at 2048.
    images = np.ones((1, 1, 64, 64), np.float16)
    assert conv2d(images, images).item() == 4096
    grads = conv2d_backward(np.ones((1, 1, 64, 64), np.float16), images, np.ones((1, 1, 1, 1)))
    assert grads[1].item() == 4096


# ------------------------------------------------------------------------------------ by laws


@BOTH
@pytest.mark.parametrize(
    ("shape", "kernel_size", "stride", "padding"),
    [
        ((1, 2, 5, 4), (2, 3), 1, 0),
        ((2, 1, 4, 5), (3, 2), (2, 1), (1, 2)),
        ((2, 2, 5, 6), (3, 3), (3, 2), 1),
    ],
)
def test_gradients_equal_measured_slopes(forward, backward, shape, kernel_size, stride, padding):
    random = np.random.default_rng(1)
    images, bias = random.standard_normal(shape), random.standard_normal(3)
    kernels = random.standard_normal((3, shape[1], *kernel_size))
    geometry = {"stride": stride, "padding": padding}
    weights_of_loss = random.standard_normal(forward(images, kernels, **geometry).shape)

    def loss(images=images, kernels=kernels, bias=bias):
        return (forward(images, kernels, bias, **geometry) * weights_of_loss).sum()

    grads = backward(weights_of_loss, images, kernels, **geometry)
    slopes = (
        numerical_gradient(lambda array: loss(images=array), images),
        numerical_gradient(lambda array: loss(kernels=array), kernels),
        numerical_gradient(lambda array: loss(bias=array), bias),
    )
    for gradient, slope in zip(grads, slopes, strict=True):
        np.testing.assert_allclose(gradient, slope, atol=1e-8)


@st.composite
def convolutions(draw):
    """Draw arrays and geometry of any convolution of moderate size."""
    small = st.integers(1, 4)
    kernel_size = draw(small), draw(small)
    stride = draw(st.integers(1, 3)), draw(st.integers(1, 3))
    padding = draw(st.integers(0, 2)), draw(st.integers(0, 2))
    dilation = draw(st.integers(1, 3)), draw(st.integers(1, 3))
    size = [
        max(1, (kernel - 1) * step + 1 - 2 * pad) + draw(st.integers(0, 7))
        for kernel, pad, step in zip(kernel_size, padding, dilation, strict=True)
    ]
    count, channels, filters = draw(small), draw(small), draw(small)
    random = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    images = random.standard_normal((count, channels, *size))
    kernels = random.standard_normal((filters, channels, *kernel_size))
    geometry = {"stride": stride, "padding": padding, "dilation": dilation}
    return images, kernels, geometry, random


@given(convolutions())
def test_fast_equals_loops(case):
    images, kernels, geometry, random = case
    bias = random.standard_normal(len(kernels))
    expected = conv2d_loops(images, kernels, bias, **geometry)
    assert_close(conv2d(images, kernels, bias, **geometry), expected)
    grad_output = random.standard_normal(expected.shape)
    fast = conv2d_backward(grad_output, images, kernels, **geometry)
    loops = conv2d_backward_loops(grad_output, images, kernels, **geometry)
    for one, other in zip(fast, loops, strict=True):
        assert_close(one, other)


@given(convolutions())
def test_backward_is_the_adjoint_of_forward(case):
    """<conv(x), g> = <x, backward(g)>: convolution is linear in its images, and in its kernels."""
    images, kernels, geometry, random = case
    output = conv2d(images, kernels, **geometry)
    grad_output = random.standard_normal(output.shape)
    grad_images, grad_kernels, _ = conv2d_backward(grad_output, images, kernels, **geometry)
    product = (output * grad_output).sum()
    size = np.abs(output * grad_output).sum() + 1
    assert (images * grad_images).sum() == pytest.approx(product, abs=1e-12 * size)
    assert (kernels * grad_kernels).sum() == pytest.approx(product, abs=1e-12 * size)


@given(convolutions(), st.integers(1, 3000) | st.just(2**19))
def test_the_size_of_the_blocks_and_bands_changes_nothing(case, block_bytes):
    images, kernels, geometry, random = case
    expected = conv2d(images, kernels, **geometry)
    grad_output = random.standard_normal(expected.shape)
    expected_grads = conv2d_backward(grad_output, images, kernels, **geometry)
    modules = workspace, large_images
    usual = [module._BLOCK_BYTES for module in modules]
    many_windows, workspace._MANY_WINDOWS = workspace._MANY_WINDOWS, 0
    for module in modules:
        module._BLOCK_BYTES = block_bytes
    try:
        answer = conv2d(images, kernels, **geometry)
        grads = conv2d_backward(grad_output, images, kernels, **geometry)
    finally:
        workspace._MANY_WINDOWS = many_windows
        for module, size in zip(modules, usual, strict=True):
            module._BLOCK_BYTES = size
    assert_close(answer, expected)
    for one, other in zip(grads, expected_grads, strict=True):
        assert_close(one, other)


@pytest.mark.parametrize("count", [63, 64, 65, 130])
def test_a_large_batch_is_done_in_parts_that_fit_together(count):
    random = np.random.default_rng(6)
    images = random.standard_normal((count, 2, 5, 4))
    kernels, bias = random.standard_normal((17, 2, 2, 3)), random.standard_normal(17)
    maps = conv2d(images, kernels, bias, padding=1)
    grad_output = random.standard_normal(maps.shape)
    grads = conv2d_backward(grad_output, images, kernels, padding=1)
    alone = [conv2d(image[np.newaxis], kernels, bias, padding=1) for image in images]
    assert_close(maps, np.concatenate(alone))
    each = [
        conv2d_backward_loops(grad[np.newaxis], image[np.newaxis], kernels, padding=1)
        for grad, image in zip(grad_output[:2], images[:2], strict=True)
    ]
    assert_close(grads[0][:2], np.concatenate([grad[0] for grad in each]))
    halves = [
        conv2d_backward(grad_output[part], images[part], kernels, padding=1)
        for part in (slice(0, 7), slice(7, None))
    ]
    for whole, one, other in zip(grads[1:], *(half[1:] for half in halves), strict=True):
        assert_close(whole, one + other)


@pytest.mark.parametrize("settings", [{"stride": (2, 1)}, {"dilation": (1, 2)}, {"padding": 1}])
def test_few_images_are_cut_into_bands_without_a_seam(settings):
    random = np.random.default_rng(9)
    images, kernels = random.standard_normal((3, 2, 18, 12)), random.standard_normal((4, 2, 3, 2))
    grad_output = random.standard_normal(conv2d(images, kernels, **settings).shape)
    settings = {"stride": 1, "padding": 0, "dilation": 1} | settings
    geometry = check_convolution(images, kernels, None, **settings)[3]
    assert workspace.Workspace(geometry, images.dtype).bands > 1
    for gradient, expected in zip(
        conv2d_backward(grad_output, images, kernels, **settings),
        conv2d_backward_loops(grad_output, images, kernels, **settings),
        strict=True,
    ):
        assert_close(gradient, expected)


def test_memory_beside_the_result_stays_small_for_a_large_image():
    image, kernels = np.ones((1, 1, 2000, 1000), np.float32), np.ones((1, 1, 5, 5), np.float32)
    tracemalloc.start()
    result = conv2d(image, kernels)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak - result.nbytes < 3 * large_images._BLOCK_BYTES


# --------------------------------------------------------------------- arrays are left in peace


@BOTH
@pytest.mark.parametrize("padding", [0, 1])
def test_every_memory_order_gives_the_same_and_is_left_unchanged(forward, backward, padding):
    random = np.random.default_rng(7)
    images, kernels = random.standard_normal((3, 2, 6, 5)), random.standard_normal((4, 2, 3, 2))
    expected = conv2d_loops(images, kernels, padding=padding)
    grad_output = random.standard_normal(expected.shape)
    expected_grads = conv2d_backward_loops(grad_output, images, kernels, padding=padding)
    for order in memory_orders(images):
        arguments = [memory_orders(array)[order] for array in (grad_output, images, kernels)]
        for argument in arguments:
            argument.flags.writeable = False
        before = [argument.copy() for argument in arguments]
        assert_close(forward(*arguments[1:], padding=padding), expected)
        for gradient, wanted in zip(
            backward(*arguments, padding=padding), expected_grads, strict=True
        ):
            assert_close(gradient, wanted)
        for argument, copy in zip(arguments, before, strict=True):
            np.testing.assert_array_equal(argument, copy)


@BOTH
def test_results_are_new_memory_that_later_calls_leave_alone(forward, backward):
    random = np.random.default_rng(8)
    images, kernels = random.standard_normal((2, 1, 4, 4)), np.ones((1, 1, 1, 1))
    output = forward(images, kernels)
    first = [output, *backward(output, images, kernels)]
    copies = [array.copy() for array in first]
    again = forward(-images, kernels)
    second = [again, *backward(again, -images, kernels)]
    for array, copy in zip(first, copies, strict=True):
        np.testing.assert_array_equal(array, copy)
        for other in (images, kernels, *second):
            assert not np.shares_memory(array, other)
        assert array.flags.writeable


@BOTH
def test_other_byte_orders_and_lists_are_understood(forward, backward):
    swapped = np.arange(4.0).reshape(1, 1, 2, 2).astype(">f8")
    answer = forward(swapped, [[[[1, 1]]]])
    np.testing.assert_array_equal(answer, [[[[1], [5]]]])
    assert answer.dtype == np.float64
    np.testing.assert_array_equal(backward(answer, swapped, [[[[1, 1]]]])[2], [6])


@FORWARD
def test_nan_passes_to_the_windows_that_hold_it_and_no_other(forward):
    images = np.ones((2, 1, 4, 4))
    images[1, 0, 0, 0] = np.nan
    answer = forward(images, np.ones((1, 1, 2, 2)))
    expected = np.full((2, 1, 3, 3), 4.0)
    expected[1, 0, 0, 0] = np.nan
    np.testing.assert_array_equal(answer, expected)


# ------------------------------------------------------------------------------------ bad input

IMAGES, KERNELS = np.ones((1, 3, 4, 4)), np.ones((2, 3, 3, 3))


@FORWARD
@pytest.mark.parametrize(
    ("arguments", "settings", "message"),
    [
        (
            (IMAGES, np.ones((2, 1, 3, 3))),
            {},
            "kernels expect 1 input channel, but images have 3: "
            "images (1, 3, 4, 4), kernels (2, 1, 3, 3)",
        ),
        (
            (IMAGES[:, :1], np.ones((2, 2, 3, 3))),
            {},
            "kernels expect 2 input channels, but images have 1: "
            "images (1, 1, 4, 4), kernels (2, 2, 3, 3)",
        ),
        (
            (IMAGES, np.ones((2, 3, 7, 3))),
            {"padding": 1},
            "kernels of 7x3 are larger than the padded images of 6x6: "
            "images (1, 3, 4, 4), kernels (2, 3, 7, 3), padding (1, 1)",
        ),
        ((IMAGES, KERNELS), {"stride": 0}, "stride must be a whole number of at least 1, but is 0"),
        (
            (IMAGES, KERNELS),
            {"stride": (1, 0)},
            "stride[1] must be a whole number of at least 1, but is 0",
        ),
        (
            (IMAGES, KERNELS),
            {"stride": 1.5},
            "stride must be a whole number of at least 1, but is 1.5",
        ),
        (
            (IMAGES, KERNELS),
            {"padding": -1},
            "padding must be a whole number of at least 0, but is -1",
        ),
        (
            (IMAGES[0], KERNELS),
            {},
            "images must have 4 dimensions (N, C, H, W), but has 3: shape (3, 4, 4)",
        ),
        (
            (IMAGES, KERNELS[0]),
            {},
            "kernels must have 4 dimensions (C_out, C_in, KH, KW), but has 3: shape (3, 3, 3)",
        ),
        ((IMAGES[:0], KERNELS), {}, "images must not be empty, but have shape (0, 3, 4, 4)"),
        ((IMAGES, KERNELS[:, :, :0]), {}, "kernels must not be empty, but have shape (2, 3, 0, 3)"),
        (
            (IMAGES, KERNELS, np.ones(3)),
            {},
            "bias must have shape (2,), but has shape (3,)",
        ),
        (
            (IMAGES, KERNELS, np.ones((2, 1))),
            {},
            "bias must have shape (2,), but has shape (2, 1)",
        ),
    ],
)
def test_what_does_not_fit_is_named_in_one_line(forward, arguments, settings, message):
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        forward(*arguments, **settings)


@BACKWARD
def test_a_gradient_of_another_shape_is_named(backward):
    message = "grad_output must have shape (1, 2, 2, 2), but has shape (1, 2, 3, 3)"
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        backward(np.ones((1, 2, 3, 3)), IMAGES, KERNELS)
    with pytest.raises(ValueError, match=r"^kernels expect 1 input channel, but images have 3"):
        backward(np.ones((1, 2, 2, 2)), IMAGES, np.ones((2, 1, 3, 3)))


@FORWARD
def test_text_and_complex_numbers_are_refused(forward):
    with pytest.raises(TypeError, match=r"^images must hold real numbers, but holds complex128$"):
        forward(IMAGES * 1j, KERNELS)
    with pytest.raises(TypeError, match=r"^kernels must hold real numbers, but holds <U"):
        forward(IMAGES, np.full((1, 3, 1, 1), "one"))


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            (4, 7, 1, 1),
            "kernel_size 7 is larger than the padded input: input_size 4, padding 1 on both sides",
        ),
        ((0, 1), "input_size must be a whole number of at least 1, but is 0"),
        ((4, 2, 0), "stride must be a whole number of at least 1, but is 0"),
        ((4, 2, 1, -1), "padding must be a whole number of at least 0, but is -1"),
    ],
)
def test_output_size_names_what_does_not_fit(arguments, message):
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        output_size(*arguments)


def test_without_the_input_gradient_the_other_two_are_the_same():
    random = np.random.default_rng(9)
    images, kernels = random.standard_normal((2, 3, 5, 5)), random.standard_normal((4, 3, 3, 3))
    grad_output = random.standard_normal((2, 4, 3, 3))
    _, grad_kernels, grad_bias = conv2d_backward(grad_output, images, kernels)
    nothing, *same = conv2d_backward(grad_output, images, kernels, input_gradient=False)
    assert nothing is None
    np.testing.assert_array_equal(same[0], grad_kernels)
    np.testing.assert_array_equal(same[1], grad_bias)
