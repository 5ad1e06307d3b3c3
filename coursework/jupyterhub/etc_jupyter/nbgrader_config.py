"""nbgrader for everybody on this machine; goes to /etc/jupyter."""

c = get_config()  # noqa: F821 (nbgrader puts it here)

c.CourseDirectory.course_id = "cnn"
c.Exchange.root = "/srv/nbgrader/exchange"
# What somebody hands in can be read by instructors alone.
c.ExchangeFactory.submit = "cnn_coursework.nbgrader_exchange.PrivateSubmit"
# Instructors' class folder. Students have no right to open it.
c.CourseDirectory.root = "/srv/nbgrader/class"
