"""Interactive figures for the notebooks: one file a widget, drawing in ``static/*.js``."""

from cnn_helpers.widgets.backprop_microscope import BackpropMicroscope
from cnn_helpers.widgets.convolution_stepper import ConvolutionStepper
from cnn_helpers.widgets.filter_challenge import FilterChallenge
from cnn_helpers.widgets.kernel_explorer import KernelExplorer
from cnn_helpers.widgets.network_explorer import NetworkExplorer
from cnn_helpers.widgets.neuron_tuner import NeuronTuner
from cnn_helpers.widgets.pixel_painter import PixelPainter
from cnn_helpers.widgets.pooling_explorer import PoolingExplorer
from cnn_helpers.widgets.quiz import Quiz
from cnn_helpers.widgets.shape_explorer import ShapeExplorer
from cnn_helpers.widgets.softmax_explorer import SoftmaxExplorer
from cnn_helpers.widgets.training_time_machine import TrainingTimeMachine

__all__ = [
    "BackpropMicroscope",
    "ConvolutionStepper",
    "FilterChallenge",
    "KernelExplorer",
    "NetworkExplorer",
    "NeuronTuner",
    "PixelPainter",
    "PoolingExplorer",
    "Quiz",
    "ShapeExplorer",
    "SoftmaxExplorer",
    "TrainingTimeMachine",
]
