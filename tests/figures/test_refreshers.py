import numpy as np

from cnn_helpers.figures import refresher_arrays, refresher_curves


def words_of(figure):
    return [text.get_text() for text in figure.axes[0].texts]


def test_marked_slice_shows_the_whole_and_the_part(check_figure):
    table = np.arange(20).reshape(4, 5)
    figure = refresher_arrays.marked_slice(
        table, (1, 3), (2, 5), table[1:3, 2:5], title="table[1:3, 2:5]"
    )
    check_figure(figure)
    words = words_of(figure)
    assert words.count("13") == 2  # in the whole and in the part
    assert words.count("15") == 1
    assert "shape (2, 3)" in words


def test_sums_along_axes(check_figure):
    array = np.arange(12).reshape(3, 4)
    figure = refresher_arrays.sums_along_axes(
        array, array.sum(axis=0), array.sum(axis=1), title="Sums"
    )
    check_figure(figure)
    assert [words for words in words_of(figure) if words.isdigit()][12:] == [
        *("12", "15", "18", "21"),  # down
        *("6", "22", "38"),  # across
    ]


def test_broadcast_sum_names_the_shapes(check_figure):
    column, row = np.array([[0], [10], [20]]), np.array([1, 2, 3, 4])
    figure = refresher_arrays.broadcast_sum(column, row, column + row, title="A table")
    check_figure(figure)
    words = words_of(figure)
    assert {"(3, 1), repeated", "(4,), repeated", "(3, 4)", "24"} <= set(words)


def test_same_numbers_three_ways(check_figure):
    array = np.arange(6).reshape(2, 3)
    figure = refresher_arrays.same_numbers_three_ways(
        array, array.reshape(3, 2), array.T, title="Not the same"
    )
    check_figure(figure)
    numbers = [words for words in words_of(figure) if words.isdigit()]
    assert numbers == list("012345012345031425")


def test_dot_product_rows(check_figure):
    figure = refresher_curves.dot_product_rows(
        [1, 0, 2, 1], [3, 5, -1, 2], [3, 0, -2, 2], 3, title="A dot product"
    )
    check_figure(figure)
    assert words_of(figure).count("−2") == 1


def test_slopes_of_a_curve_are_tangents(check_figure):
    x = np.linspace(-2, 2, 50)
    figure = refresher_curves.slopes_of_a_curve(
        x, x**2, [(-1.0, 1.0, -2.0), (1.5, 2.25, 3.0)], title="Slopes"
    )
    check_figure(figure)
    tangent = figure.axes[1].lines[1]
    rise = np.diff(tangent.get_ydata()) / np.diff(tangent.get_xdata())
    np.testing.assert_allclose(rise, -2)


def test_chain_of_steps_multiplies_the_slopes(check_figure):
    figure = refresher_curves.chain_of_steps(
        ["x", "2x", "2x + 1", "(2x + 1)²"], [1, 2, 3, 9], [2, 1, 6], title="A chain"
    )
    check_figure(figure)
    assert "all together: 2 × 1 × 6 = 12" in words_of(figure)


def test_stacked_tables_name_the_address(check_figure):
    array = np.arange(24).reshape(2, 3, 4)
    figure = refresher_arrays.stacked_tables(array, (1, 2, 0), title="Two tables")
    check_figure(figure)
    words = words_of(figure)
    assert "[1, 2, 0] is 20" in words
    assert "2 · 3 · 4\n= 24 numbers" in words


def test_mirrored_curves_lie_across_the_diagonal_of_a_square(check_figure):
    x = np.linspace(-3, 1.6, 60)
    points = np.column_stack([x, np.exp(x)])
    figure = refresher_curves.mirrored_curves(
        points, points[:, ::-1], names=("exp", "ln"), title="A mirror", marks=[(0, 1, "here")]
    )
    check_figure(figure)
    axes = figure.axes[1]
    looks = {line.get_linestyle() for line in axes.lines[:3]}
    assert len(looks) == 3  # not by colour alone
    assert axes.get_xlim() == axes.get_ylim()
    box = axes.get_window_extent()
    assert abs(box.width - box.height) < 1


def test_meeting_paths_add_the_slopes(check_figure):
    paths = [("x²", 4, 4), ("3x", 6, 3)]
    figure = refresher_curves.meeting_paths(("x", 2), paths, ("x² + 3x", 10), title="Two ways")
    check_figure(figure)
    assert "both ways together: 4 · 1 + 3 · 1 = 7" in words_of(figure)
