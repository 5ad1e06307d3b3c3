"""What all widgets of the course share: their page text, their static picture, their error line."""

from __future__ import annotations

import base64
from functools import cache

import anywidget
import traitlets

from cnn_helpers.figures import palette
from cnn_helpers.widgets.modules import STATIC, join_modules
from cnn_helpers.widgets.settings import Setting, SettingError
from cnn_helpers.widgets.still import VIEW, has_separate_outputs, still_html

__all__ = ["CourseWidget"]


@cache
def _style_sheet(names):
    """Return the palette and the font as CSS, followed by the named files of ``static/``."""

    def rules(selector, theme):
        light = theme == "light"
        ground = palette.PAPER if light else palette.DARK_GROUND
        variables = {
            **palette.css_variables(theme),
            "color-scheme": theme,
            "--cnn-card": palette.mix(ground, palette.FILL["kernel"], 0.12),
            "--cnn-control": palette.WHITE if light else palette.mix(ground, palette.WHITE, 0.07),
            "--cnn-groove": palette.RULE if light else palette.mix(ground, palette.WHITE, 0.25),
            # Data looks the same on both grounds, as the figures do.
            "--cnn-data-ink": palette.INK,
            "--cnn-data-rule": palette.RULE,
        }
        lines = (f"  {name}: {value};" for name, value in variables.items())
        return selector + " {\n" + "\n".join(lines) + "\n}"

    fonts = STATIC.parents[1] / "figures" / "fonts"
    font = base64.b64encode((fonts / "PatrickHand-Regular.ttf").read_bytes()).decode("ascii")
    return "\n".join(
        [
            f'@font-face {{ font-family: "Patrick Hand"; src: url(data:font/ttf;base64,{font}); }}',
            rules(".cnn-widget", "light"),
            rules('[data-jp-theme-light="false"] .cnn-widget, .vscode-dark .cnn-widget', "dark"),
            *((STATIC / name).read_text(encoding="utf-8") for name in names),
        ]
    )


class CourseWidget(anywidget.AnyWidget):
    """Base of the widgets; a subclass names its files and writes ``figure()`` and ``sentence()``.

    Attributes
    ----------
    error : str
        The line that the page shows as an alert; empty when all is well.
    """

    module = ""
    """File of ``static/`` that renders the widget."""

    styles = ("widget.css",)
    """Files of ``static/`` with its style, in order."""

    use = "use the sliders"
    """What running its cell is good for, in the words that stand in for the widget."""

    error = traitlets.Unicode("").tag(sync=True)
    _revision = traitlets.Int(0).tag(sync=True)  # the page counts its changes

    def __init__(self, **keywords):
        self._esm = join_modules(self.module)
        self._css = _style_sheet(self.styles)
        super().__init__(**keywords)
        self.on_msg(self._receive)

    def checked(self, settings):
        """Return the settings in the form that is kept, or raise before anything has changed.

        A subclass adds what must hold for several of them together.
        """
        traits = {
            name: trait
            for name, trait in self.traits().items()
            if isinstance(trait, Setting) and not trait.read_only
        }
        unknown = sorted(settings.keys() - traits.keys())
        if unknown:
            raise SettingError(
                f"settings are {', '.join(sorted(traits))}, but got {', '.join(unknown)}"
            )
        return {name: traits[name].validate(self, value) for name, value in settings.items()}

    def set(self, **settings):
        """Change several settings at once: all of them, or none if one is wrong.

        Parameters
        ----------
        **settings
            Any of the constructor's parameters.

        Raises
        ------
        SettingError
            If a setting is unknown or wrong; nothing has changed then.
        """
        checked = self.checked(settings)
        with self.hold_trait_notifications():
            for name, value in checked.items():
                setattr(self, name, value)

    def figure(self):
        """Return a matplotlib figure of the present state."""
        raise NotImplementedError

    def sentence(self):
        """Return the present state in a sentence, the same in every run."""
        raise NotImplementedError

    def still(self):
        """Return what stands in where no kernel runs, as HTML: a picture and a sentence."""
        from cnn_helpers.figures.display import picture_html  # matplotlib loads slowly

        words = {"alt": self.sentence(), "caption": self._invitation()}
        return picture_html(self.figure(), **words, small=True)

    def _invitation(self):
        return f"{self.sentence()} Run this cell to {self.use}."

    def answer(self):
        """Return what the page compares with its preview: arrays by name, for the settings now.

        Traits that Python computes need not be here: they reach the page before the answer does.
        """
        return {}

    def _send_answer(self, number):
        arrays = self.answer()
        reply = {
            "kind": "answer",
            "number": number,
            "revision": self._revision,
            "arrays": [[name, list(array.shape)] for name, array in arrays.items()],
        }
        self.send(reply, [array.astype("<f4").tobytes() for array in arrays.values()])

    def handle(self, command, content, buffers):
        """Do what the page asks for with a message; whatever this raises is shown in the widget."""
        raise NotImplementedError

    def __repr__(self):
        return f"<{self.sentence()}>"

    def _still_bundle(self):
        return {"text/html": still_html(self.still()), "text/plain": self._invitation()}

    def _ipython_display_(self):
        from IPython.display import display

        content, metadata = super()._repr_mimebundle_()
        if has_separate_outputs():
            display(self._still_bundle(), raw=True)
            content = {VIEW: content[VIEW]}
        else:
            content["text/plain"] = self._invitation()
        display(content, metadata=metadata, raw=True)

    def _repr_mimebundle_(self, **keywords):
        bundle = super()._repr_mimebundle_(**keywords)
        if bundle is None:
            return None
        content, metadata = bundle
        return {**content, **self._still_bundle()}, metadata

    def _show_error(self, error):
        """Put an exception on the page in one line, with its kind unless it is one of ours."""
        line = (str(error).splitlines() or [""])[0]
        self.error = line if isinstance(error, ValueError) else f"{type(error).__name__}: {line}"

    def set_state(self, sync_data):
        """Take what the page set; an exception, also one of an observer, is shown on the page."""
        try:
            super().set_state(sync_data)
        except Exception as error:
            self._show_error(error)
            self.send_state()
            if not isinstance(error, ValueError):
                raise  # for the log, where the whole traceback helps
        else:
            self.error = ""

    def _receive(self, _, content, buffers):
        command = content.get("command")
        if command == "ask":  # a question of the page's own: an error that is shown stays
            self._send_answer(content["number"])
            return
        try:
            self.handle(command, content, buffers)
        except Exception as error:
            self._show_error(error)
            if not isinstance(error, ValueError):
                raise
        else:
            self.error = ""
