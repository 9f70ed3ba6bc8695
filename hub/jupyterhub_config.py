"""JupyterHub for one class on one machine, on nbgrader's exchange: docs/operate.md says how to set it up.

Accounts are the machine's own (PAM); each server runs as its learner. `jupyterhub -f hub/jupyterhub_config.py`
"""

import os
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
EXCHANGE = os.environ.get("MLOPS_LABS_EXCHANGE", "/srv/mlops-labs/exchange")
PACKAGE = os.environ.get("MLOPS_LABS_PACKAGE", "/srv/mlops-labs/mlops-labs.zip")

c = get_config()  # noqa: F821  (given by traitlets)

# whoever is a member of this group of the machine may log in; teachers are ordinary accounts with a course folder
c.Authenticator.allow_all = "MLOPS_LABS_GROUP" not in os.environ
c.LocalAuthenticator.allowed_groups = {os.environ.get("MLOPS_LABS_GROUP", "learners")}

# the proxy beside the hub's Python, in Python as well: no node is needed
c.ConfigurableHTTPProxy.command = [str(Path(sys.executable).with_name("configurable-http-proxy"))]

# the Python that runs the hub runs the servers, with the newest package in ~/mlops-labs and no work lost
c.Spawner.cmd = ["sh", str(HERE / "start_learner.sh")]
# closed tabs and laptops: a server that nobody used for an hour gives its memory back, work stays on disk
c.Spawner.args = ["--ServerApp.shutdown_no_activity_timeout=3600"]
c.Spawner.environment = {
    "MLOPS_LABS_EXCHANGE": EXCHANGE,
    "MLOPS_LABS_PACKAGE": PACKAGE,
    "JUPYTER_CONFIG_PATH": str(HERE / "shared"),
    "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
}
c.Spawner.default_url = "/lab/tree/mlops-labs/notebooks/00_start_here.ipynb"
# services of a lab may need a moment more than a bare server
c.Spawner.start_timeout = c.Spawner.http_timeout = 120
