import numpy as np

from cnn_helpers import data
from cnn_helpers.figures import revenue, small_networks


def words_of(figure):
    return [text.get_text() for text in figure.axes[0].texts]


def test_how_much_today(check_figure):
    figure = revenue.how_much_today()
    check_figure(figure)
    assert {"Saturday", "24°"} <= set(words_of(figure))


def test_days_and_curves_draws_every_day_and_both_lines(check_figure):
    shop = data.load_ice_cream()
    degrees = np.linspace(-5, 35, 9)
    figure = revenue.days_and_curves(
        shop,
        {"a line": (degrees, degrees, degrees + 5)},
        title="Days",
        note="each point\nis one day",
    )
    check_figure(figure)
    weekdays, weekends, first, second = figure.axes[1].lines
    assert len(weekdays.get_xdata()) + len(weekends.get_xdata()) == len(shop.day)
    np.testing.assert_array_equal(second.get_ydata() - first.get_ydata(), 5)
    assert first.get_linestyle() != second.get_linestyle()


def test_neuron_shares_shows_the_parts_and_the_sum(check_figure):
    degrees = np.linspace(0, 30, 7)
    shares = np.stack([degrees, -2 * np.maximum(degrees - 20, 0)])
    figure = revenue.neuron_shares(degrees, shares, shares.sum(axis=0) + 60, 60.0, title="Shares")
    check_figure(figure)
    assert "+ 60 =" in words_of(figure)
    drawn = [axes.lines[-1].get_ydata() for axes in figure.axes[1:]]
    np.testing.assert_allclose(drawn[0] + drawn[1] + 60, drawn[2])


def test_losses_of_runs_tells_runs_apart_without_colour(check_figure):
    figure = revenue.losses_of_runs(
        {"a": [3, 2, 1], "b": [3, 1, 0.5]},
        title="Falling",
        ylabel="loss",
        floor=0.2,
        floor_words="noise",
    )
    check_figure(figure)
    first, second = figure.axes[1].lines[:2]
    assert first.get_linestyle() != second.get_linestyle()


def test_seeds_at_the_end_counts_each_region(check_figure):
    errors = np.array([27.0, 31, 39.9, 44, 112, 137])
    figure = revenue.seeds_at_the_end(
        errors, [("it bends", 0, 40), ("a line", 40, 80), ("nothing", 80, 150)], title="Ends"
    )
    check_figure(figure)
    counts = [words for words in words_of(figure) if words.endswith("of 6")]
    assert counts == ["3 of 6", "1 of 6", "2 of 6"]


def test_network_of_neurons_writes_every_number(check_figure):
    figure = small_networks.network_of_neurons(
        [2.4, 1],
        np.array([[1.25, -0.4], [0.9, 0.3]]),
        [-0.5, 0.2],
        [2.1, -2.66],
        [2.1, 0],
        np.array([[1.5, -0.7], [0.1, 0.6]]),
        [0.6, -0.1],
        [3.75, 0.11],
        input_names=["temperature\nin 10 degrees", "weekend"],
        output_names=["busy", "quiet"],
        title="One day",
        subtitle="Two outputs.",
    )
    check_figure(figure)
    words = words_of(figure)
    for number in ("1.25", "−0.40", "−2.66\n→ 0", "bias −0.10", "3.75", "−0.70"):
        assert number in words, number
