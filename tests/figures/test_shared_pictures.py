import subprocess
import sys

import matplotlib
import numpy as np
import pytest

from cnn_helpers import figures
from cnn_helpers.figures.cast import MOODS

SOBEL = np.array([[-1.0, 0, 1], [-2, 0, 2], [-1, 0, 1]])


def correlate(image, kernel):
    windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)
    return (windows * kernel).sum(axis=(2, 3))


@pytest.fixture
def photo():
    """Return something like a photograph: smooth, with an edge and some grain."""
    row, column = np.mgrid[0:96, 0:128] / 96
    grain = np.random.default_rng(0).normal(0, 0.02, row.shape)
    return np.clip(0.5 + 0.3 * np.sin(3 * row + 2 * column) + 0.2 * (column > 0.7) + grain, 0, 1)


def digit_like(count):
    random = np.random.default_rng(1)
    return np.clip(random.normal(0.2, 0.4, (count, 28, 28)), 0, 1)


@pytest.mark.parametrize("cell", [(0, 0), (2, 2), (0, 2)])
def test_filter_step(cross, check_figure, cell):
    image, kernel, answer = cross
    row, column = cell
    products = image[row : row + 3, column : column + 3] * kernel
    check_figure(figures.filter_step(image, kernel, answer, row, column, products=products))


def test_filter_step_takes_other_sizes_fractions_and_strides(check_figure):
    image = np.random.default_rng(0).random((6, 7)).round(1)
    kernel = np.array([[0.5, -0.25], [1.0, 0.0]])
    answer = correlate(image, kernel)[::2, ::2]
    products = image[2:4, 4:6] * kernel
    check_figure(
        figures.filter_step(image, kernel, answer, 1, 2, products=products, stride=2, says=None)
    )


def test_kernel_gallery_with_nine_kernels(photo, check_figure):
    kernels = {
        "identity": np.eye(3) * [0, 1, 0],
        "box blur": np.full((3, 3), 1 / 9),
        "Gaussian blur": np.outer([1, 2, 1], [1, 2, 1]) / 16,
        "sharpen": np.array([[0, -1, 0], [-1, 5, -1], [0, -1, 0]]),
        "edge": 9 * np.eye(3) * [0, 1, 0] - 1,
        "Sobel, vertical edges": SOBEL,
        "Sobel, horizontal edges": SOBEL.T,
        "emboss": np.array([[-2, -1, 0], [-1, 1, 1], [0, 1, 2]]),
        "diagonal": 2 * np.eye(3) - 1,
    }
    maps = {name: correlate(photo[:62, :62], kernel) for name, kernel in kernels.items()}
    check_figure(figures.kernel_gallery(kernels, maps))


def test_kernel_gallery_names_a_missing_map(cross):
    _, kernel, answer = cross
    with pytest.raises(ValueError, match="but lack b"):
        figures.kernel_gallery({"a": kernel, "b": kernel}, {"a": answer})


def test_explorer_picture_small(cross, check_figure):
    image, kernel, answer = cross
    products = image[2:, 2:] * kernel
    check_figure(
        figures.explorer_picture(
            image, kernel, answer, look="ink", cell=(2, 2), products=products, total=3.0
        )
    )


def test_explorer_picture_photo_with_everything(photo, check_figure):
    total = correlate(photo, SOBEL)
    answer = np.maximum(total + 0.5, 0)[::2, ::2]
    products = photo[40:43, 60:63] * SOBEL
    check_figure(
        figures.explorer_picture(
            photo,
            SOBEL,
            answer,
            image_name="a photograph",
            kernel_name="Sobel, vertical edges",
            cell=(20, 30),
            products=products,
            total=total[40, 60],
            bias=0.5,
            relu=True,
            stride=2,
        )
    )


def test_image_as_numbers(cross, check_figure):
    check_figure(figures.image_as_numbers(cross[0]))
    check_figure(
        figures.image_as_numbers(
            digit_like(1)[0], region=(8, 8, 8, 8), caption="A digit has 784 numbers."
        )
    )


def test_image_as_numbers_refuses_what_nobody_can_read():
    with pytest.raises(ValueError, match=r"at most 14 × 14 numbers can be read, but .* 28 × 28"):
        figures.image_as_numbers(np.zeros((28, 28)))


@pytest.mark.parametrize("dtype", [np.uint8, np.float64])
def test_rgb_planes(photo, check_figure, dtype):
    colored = np.stack([photo, photo[::-1], 1 - photo], axis=2)
    if dtype is np.uint8:
        colored = (255 * colored).astype(np.uint8)
    check_figure(figures.rgb_planes(colored, pixel=(40, 60)))


def test_rgb_planes_wants_colors_last():
    with pytest.raises(ValueError, match=r"\(H, W, 3\), but has \(3, 8, 8\)"):
        figures.rgb_planes(np.zeros((3, 8, 8)))


