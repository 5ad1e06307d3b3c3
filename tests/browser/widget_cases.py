"""Every widget of the course, for the tests that hold for all of them.

A new widget adds itself to ``CASES``; ``test_every_widget.py`` then opens it in a real JupyterLab.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Case:
    """A widget as the generic tests make it.

    Attributes
    ----------
    name : str
        Its class.
    arguments : str
        What it is made with, as Python code; small pictures keep the tests quick.
    root : str
        CSS selector of a view's outermost element.
    mover : str
        Selector, inside the root, of a control that changes something in Python at each use: a
        range, number, check box, select or button.
    untouched : tuple of str
        Accessible names of controls that must not be pressed, such as one that opens a file dialog.
    complaints : tuple of str
        Beginnings of what may be said in the widget when its controls are used blindly.
    """

    name: str
    root: str
    mover: str
    arguments: str = ""
    untouched: tuple = ()
    complaints: tuple = ()

    @property
    def code(self):
        """The expression that makes the widget."""
        return f"widgets.{self.name}({self.arguments})"


CASES = (
    Case(
        "BackpropMicroscope",
        ".cnn-microscope",
        "label:text('Right answer') + select",
        # Steps with the largest learning rate leave what parameters may be.
        complaints=(
            "kernels must lie",
            "conv_bias must lie",
            "weights must lie",
            "linear_bias must",
        ),
    ),
    Case("CardReader", ".cnn-card-reader", "label:text('Thumb on') + select"),
    Case("ConvolutionStepper", ".cnn-stepper", "select"),
    Case("FilterChallenge", ".cnn-challenge", '[aria-label="weight row 0, column 0, slider"]'),
    Case(
        "KernelExplorer",
        ".cnn-explorer",
        '[aria-label="weight row 0, column 0, slider"]',
        arguments='"tick", "diagonal"',
        untouched=("picture file", "Open…"),
        complaints=(
            "There is no picture in the clipboard",
            "The browser does not let the button read",
            "The weights add up to 0",
            "All weights are 0",
        ),
    ),
    Case(
        "NetworkExplorer",
        ".cnn-network-explorer",
        ".cnn-bar:not([aria-pressed=true])",
        arguments='"story"',
    ),
    Case(
        "NeuronTuner",
        ".cnn-tuner",
        "input[type=range]",
        complaints=("the next step would throw",),
    ),
    Case("PixelPainter", ".cnn-painter", "label:text('Example') + select", arguments='"tick"'),
    Case("PoolingExplorer", ".cnn-pooling", "select"),
    Case(
        "Quiz",
        ".cnn-quiz",
        ".cnn-place:not([aria-current])",
        arguments='"00_start_here"',
        complaints=("Choose an answer first.", "Type a number first."),
    ),
    Case("ShapeExplorer", ".cnn-shapes", "select"),
    Case("SoftmaxExplorer", ".cnn-softmax", "input[type=range]"),
    Case(
        "TimingExplorer",
        ".cnn-timing",
        "input[type=range]",
        arguments="batch=2, channels=2, filters=2, size=8, seconds=0.001",
    ),
    Case(
        "TrainingTimeMachine",
        ".cnn-machine",
        "input[type=range]",
        arguments="epochs=1, batch_size=500",  # ten steps
        untouched=("Train on",),
        complaints=("training is running already", "your guess must be"),
    ),
)
