import numpy as np

from cnn_helpers.figures import backward_scenes, convolution_backward

FALLING = 2 * np.eye(3) - 1
CROSS = np.maximum(np.eye(5), np.eye(5)[::-1])
GRAD = np.array([-0.25, 0.25])


def words_of(figure):
    return [text.get_text() for text in figure.axes[0].texts]


def test_who_is_to_blame(check_figure):
    figure = backward_scenes.who_is_to_blame(0.8176, 0.2014)
    check_figure(figure)
    assert "0.2014" in words_of(figure)


def test_outer_product(check_figure):
    row = np.array([3.0, 1, 0, 2])
    figure = backward_scenes.outer_product(
        GRAD, row, np.outer(GRAD, row), names=("X", "not X"), title="Eight weights"
    )
    check_figure(figure)
    assert {"−0.75", "0.75", "0.50", "logit not X"} <= set(words_of(figure))


def test_weighted_back_adds_the_paths(check_figure):
    weights = np.array([[0.5, -1.0, 2.0], [0.5, 1.0, 0.0]])
    figure = backward_scenes.weighted_back(
        GRAD, weights, GRAD @ weights, names=("X", "not X"), title="Two paths"
    )
    check_figure(figure)
    words = words_of(figure)
    assert "−0.25 × weights of X" in words
    # The first number's paths cancel: −0.125 and 0.125.
    assert {"0.5", "−0.5"} <= set(words)


def test_relu_gate_crosses_out_what_was_closed(check_figure):
    inputs = np.array([[3.0, -1], [0, 2]])
    grad = np.array([[1.0, 2], [-3, -4]])
    figure = backward_scenes.relu_gate(inputs, grad, grad * (inputs > 0), title="A gate")
    check_figure(figure)
    assert words_of(figure).count("−4") == 2
    assert words_of(figure).count("−3") == 1  # arrives, and is stopped


def test_error_by_epsilon(check_figure):
    steps = np.logspace(-11, -1, 21)
    figure = backward_scenes.error_by_epsilon(
        steps, steps**2 + 1e-16 / steps, steps + 1e-16 / steps, title="How small?"
    )
    check_figure(figure)
    central, one_sided = figure.axes[1].lines[:2]
    assert central.get_linestyle() != one_sided.get_linestyle()
    assert figure.axes[1].get_xscale() == "log"


def test_sizes_on_the_way(check_figure):
    steps = np.arange(21)
    sizes = {"small": 0.5**steps, "right": np.ones(21), "large": 1.2**steps, "skip": 1.1**steps}
    figure = backward_scenes.sizes_on_the_way(sizes, title="What is left", subtitle="Of 1.")
    check_figure(figure)
    lines = figure.axes[1].lines[:4]
    assert len({line.get_marker() for line in lines}) == 4
    assert lines[0].get_ydata()[-1] == 0.5**20
    assert figure.axes[1].get_yscale() == "log"


def test_weights_are_shared(check_figure):
    places = [(row, column) for row in range(3) for column in range(3)]
    check_figure(convolution_backward.weights_are_shared(CROSS, FALLING, places))


def test_summed_windows_writes_signs_once(check_figure):
    windows = np.stack([CROSS[n : n + 3, n : n + 3] for n in range(3)])
    grads = np.array([-0.25, 0.5, -0.75])
    figure = convolution_backward.summed_windows(
        windows, grads, np.tensordot(grads, windows, 1), title="Windows"
    )
    check_figure(figure)
    assert {"−0.25 ×", "+ 0.50 ×", "− 0.75 ×"} <= set(words_of(figure))


def test_scattered_kernels_shows_the_sum(check_figure):
    total = np.zeros((5, 5))
    pieces = [(0.5, 0, 0), (0.25, 1, 1), (-0.5, 2, 2)]
    for grad, row, column in pieces:
        total[row : row + 3, column : column + 3] += grad * FALLING
    figure = convolution_backward.scattered_kernels(FALLING, pieces, total, title="Scattered")
    check_figure(figure)
    words = words_of(figure)
    assert "−0.50 × kernel" in words
    assert f"{total[2, 2]:.2f}" in words


def test_pooling_pays_back_circles_every_winner(check_figure):
    feature_map = np.diag([3.0, 1, 3])[:, ::-1]
    arriving = np.array([[0.18, -0.09], [0.0, 0.09]])
    back = np.zeros((3, 3))
    winners = [(1, 1), (0, 2), (2, 0), (1, 1)]
    for (row, column), grad in zip(winners, arriving.ravel(), strict=True):
        back[row, column] += grad
    figure = convolution_backward.pooling_pays_back(
        feature_map, arriving, back, winners, title="Winners"
    )
    check_figure(figure)
    assert {"0.27", "−0.09"} <= set(words_of(figure))
