"""What the course asks of the server, on top of the reader's own settings, which stay."""

import sys
from pathlib import Path

c = get_config()  # noqa: F821 - Jupyter defines it

sys.path.insert(0, str(Path(__file__).parent))
c.ServerApp.kernel_websocket_connection_class = "nodelay_websocket.NodelayWebsocketConnection"
