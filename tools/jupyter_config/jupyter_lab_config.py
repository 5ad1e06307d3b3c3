"""What the course asks of JupyterLab: no update check, no news, nothing from the internet."""

c = get_config()  # noqa: F821 - Jupyter defines it

c.LabApp.check_for_updates_class = "jupyterlab.handlers.announcements.NeverCheckForUpdate"
c.LabApp.news_url = None
c.LabApp.extension_manager = "readonly"
