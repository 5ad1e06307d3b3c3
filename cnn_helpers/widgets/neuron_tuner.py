"""A network small enough to turn every weight by hand: two inputs, two ReLU neurons, one answer."""

from __future__ import annotations

import numpy as np
import traitlets

from cnn_helpers.widgets import tiny_network as tiny
from cnn_helpers.widgets.base import CourseWidget
from cnn_helpers.widgets.gradient_trail import GradientTrail
from cnn_helpers.widgets.settings import (
    Setting,
    SettingError,
    bounded_int,
    flag,
    list_to_page,
    one_of,
)
from cnn_helpers.widgets.tuned_network import TunedNetwork, picture_of, usual
from cnn_helpers.widgets.tuner_questions import AskingTuner, TunerQuestions
from cnn_helpers.widgets.tuner_settings import (
    LARGEST_PARAMETER,
    as_axes,
    as_parameters,
    as_rate,
    as_sections,
    as_temperature,
    check_fits,
    too_far,
)

__all__ = ["NeuronTuner"]

MOST_STEPS = 1000


class NeuronTuner(AskingTuner, CourseWidget):
    """The ice-cream shop's network, each weight on a slider; gradient descent one step at a time.

    Two inputs (the temperature, and whether it is a weekend) go to two ReLU neurons and from there
    to one answer: the day's revenue. Units are tens of degrees and hundreds of euros. The loss is
    the mean squared error over 584 days of the made-up shop; 146 more are only looked at.

    Parameters
    ----------
    parameters : array_like, shape (P,), optional
        All weights and biases, in the order of ``names``. None means a random start.
    network : {"two neurons", "one neuron", "straight line"}
        With 9, 5 or 3 parameters.
    seed : int
        Of the random start.
    lr : float
        Learning rate of the gradient steps, above 0.
    axes : (int, int), optional
        Positions of the two parameters that the loss landscape shows: across and up.
    temperature : float
        Of the day whose numbers stand in the diagram, in degrees Celsius, -10 to 40.
    weekend : bool
        Whether that day is a weekend.
    predict : bool
        Ask before telling: which way a weight will move, what a neuron answers.
    sections : sequence of str
        Which parts are unfolded: "weights", "landscape", "start", "question".

    Attributes
    ----------
    names : list of str
        Of the parameters.
    gradient : numpy.ndarray of float64, shape (P,)
        Derivative of the training loss by each.
    losses : (float, float)
        Mean squared error over the training days and over the validation days.
    steps : int
        Gradient steps since the last start.
    trail : numpy.ndarray of float64, shape (T, P)
        Where the steps came by, the present place last.

    Examples
    --------
    >>> tuner = NeuronTuner([1, 0.5, -1, 1, 0, -2.4, 2, -1.6, 0.6], temperature=20, weekend=True)
    >>> tuner.neuron_answers.tolist(), round(tuner.revenue, 3)
    ([1.5, 0.0], 360.0)
    >>> tuner.set(network="straight line", parameters=[1.0, 0.8, 0.5])
    >>> before = tuner.losses[0]
    >>> tuner.step(10)
    >>> tuner.losses[0] < before
    True
    """

    use = "turn the weights"
    module = "neuron_tuner.js"
    styles = ("widget.css", "chart.css", "neuron_tuner.css")

    network = Setting("two neurons", one_of("network", tiny.NETWORKS)).tag(sync=True)
    parameters = Setting(np.zeros(9), as_parameters).tag(sync=True, to_json=list_to_page)
    lr = Setting(0.05, as_rate).tag(sync=True)
    seed = Setting(19, bounded_int("seed", 0, 999_999)).tag(sync=True)
    axes = Setting((6, 7), as_axes).tag(sync=True, to_json=list_to_page)
    temperature = Setting(20.0, as_temperature).tag(sync=True)
    weekend = Setting(False, flag("weekend")).tag(sync=True)
    sections = Setting(("weights",), as_sections).tag(sync=True, to_json=list_to_page)
    steps = traitlets.Int(0, read_only=True).tag(sync=True)
    names = traitlets.List(read_only=True).tag(sync=True)
    days = traitlets.Dict(read_only=True).tag(sync=True)
    path = traitlets.Dict(read_only=True).tag(sync=True)

    def __init__(
        self,
        parameters=None,
        *,
        network="two neurons",
        seed=19,
        lr=0.05,
        axes=None,
        temperature=20.0,
        weekend=False,
        predict=False,
        sections=("weights",),
    ):
        self._questions = TunerQuestions()
        self._others = {}  # where each network stood when another one was chosen
        self._trail = GradientTrail()
        self._stepping = False
        settings = {
            "network": network,
            "seed": seed,
            "lr": lr,
            "temperature": temperature,
            "weekend": weekend,
            "predict": predict,
            "sections": sections,
        }
        settings |= {} if parameters is None else {"parameters": parameters}
        settings |= {} if axes is None else {"axes": axes}
        days = {name: array.tobytes() for name, array in tiny.revenue_days()._asdict().items()}
        self._network = network
        super().__init__(**self.checked(settings))
        self.set_trait("days", days)
        self._arrive()

    # Settings that must fit each other ---------------------------------------------------------

    def checked(self, settings):
        """Check the settings, alone and together: parameters and axes must fit the network."""
        checked = super().checked(settings)
        network = checked.get("network", self.network)
        if network != self.network or not self.names:
            checked = usual(network, checked.get("seed", self.seed), self._others) | checked
        for name in ("parameters", "axes"):
            if name in checked:
                check_fits(name, checked[name], network)
        return checked

    @traitlets.validate("parameters", "axes")
    def _fit_network(self, proposal):
        check_fits(proposal["trait"].name, proposal["value"], self.network)
        return proposal["value"]

    @traitlets.observe("network")
    def _switch(self, _):
        if len(self.parameters) != len(tiny.parameter_names(self.network)):
            for name, value in usual(self.network, self.seed, self._others).items():
                setattr(self, name, value)
        if self._network != self.network:
            self._network = self.network
            self._arrive()
            if self.predict:
                self.next_question()

    @traitlets.observe("parameters")
    def _keep(self, _):
        for network in tiny.NETWORKS:
            if len(tiny.parameter_names(network)) == len(self.parameters):
                self._others[network] = self.parameters
        if not self._stepping:
            self._arrive()

    def _arrive(self):
        """Begin a new trail here: a weight was turned by hand, or the start was drawn."""
        self._trail.begin(self.network, self.parameters)
        self._show_trail()
        self.set_trait("names", tiny.parameter_names(self.network))
        if self.predict and self.question is None:
            self.next_question()

    def _show_trail(self):
        self.set_trait("steps", self._trail.steps)
        self.set_trait("path", self._trail.to_page())

    # What the network says ---------------------------------------------------------------------

    @property
    def state(self):
        """The network, its parameters and the chosen day: a :class:`TunedNetwork`."""
        return TunedNetwork(self.network, self.parameters, self.temperature, self.weekend)

    @property
    def losses(self):
        """Mean squared error over the training days and the validation days, (100 euros)²."""
        return self.state.losses

    @property
    def gradient(self):
        """Derivative of the training loss by each parameter, (P,)."""
        return self.state.gradient

    @property
    def neuron_answers(self):
        """What each hidden neuron answers on the chosen day, (H,)."""
        return np.maximum(self.state.neuron_sums, 0)

    @property
    def revenue(self):
        """What the network predicts for the chosen day, in euros."""
        return self.state.revenue

    @property
    def trail(self):
        """Where the gradient steps came by, (T, P), the present place last."""
        return self._trail.points.copy()

    # Learning ----------------------------------------------------------------------------------

    def step(self, count=1):
        """Make gradient steps: each parameter goes against its slope, lr times as far.

        Parameters
        ----------
        count : int
            How many, 1 to 1000.

        Raises
        ------
        SettingError
            If a step throws a parameter beyond its slider; what came before it stays.
        """
        count = bounded_int("count", 1, MOST_STEPS)(count)
        place, thrown = self._trail.descend(
            self.network, self.parameters, self.lr, count, LARGEST_PARAMETER
        )
        self._stepping = True
        try:
            with self.hold_sync():
                self.parameters = place
                self._show_trail()
        finally:
            self._stepping = False
        if thrown is not None:
            raise SettingError(too_far(self.names, thrown, self.lr))

    def restart(self, seed=None):
        """Go to a random start; the same seed gives the same one."""
        seed = self.seed if seed is None else bounded_int("seed", 0, 999_999)(seed)
        with self.hold_sync():
            self.seed = seed
            self.parameters = tiny.random_parameters(self.network, seed)
            self._arrive()

    # For the page, and for readers without one -------------------------------------------------

    def sentence(self):
        """Return the present state in a sentence, the same in every run."""
        train, held_out = self.losses
        kind = "weekend" if self.weekend else "weekday"
        start = f"NeuronTuner: {self.network}, {self.steps} steps; "
        if self.asking:
            return f"{start}{self.question['text']}"
        return (
            f"{start}training loss {train:.3g}, validation loss {held_out:.3g}; "
            f"a {kind} of {self.temperature:g} degrees brings {self.revenue:.0f} euros."
        )

    def figure(self):
        """Return a static picture of the present state; what a question asks for stays hidden."""
        from cnn_helpers.figures.tuner_scene import tuner_picture

        return tuner_picture(**picture_of(self))

    def handle(self, command, content, buffers):
        """Do what a button asks for: ``step``, ``restart``, ``network``, or ``next`` question."""
        if command == "step":
            self.step(content["count"])
        elif command == "restart":
            self.restart(content["seed"])
        elif command == "network":
            with self.hold_sync():
                self.set(network=content["network"])
        elif command == "next":
            self.next_question()
        else:
            raise ValueError(f"command must be step, restart, network or next, but is {command!r}")

    def answer(self):
        """Return Python's numbers for the page to compare: losses, revenue, gradient."""
        numbers = {"losses": self.losses, "revenue": [self.revenue], "gradient": self.gradient}
        return {name: np.array(values, np.float64) for name, values in numbers.items()}
