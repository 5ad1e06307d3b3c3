import numpy as np
import pytest
from PIL import Image

from cnn_helpers import data
from cnn_helpers.data.marks import MARK_NAMES, MARK_SIZES


def ink(marks, name):
    """Training pictures of one kind, as shares of full ink."""
    return marks.train_images[marks.train_labels == MARK_NAMES.index(name)] / 255


@pytest.mark.parametrize("size", MARK_SIZES)
def test_stored_marks(size):
    marks = data.load_marks(size)
    assert marks.names == ("X", "O", "tick", "scribble", "empty")
    assert marks.train_images.shape == (2000, size, size)
    assert marks.test_images.shape == (500, size, size)
    assert np.bincount(marks.train_labels).tolist() == [400] * 5
    assert np.bincount(marks.test_labels).tolist() == [100] * 5
    assert {array.dtype for array in marks[:4]} == {np.dtype(np.uint8)}
    assert (np.diff(marks.train_labels.astype(int)) < 0).any(), (
        "marks of a kind must not be in a row"
    )


@pytest.mark.parametrize("size", MARK_SIZES)
def test_stored_marks_are_shared_and_cannot_be_written_to(size):
    marks = data.load_marks(size=size)
    assert data.load_marks(size).test_images is marks.test_images
    for array in marks[:4]:
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 1


@pytest.mark.parametrize("size", MARK_SIZES)
def test_ink_is_high_and_paper_is_zero(size):
    marks = data.load_marks(size)
    amount = {name: ink(marks, name).mean() for name in MARK_NAMES}
    assert amount["empty"] < 0.02
    assert amount["empty"] < amount["tick"] < amount["X"] < amount["scribble"]
    darkest = ink(marks, "X").max(axis=(1, 2))
    assert darkest.min() > 0.5
    assert np.median(ink(marks, "empty")) == 0


@pytest.mark.parametrize("size", MARK_SIZES)
def test_a_mark_looks_most_like_its_own_template(size):
    marks = data.load_marks(size)
    names = ("X", "O", "tick")
    for index, name in enumerate(names):
        pictures = np.stack([_cut_out(picture) for picture in ink(marks, name)])
        likeness = np.stack([_correlation(pictures, data.mark_template(name)) for name in names])
        assert (likeness.argmax(axis=0) == index).mean() >= 0.9, name


@pytest.mark.parametrize("size", MARK_SIZES)
def test_a_scribble_fills_its_place_more_than_any_line_does(size):
    def filled(name):
        return np.array([_cut_out(picture).mean() for picture in ink(data.load_marks(size), name)])

    lines = np.concatenate([filled(name) for name in ("X", "O", "tick")])
    assert np.percentile(filled("scribble"), 5) > np.median(lines)
    assert np.median(filled("scribble")) > np.percentile(lines, 95)


def _cut_out(picture):
    """The part of a picture that has dark ink, scaled to 5x5; all of a picture that is as small."""
    if len(picture) == 5:
        return picture
    rows, columns = np.nonzero(picture > 0.52)  # specks are lighter
    mark = picture[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1]
    scaled = Image.fromarray(mark.astype(np.float32)).resize((5, 5), Image.Resampling.BOX)
    return np.asarray(scaled)


def _correlation(pictures, template):
    pictures = pictures - pictures.mean(axis=(1, 2), keepdims=True)
    template = template - template.mean()
    lengths = np.linalg.norm(pictures, axis=(1, 2)) * np.linalg.norm(template)
    return (pictures * template).sum(axis=(1, 2)) / lengths


def _middle(pictures):
    """Mean row and column of the ink, in pixels from the paper's middle."""
    size = pictures.shape[-1]
    place = np.indices((size, size)) - (size - 1) / 2
    share = pictures / pictures.sum(axis=(1, 2), keepdims=True)
    return np.einsum("nrc,arc->na", share, place)


def test_marks_on_12x12_paper_lie_in_all_corners():
    middle = _middle(ink(data.load_marks(12), "O"))
    assert (middle.min(axis=0) < -2).all()
    assert (middle.max(axis=0) > 2).all()
    assert abs(middle.mean(axis=0)).max() < 0.3


