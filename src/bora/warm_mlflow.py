"""Import this before a process forks: MLflow, with all that it would import or read only when a store is opened, or a
model saved or loaded. What is not installed, or has moved in another version of MLflow, is left out.
"""

import contextlib
import importlib

from bora.tracking import quiet

_MODULES = (
    *("mlflow.sklearn", "mlflow.pyfunc", "skops.io"),
    *("mlflow.store.tracking.sqlalchemy_store", "mlflow.store.model_registry.sqlalchemy_store"),
    *("alembic.command", "sqlalchemy.dialects.sqlite", "pyarrow.pandas_compat"),
    *("sklearn.compose", "sklearn.linear_model", "sklearn.pipeline"),
)

quiet()
for _name in _MODULES:
    with contextlib.suppress(ImportError):
        importlib.import_module(_name)
with contextlib.suppress(Exception):  # MLflow reads which module belongs to which package, of all that are installed
    importlib.import_module("mlflow.utils.requirements_utils")._init_packages_to_modules_map()
