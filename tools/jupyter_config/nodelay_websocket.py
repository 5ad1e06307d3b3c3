"""A kernel connection that sends each small message at once.

Jupyter Server leaves Nagle's algorithm on, which holds a small message back until the previous one
is acknowledged: about 40 ms, the difference between a slider that follows the hand and one that
lags.
"""

from jupyter_server.services.kernels.connection.channels import ZMQChannelsWebsocketConnection


class NodelayWebsocketConnection(ZMQChannelsWebsocketConnection):
    """Jupyter's own connection with TCP_NODELAY set."""

    def connect(self):
        """Switch the delay off, then connect as usual."""
        self.websocket_handler.set_nodelay(True)
        return super().connect()