@pytest.mark.parametrize("look", ["ink", "kernel"])
def test_array_grid(check_figure, look):
    arrays = digit_like(8) - (look == "kernel") * 0.3
    names = [f"number {index}" for index in range(8)]
    check_figure(figures.array_grid(arrays, names, look=look, title="Eight arrays"))


def test_array_grid_counts_its_titles():
    with pytest.raises(ValueError, match="must have 2 entries, but have 1"):
        figures.array_grid(np.zeros((2, 3, 3)), ["one"])


@pytest.mark.parametrize("epochs", [0, 1, 6])
def test_training_curves_at_any_moment(check_figure, epochs):
    losses = 2.3 * np.exp(-np.arange(100 * epochs) / 80) + 0.05
    accuracy = 1 - 0.1 / np.arange(1, epochs + 1)
    check_figure(
        figures.training_curves(
            losses,
            smoothed=losses,
            steps_per_epoch=100,
            train_accuracy=accuracy,
            validation_accuracy=accuracy - 0.002,
            epochs=6,
        )
    )


def test_training_curves_with_a_loss_that_is_not_a_number(check_figure):
    check_figure(figures.training_curves([2.3, np.nan, np.inf]))


def test_confusion_matrix(check_figure):
    matrix = np.diag(np.arange(980, 990)) + np.arange(100).reshape(10, 10) % 3
    check_figure(
        figures.confusion_matrix_figure(
            matrix,
            [str(digit) for digit in range(10)],
            circle=(4, 9),
            caption="The commonest mistake is circled.",
            says="4 or 9?\nHard to say!",
        )
    )
    names = ["X", "O", "tick", "scribble", "empty"]
    check_figure(figures.confusion_matrix_figure(np.eye(5, dtype=int), names))


def test_confusion_matrix_counts_its_names():
    with pytest.raises(ValueError, match=r"2 × 2 for 2 names, but has shape \(3, 3\)"):
        figures.confusion_matrix_figure(np.eye(3), ["a", "b"])


def test_mistakes(check_figure):
    labels = np.arange(12) % 10
    check_figure(
        figures.mistakes(digit_like(12), labels, (labels + 1) % 10, np.linspace(0.99, 0.5, 12))
    )


def test_mistakes_counts_its_arrays():
    with pytest.raises(ValueError, match="expected 2 probabilities, but got 1"):
        figures.mistakes(digit_like(2), [0, 1], [1, 0], [0.9])


@pytest.mark.parametrize("mood", MOODS)
def test_a_scene_with_the_whole_cast(check_figure, mood):
    scene = figures.Scene(400, title="The cast", subtitle="× − → ² ≥ ∂ Σ ⊙ ✓ $5 and $6")
    scene.ice_cream(760, 130, 150, mood=mood, says="Well?", bubble_at=(620, 130))
    scene.lens(120, 190, 120, mood=mood)
    scene.order_card(240, 120)
    scene.node(480, 210, 40, "ReLU", role="output")
    scene.ribbon([1, -2, 0.5], 500, 300, 40, label="a vector")
    scene.caption("All of them on one sheet.")
    check_figure(scene.figure)


def test_an_unknown_mood_is_named():
    with pytest.raises(ValueError, match=r"mood must be one of .*, but is 'bored'"):
        figures.Scene(200).ice_cream(100, 100, mood="bored")


def test_the_reader_s_own_style_changes_nothing(cross):
    image, kernel, answer = cross

    def draw():
        products = image[2:, 2:] * kernel
        step = figures.filter_step(image, kernel, answer, 2, 2, products=products)
        curves = figures.training_curves([2.0, 1.0], train_accuracy=[0.5], title="Curves")
        return figures.png(step), figures.png(curves)

    expected = draw()
    own = {
        "font.family": ["serif"],
        "axes.facecolor": "black",
        "lines.linewidth": 9,
        "text.color": "red",
        "xtick.labelsize": 30,
        "axes.grid": False,
        "path.sketch": (5, 10, 3),
    }
    with matplotlib.rc_context(own):
        assert draw() == expected
        assert matplotlib.rcParams["text.color"] == "red"


def test_figures_leave_pyplot_and_matplotlib_alone():
    program = (
        "import sys\n"
        "from cnn_helpers.figures import palette, shading\n"
        "from cnn_helpers import figures\n"
        "assert figures.colors['kernel'] == palette.FILL['kernel']\n"
        "assert 'matplotlib' not in sys.modules\n"
        "figures.png(figures.training_curves([1.0, 0.5]))\n"
        "for name in figures.__all__:\n"
        "    getattr(figures, name)\n"
        "assert 'matplotlib.pyplot' not in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True)


def test_an_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="no attribute 'histogram'"):
        figures.histogram  # noqa: B018
