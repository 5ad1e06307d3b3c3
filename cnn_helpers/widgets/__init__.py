"""Interactive figures for the notebooks: one file a widget, drawing in ``static/*.js``.

A widget's module loads when it is first used: a notebook pays for the one or two that it shows.
"""

from importlib import import_module

_HOME = {
    "BackpropMicroscope": "backprop_microscope",
    "CardReader": "card_reader",
    "ConvolutionStepper": "convolution_stepper",
    "FilterChallenge": "filter_challenge",
    "KernelExplorer": "kernel_explorer",
    "NetworkExplorer": "network_explorer",
    "NeuronTuner": "neuron_tuner",
    "PixelPainter": "pixel_painter",
    "PoolingExplorer": "pooling_explorer",
    "Quiz": "quiz",
    "ShapeExplorer": "shape_explorer",
    "SoftmaxExplorer": "softmax_explorer",
    "TimingExplorer": "timing_explorer",
    "TrainingTimeMachine": "training_time_machine",
}

__all__ = [*_HOME]


def __getattr__(name):
    if name in _HOME:
        return getattr(import_module(f"cnn_helpers.widgets.{_HOME[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__():
    return sorted([*globals(), *__all__])
