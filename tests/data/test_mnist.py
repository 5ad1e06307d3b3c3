import numpy as np
import pytest

from cnn_helpers import data


def test_the_whole_set():
    digits = data.load_mnist()
    assert digits.train_images.shape == (60_000, 28, 28)
    assert digits.test_images.shape == (10_000, 28, 28)
    assert digits.train_labels.shape == (60_000,)
    assert digits.test_labels.shape == (10_000,)
    assert {array.dtype for array in digits} == {np.dtype(np.uint8)}
    assert digits.train_images.min() == 0
    assert digits.train_images.max() == 255


def test_known_labels():
    digits = data.load_mnist()
    assert digits.train_labels[:10].tolist() == [5, 0, 4, 1, 9, 2, 1, 3, 1, 4]
    assert digits.test_labels[:10].tolist() == [7, 2, 1, 0, 4, 1, 4, 9, 5, 9]
    # The counts as the literature gives them.
    assert np.bincount(digits.train_labels).tolist() == [
        *(5923, 6742, 5958, 6131, 5842),
        *(5421, 5918, 6265, 5851, 5949),
    ]
    assert np.bincount(digits.test_labels).tolist() == [
        *(980, 1135, 1032, 1010, 982),
        *(892, 958, 1028, 974, 1009),
    ]


def test_known_pixels():
    digits = data.load_mnist()
    # The mean of the training pixels, 0.1307 of full ink, stands in many a training script.
    assert round(digits.train_images.mean(dtype=np.float64) / 255, 4) == 0.1307
    # Row 5 of the first image, the upper end of a 5; the rows above are paper.
    stroke = [3, 18, 18, 18, 126, 136, 175, 26, 166, 255, 247, 127]
    assert digits.train_images[0, 5].tolist() == [0] * 12 + stroke + [0] * 4
    assert not digits.train_images[0, :5].any()


@pytest.mark.parametrize("subset", [None, "10k"])
def test_results_are_shared_and_cannot_be_written_to(subset):
    digits = data.load_mnist(subset=subset)
    assert data.load_mnist(subset).train_images is digits.train_images
    for array in digits:
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 1


def test_the_small_subset():
    digits = data.load_mnist("10k")
    assert digits.train_images.shape == (8_000, 28, 28)
    assert digits.test_images.shape == (2_000, 28, 28)
    assert np.bincount(digits.train_labels).tolist() == [800] * 10
    assert np.bincount(digits.test_labels).tolist() == [200] * 10


@pytest.mark.parametrize("part", ["train", "test"])
def test_the_small_subset_is_drawn_without_repeats_from_its_part(part):
    def positions(digits):
        images = getattr(digits, f"{part}_images")
        labels = getattr(digits, f"{part}_labels")
        return [
            image.tobytes() + bytes([label]) for image, label in zip(images, labels, strict=True)
        ]

    drawn = positions(data.load_mnist("10k"))
    assert len(set(drawn)) == len(drawn)
    assert set(drawn) <= set(positions(data.load_mnist()))


def test_another_seed_draws_others():
    first, second = data.make_mnist_10k(seed=1), data.make_mnist_10k(seed=2)
    assert (first.test_images != second.test_images).any()
    np.testing.assert_array_equal(first.test_images, data.make_mnist_10k(seed=1).test_images)


@pytest.mark.parametrize("subset", ["1k", "", 10_000, ["10k"]])
def test_unknown_subset(subset):
    with pytest.raises(ValueError, match='subset must be None, "10k" or "light", but is '):
        data.load_mnist(subset)


def test_a_missing_file_is_named(data_copy):
    with pytest.raises(data.DataError, match=r"mnist/train-images-idx3-ubyte\.gz is missing"):
        data.load_mnist()


def test_the_light_share_has_the_subsets_training_digits_and_the_first_test_digits():
    light, whole, subset = data.load_mnist("light"), data.load_mnist(), data.load_mnist("10k")
    assert np.array_equal(light.train_images, subset.train_images)
    assert np.array_equal(light.train_labels, subset.train_labels)
    assert np.array_equal(light.test_images, whole.test_images[:2000])
    assert np.array_equal(light.test_labels, whole.test_labels[:2000])
    assert data.load_mnist("light") is light
    assert not light.test_images.flags.writeable
