"""The course's table of contents, for the map in the first notebook and for the tests."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["CHAPTERS", "Chapter"]


@dataclass(frozen=True)
class Chapter:
    """One notebook of the course.

    Attributes
    ----------
    number : str
        Two digits, ``"00"`` to ``"14"``.
    name : str
        What the file is called after the number, for example ``"filters"``.
    short_title : str
        A few words for the map.
    written : bool
        Whether the notebook exists already.
    afternoon : bool
        Whether the shortest path through the course takes it in.
    deeper : bool
        Whether it goes deeper than a first reading needs.
    """

    number: str
    name: str
    short_title: str
    written: bool = False
    afternoon: bool = False
    deeper: bool = False

    @property
    def file(self):
        """File name of the notebook.

        Examples
        --------
        >>> CHAPTERS[4].file
        '04_filters.ipynb'
        """
        return f"{self.number}_{self.name}.ipynb"


CHAPTERS = (
    Chapter("00", "start_here", "start here", written=True, afternoon=True),
    Chapter("01", "ice_cream_revenue", "predict a day's revenue", written=True),
    Chapter("02", "classification", "busy day, quiet day", written=True),
    Chapter("03", "images_as_numbers", "pictures as numbers", written=True, afternoon=True),
    Chapter("04", "filters", "filters", written=True, afternoon=True),
    Chapter("05", "stride_and_padding", "stride and padding", written=True),
    Chapter("06", "channels_bias_relu", "channels, bias, ReLU", written=True, afternoon=True),
    Chapter("07", "pooling_and_shifts", "pooling and shifts", written=True, afternoon=True),
    Chapter("08", "forward_pass", "the whole forward pass", written=True),
    Chapter("09", "backpropagation", "backpropagation", written=True, deeper=True),
    Chapter(
        "10",
        "backpropagation_through_convolution",
        "back through a filter",
        written=True,
        deeper=True,
    ),
    Chapter("11", "training", "train on real digits", written=True, afternoon=True),
    Chapter("12", "inside_a_cnn", "look inside a CNN", written=True),
    Chapter("13", "capstone_order_cards", "read an order card", written=True),
    Chapter("14", "making_it_fast", "make it fast", written=True, deeper=True),
)
