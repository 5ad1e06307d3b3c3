"""Occlusion and saliency, against loops, tiny steps and PyTorch; nothing is left behind."""

import numpy as np
import pytest
from inspected_models import make

from cnn_helpers.inspection import numerical_gradient, occlusion_map, saliency_map
from cnn_helpers.layers import Dropout, Flatten, Linear
from cnn_helpers.losses import softmax
from cnn_helpers.training import Sequential, mnist_lenet, save_weights


@pytest.mark.parametrize("name", ["plain", "padded, two channels"])
@pytest.mark.parametrize(("patch_size", "fill"), [(1, 0.0), (2, 1.0), (6, 0.25)])
def test_occlusion_against_one_image_at_a_time(name, patch_size, fill):
    model, image = make(name, seed=2)
    expected = {}
    for row in range(image.shape[1] - patch_size + 1):
        for column in range(image.shape[2] - patch_size + 1):
            covered = image.copy()
            for place in np.ndindex(len(image), patch_size, patch_size):
                covered[place[0], row + place[1], column + place[2]] = fill
            change = softmax(model(image[None])) - softmax(model(covered[None]))
            expected[row, column] = change[0]
    for label in range(2):
        drops = occlusion_map(model, image, label, patch_size=patch_size, fill=fill)
        assert drops.size == len(expected)
        for place, change in expected.items():
            assert drops[place] == pytest.approx(change[label], abs=1e-12)


def test_occlusion_in_several_batches():
    model = mnist_lenet(seed=0)  # 24 x 24 places
    image = np.random.default_rng(0).random((28, 28), np.float32)
    drops = occlusion_map(model, image, 3, patch_size=5)
    covered = image.copy()
    covered[20:25, 23:28] = 0
    change = softmax(model(image[None, None])) - softmax(model(covered[None, None]))
    assert drops.shape == (24, 24)
    assert drops[20, 23] == pytest.approx(change[0, 3], abs=1e-6)


@pytest.mark.parametrize("name", ["plain", "padded, two channels"])
@pytest.mark.parametrize("label", [0, 1])
def test_saliency_against_tiny_steps(name, label):
    model, image = make(name, seed=3)
    slopes = numerical_gradient(lambda pixels: model(pixels[None])[0, label], image, 1e-6)
    found = saliency_map(model, image, label)
    np.testing.assert_allclose(found, np.abs(slopes).max(axis=0), rtol=1e-6, atol=1e-8)
    assert found.max() > 0


def test_saliency_against_pytorch(tmp_path):
    torch = pytest.importorskip("torch")
    safetensors = pytest.importorskip("safetensors.torch")
    model = mnist_lenet(seed=4)
    save_weights(model, tmp_path / "weights.safetensors")
    nn = torch.nn
    other = nn.Sequential(
        *(nn.Conv2d(1, 8, 5, padding=2), nn.ReLU(), nn.MaxPool2d(2)),
        *(nn.Conv2d(8, 32, 5), nn.ReLU(), nn.MaxPool2d(2)),
        *(nn.Flatten(), nn.Linear(800, 84), nn.ReLU(), nn.Linear(84, 10)),
    )
    other.load_state_dict(safetensors.load_file(tmp_path / "weights.safetensors"))
    image = np.random.default_rng(5).random((1, 28, 28), np.float32)
    for label in (0, 9):
        pixels = torch.from_numpy(image[None]).requires_grad_()
        other(pixels)[0, label].backward()
        expected = pixels.grad[0, 0].abs().numpy()
        np.testing.assert_allclose(saliency_map(model, image, label), expected, atol=1e-5)


def test_the_model_is_left_as_it_was():
    model = Sequential(Flatten(), Linear(4, 5), Dropout(0.5), Linear(5, 2), seed=0)
    images = np.random.default_rng(0).random((3, 1, 2, 2))
    grad_logits = np.ones((3, 2))
    model(images)
    model.backward(grad_logits)
    before = [gradient.copy() for _, gradient in model.named_gradients()]
    occlusion_map(model, images[0], 1, patch_size=1)
    saliency_map(model, images[0], 1)
    assert all(layer.training for layer in model)
    for old, (_, gradient) in zip(before, model.named_gradients(), strict=True):
        np.testing.assert_array_equal(gradient, old)
    model.backward(grad_logits)  # goes back through the batch of three, not through one image
    for old, (_, gradient) in zip(before, model.named_gradients(), strict=True):
        np.testing.assert_array_equal(gradient, old)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"label": 3}, "label must be a whole number from 0 to 2, but is 3"),
        ({"label": True}, "label must be a whole number from 0 to 2, but is True"),
        ({"image": np.zeros(4)}, r"image must have shape \(C, H, W\) or \(H, W\), but has \(4,\)"),
        ({"image": np.full((6, 9), np.nan)}, "image"),
        ({"patch_size": 7}, "patch_size must be at most 6, the image's smaller side, but is 7"),
        ({"patch_size": 0}, "patch_size"),
    ],
)
def test_complaints(change, words):
    model, image = make("plain")
    call = {"image": image, "label": 0, "patch_size": 2, **change}
    with pytest.raises(ValueError, match=words):
        occlusion_map(model, call.pop("image"), call.pop("label"), **call)
