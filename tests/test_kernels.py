"""The named kernels: what each does to small pictures whose answer is plain."""

import numpy as np
import pytest

from cnn_helpers import kernels
from cnn_helpers.convolution import conv2d


def respond(picture, kernel):
    return conv2d(np.array(picture, float)[None, None], kernel[None, None])[0, 0]


@pytest.mark.parametrize("name", kernels.PRESETS)
def test_presets_are_three_by_three_float64_and_read_only(name):
    kernel = kernels.PRESETS[name]
    assert kernel.shape == (3, 3)
    assert kernel.dtype == np.float64
    with pytest.raises(ValueError, match="read-only"):
        kernel[0, 0] = 7
    with pytest.raises(ValueError, match="WRITEABLE"):
        kernel.flags.writeable = True


def test_presets_cannot_be_replaced():
    with pytest.raises(TypeError):
        kernels.PRESETS["identity"] = np.ones((3, 3))


def test_every_constant_is_a_preset():
    constants = [getattr(kernels, name) for name in kernels.__all__ if not name.endswith("PRESETS")]
    assert len(constants) == len(kernels.PRESETS)
    for constant in constants:
        assert any(constant is preset for preset in kernels.PRESETS.values())


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        ("identity", 1),
        ("box blur", 1),
        ("Gaussian blur", 1),
        ("sharpen", 1),
        ("emboss", 1),
        ("edge", 0),
        ("Sobel, vertical edges", 0),
        ("Sobel, horizontal edges", 0),
    ],
)
def test_answer_on_flat_paper_is_the_sum_of_the_kernel(name, answer):
    assert respond(np.ones((3, 3)), kernels.PRESETS[name]).item() == pytest.approx(answer)


def test_an_impulse_prints_the_kernel_turned_by_half():
    impulse = np.zeros((5, 5))
    impulse[2, 2] = 1
    for kernel in kernels.PRESETS.values():
        np.testing.assert_array_equal(respond(impulse, kernel), kernel[::-1, ::-1])


def test_sobel_sees_its_own_direction_alone_and_with_the_stated_sign():
    ink_to_the_right = [[0, 0, 1]] * 3
    ink_below = np.transpose(ink_to_the_right)
    assert respond(ink_to_the_right, kernels.SOBEL_VERTICAL_EDGES).item() == 4
    assert respond(ink_below, kernels.SOBEL_VERTICAL_EDGES).item() == 0
    assert respond(ink_below, kernels.SOBEL_HORIZONTAL_EDGES).item() == 4
    assert respond(ink_to_the_right, kernels.SOBEL_HORIZONTAL_EDGES).item() == 0


def test_diagonal_is_the_story_networks_first_kernel():
    np.testing.assert_array_equal(kernels.DIAGONAL, 2 * np.eye(3) - 1)
    assert respond(np.eye(3), kernels.DIAGONAL).item() == 3
    assert respond(np.ones((3, 3)), kernels.DIAGONAL).item() == -3
