"""The kernel explorer: move nine numbers and watch the feature map follow."""

from __future__ import annotations

from cnn_helpers.kernels import COLOR_PRESETS, PRESETS
from cnn_helpers.widgets import filtering
from cnn_helpers.widgets.explorer_figure import still_picture
from cnn_helpers.widgets.explorer_state import LIMITS, ExplorerState
from cnn_helpers.widgets.map_questions import is_right
from cnn_helpers.widgets.pictures import as_picture, picture_groups, picture_of
from cnn_helpers.widgets.uploads import decode_picture

__all__ = ["KernelExplorer"]


class KernelExplorer(ExplorerState):
    """Nine kernel weights as sliders; image, kernel and feature map side by side.

    Point at a cell of the feature map, by mouse, finger or arrow keys, to see its window on the
    image, the nine products and their sum. Zoom in until a photograph's pixels show their numbers.
    Python's values are the truth: ``explorer.feature_map`` is what ``conv2d`` computes; the page
    only draws ahead of it while a slider moves.

    Parameters
    ----------
    image : str or array_like
        ``"X"`` and other names in the widget's list, or grey values (H, W) from 0 to 1 (uint8: 0 to
        255), or RGB (H, W, 3).
    kernel : str or array_like, shape (3, 3), or (3, 3, 3) where ``channels="rgb"``
        A preset's name (a part that fits only one is enough, as ``"vertical edges"``) or nine
        numbers; for RGB one plane a channel (channel, row, column), or nine numbers for all three.
    channels : {"grey", "rgb"}
        ``"grey"`` turns colours to grey: 0.299 R + 0.587 G + 0.114 B. ``"rgb"`` keeps three
        channels, each with nine weights of its own; what they give is added up.
    second_kernel : str or array_like, optional
        A kernel to compare with, under the same settings; None compares nothing.
    stride : int
        1 to 8.
    padding : int
        Rings of zeros around the image, 0 to 8.
    dilation : int
        Step between the pixels of a window, 1 to 8.
    bias : float
        Added to every sum.
    relu : bool
        Whether negative results become 0.
    predict : bool
        Hide what is asked for until the learner has answered.
    ask : {"number", "largest"}
        What predict mode asks for: the chosen cell's number, or the cell with the largest one.
    cell : (int, int)
        Row and column of the chosen cell of the feature map, from 0.
    zoom : int
        How many times the arrays are magnified around the chosen cell, 1 to 64.
    look : {"ink", "photo"}, optional
        ``"ink"``: 0 is white paper, 1 dark ink. ``"photo"``: 0 is black, 1 white. None lets the
        image decide: photographs, uploads and RGB arrays are photos, all else is ink.
    map_look : {"signed", "grey"}
        Feature map in colours centred on 0, or as a grey picture.
    map_limits : (float, float), optional
        Values at the ends of the colours; None fits them to the map, or to both maps.

    Attributes
    ----------
    feature_map : numpy.ndarray, shape (rows, columns), float64, read-only
        The result; ``observe`` it to react.
    second_map : numpy.ndarray or None
        What the second kernel gives.
    image_name, kernel_name : str
        What is shown, in words.
    prediction : float, (int, int) or None
        The number or the cell that the learner has answered; None as soon as anything changes.

    Examples
    --------
    >>> explorer = KernelExplorer(image="X", kernel="diagonal")
    >>> explorer.feature_map.astype(int).tolist()
    [[3, -3, -1], [-3, 1, -3], [-1, -3, 3]]
    >>> explorer.set(kernel=[[0, 0, 0], [0, 2, 0], [0, 0, 0]], padding=1)
    >>> explorer.feature_map.shape
    (5, 5)
    >>> explorer.set(image="coffee", channels="rgb", kernel="red against green")
    >>> explorer.image.shape, explorer.kernel.shape, explorer.feature_map.shape
    ((171, 256, 3), (3, 3, 3), (171, 256))
    >>> explorer.set(stride=0)
    Traceback (most recent call last):
        ...
    cnn_helpers.widgets.settings.SettingError: stride must be a whole number from 1 to 8, but is 0
    """

    module = "kernel_explorer.js"
    styles = ("widget.css", "kernel_editor.css", "kernel_explorer.css")

    def __init__(
        self,
        image="X",
        kernel="identity",
        *,
        channels="grey",
        second_kernel=None,
        stride=1,
        padding=0,
        dilation=1,
        bias=0.0,
        relu=False,
        predict=False,
        ask="number",
        cell=(0, 0),
        zoom=1,
        look=None,
        map_look="signed",
        map_limits=None,
    ):
        settings = {name: value for name, value in locals().items() if name in self.trait_names()}
        self._computed = ()
        everything = {**PRESETS, **COLOR_PRESETS}
        super().__init__(
            picture_groups=picture_groups(),
            presets={name: values.tolist() for name, values in everything.items()},
            limits=LIMITS,
            **self.checked(settings),
        )
        self._compute()

    def normalise(self, by="sum"):
        """Divide the kernel by the sum of its weights, or of their absolute values.

        Parameters
        ----------
        by : {"sum", "absolute"}
            After ``"sum"`` the weights add up to 1, and flat areas keep their grey; after
            ``"absolute"`` no answer is larger than 1 in size.

        Raises
        ------
        SettingError
            If the sum is 0.
        """
        self.kernel = filtering.normalised(self.kernel, by)

    def randomise(self, seed=None):
        """Draw every weight of the kernel from -1 to 1, with two decimals."""
        self.kernel = filtering.random_kernel(self.kernel.shape, seed)

    @property
    def kernel_name(self):
        """The preset's name, or ``"own kernel"``."""
        return filtering.filter_name(self.kernel)

    @property
    def prediction_is_right(self):
        """Whether the prediction is right; None before there is one.

        A number may be off by 0.01. On a map of hundreds of cells, any of the strongest hundredth
        counts as the largest.
        """
        if self.prediction is None:
            return None
        return is_right(self.prediction, self.feature_map, self.cell)

    def sentence(self):
        """Return the present state in a sentence, the same in every run."""
        low, high = self.feature_map.min(), self.feature_map.max()
        height, width = self.image.shape[:2]
        rows, columns = self.feature_map.shape
        rgb = " x 3" if self.channels == "rgb" else ""
        dilation = f"dilation {self.dilation}, " if self.dilation > 1 else ""
        second = self.second_kernel
        compared = "" if second is None else f", compared with {filtering.filter_name(second)}"
        return (
            f"KernelExplorer: image {self.image_name} ({height} x {width}{rgb}), "
            f"kernel {self.kernel_name}{compared}, stride {self.stride}, padding {self.padding}, "
            f"{dilation}bias {self.bias:g}, {'ReLU' if self.relu else 'no ReLU'}; "
            f"feature map {rows} x {columns} with values from {low:.4g} to {high:.4g}."
        )

    @property
    def window(self):
        """The pixels under the kernel at the chosen cell, as large as the kernel; padding is 0."""
        return filtering.window_at(self.image, self.cell, **self._geometry)

    def figure(self):
        """Return a matplotlib figure of the present state; what is asked for stays secret."""
        return still_picture(self)

    def answer(self):
        """Return the maps, which the page draws where they differ from its preview."""
        maps = {"feature_map": self.feature_map}
        return maps if self.second_map is None else {**maps, "second_map": self.second_map}

    def handle(self, command, content, buffers):
        """Take the page's ``choose`` (a picture by its name) and ``upload`` (one of one's own)."""
        if command == "choose":
            picture = as_picture(str(content["name"]))
        elif command == "upload":
            name = str(content["name"])
            data = b"".join(bytes(buffer) for buffer in buffers)
            picture = picture_of(name, decode_picture(data, name, color=True), "photo")
        else:
            raise ValueError(f"command must be choose or upload, but is {command!r}")
        fits = filtering.largest_dilation(picture.values.shape, self.padding)
        self.set(image=picture, dilation=min(self.dilation, fits))