def test_wander_keeps_marks_in_the_middle_or_lets_them_go():
    spread = [
        _middle(ink(data.make_marks(12, train_per_class=60, wander=wander), "O")).std()
        for wander in (0, 0.5, 1)
    ]
    assert spread[0] < 0.5
    assert spread[0] < 0.6 * spread[1] < 0.6 * spread[2]


def test_seed_and_counts():
    def images(seed):
        return data.make_marks(5, train_per_class=3, test_per_class=2, seed=seed)

    first, again, other = images(1), images(1), images(2)
    assert first.train_images.shape == (15, 5, 5)
    assert first.test_images.shape == (10, 5, 5)
    np.testing.assert_array_equal(first.train_images, again.train_images)
    assert (first.train_images != other.train_images).any()
    assert (first.train_images[:10] != first.test_images).any()


@pytest.mark.parametrize("function", [data.load_marks, data.make_marks])
@pytest.mark.parametrize("size", [6, 0, "5", None])
def test_unknown_size(function, size):
    with pytest.raises(ValueError, match="size must be 5, 12 or 28, but is "):
        function(size)


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"train_per_class": 0}, "train_per_class must be a whole number of at least 1, but is 0"),
        (
            {"test_per_class": 1.5},
            "test_per_class must be a whole number of at least 1, but is 1.5",
        ),
        ({"wander": 1.1}, "wander must lie between 0 and 1, but is 1.1"),
        ({"wander": float("nan")}, "wander must lie between 0 and 1, but is nan"),
    ],
)
def test_wrong_settings(settings, message):
    with pytest.raises(ValueError, match=message):
        data.make_marks(5, **settings)


TEMPLATES = {
    "X": "#...# .#.#. ..#.. .#.#. #...#",
    "O": ".###. #...# #...# #...# .###.",
    "tick": "..... ....# ...#. #.#.. .#...",
    "scribble": "####. .#### ####. .#### ####.",
    "empty": "..... ..... ..... ..... .....",
    "V": "..... ..... #...# .#.#. ..#..",
}


@pytest.mark.parametrize("name", TEMPLATES)
def test_templates_at_5(name):
    expected = [[cell == "#" for cell in row] for row in TEMPLATES[name].split()]
    template = data.mark_template(name)
    assert template.dtype == np.float64
    np.testing.assert_array_equal(template, expected)


@pytest.mark.parametrize("size", [5, 6, 7, 12, 28])
def test_templates_at_any_size(size):
    x, o = data.mark_template("X", size), data.mark_template("O", size)
    np.testing.assert_array_equal(x, np.maximum(np.eye(size), np.eye(size)[::-1]))
    np.testing.assert_array_equal(o, o.T)
    np.testing.assert_array_equal(o, o[::-1])
    for name in TEMPLATES:
        template = data.mark_template(name, size)
        assert template.shape == (size, size)
        assert set(np.unique(template)) <= {0.0, 1.0}
        template[...] = 7  # a new array each time: nobody else's template changes
        assert data.mark_template(name, size).max() <= 1


def test_the_story_network_sees_what_the_story_says():
    def pooled(name):
        kernel = 2 * np.eye(3) - 1
        windows = np.lib.stride_tricks.sliding_window_view(data.mark_template(name), (3, 3))
        feature_map = np.maximum((windows * kernel).sum(axis=(2, 3)), 0)
        pools = np.lib.stride_tricks.sliding_window_view(feature_map, (2, 2))
        return pools.max(axis=(2, 3)).tolist()

    assert pooled("X") == [[3, 1], [1, 3]]
    assert pooled("V") == [[0, 1], [3, 0]]
    assert pooled("O") == [[0, 0], [0, 0]]


@pytest.mark.parametrize("name", ["x", "cross", None, 0])
def test_unknown_template(name):
    with pytest.raises(ValueError, match="name must be one of X, O, tick, scribble, empty, V, but"):
        data.mark_template(name)


@pytest.mark.parametrize(("size", "message"), [(4, "at least 5, but is 4"), (5.5, "but is 5.5")])
def test_wrong_template_size(size, message):
    with pytest.raises(ValueError, match=message):
        data.mark_template("X", size)
