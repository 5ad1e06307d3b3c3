"""Sampling between pixels, against SciPy's own and on ramps, where the answer is known."""

import numpy as np
import pytest
from scipy import ndimage

from cnn_helpers.resampling import sample_bilinear


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_equals_scipy(dtype):
    random = np.random.default_rng(0)
    image = random.random((9, 13)).astype(dtype)
    rows, columns = random.uniform(-3, 12, (2, 50)), random.uniform(-3, 15, (2, 50))
    # grid-constant: SciPy too fades into the fill value over one pixel at the border.
    expected = ndimage.map_coordinates(
        image, [rows, columns], order=1, mode="grid-constant", cval=0.5
    )
    found = sample_bilinear(image, rows, columns, fill=0.5)
    assert found.dtype == dtype
    np.testing.assert_allclose(found, expected, atol=1e-5 if dtype == np.float32 else 1e-12)


def test_a_ramp_stays_a_ramp():
    row, column = np.indices((6, 8))
    ramp = 2.0 * row - 0.5 * column
    np.testing.assert_allclose(sample_bilinear(ramp, [1.25, 4.5], [6.5, 0.75]), [-0.75, 8.625])


def test_shapes_must_agree():
    with pytest.raises(ValueError, match=r"rows \(2,\) and columns \(3,\) must have one shape"):
        sample_bilinear(np.eye(3), [0, 1], [0, 1, 2])
