"""MLflow's own server on a private store: `python -m bora.tracking_page [PORT]`, started by `tracking.ui`.

Prints the port in its first line and ends when its parent does (see `bora.lifeline`).
"""

import logging
import os
import sys

from werkzeug.serving import make_server

from bora import tracking
from bora.lifeline import exit_with_parent


def main() -> None:
    """Serve the store that $_MLFLOW_SERVER_FILE_STORE names until the parent is gone."""
    exit_with_parent()
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    tracking.quiet()
    from mlflow.server import app

    server = make_server("127.0.0.1", int(sys.argv[1]) if len(sys.argv) > 1 else 0, app, threaded=True)
    print(server.port, flush=True)
    sys.stdout = open(os.devnull, "w")  # noqa: PTH123, SIM115  (nobody reads on)
    server.serve_forever()


if __name__ == "__main__":
    main()
