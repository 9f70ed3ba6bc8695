"""The flight recorder of lab 05: what the loop decides goes to MLflow's store and registry as it happens."""

import mlflow
import sklearn
from mlflow.data.pandas_dataset import from_pandas
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer

from bora.flight import Event, Model, View, inputs

NAME = "bora-pd"
"""The name of the model in the registry."""


def record(event: Event, view: View) -> None:
    """Record one event of a flight in the store that MLflow points at; events of other processes leave nothing.

    A training becomes a run and a new version with the alias challenger, a promotion moves the alias champion, a
    refusal leaves its reason in the tag verdict. A training that a data gate refuses becomes a run without a version.
    """
    if event.action == "train" and event.model is not None:
        _log_training(event, event.model, view)
    elif event.action == "promote":
        _log_verdict("approved")
        mlflow.MlflowClient().set_registered_model_alias(NAME, "champion", event.evidence["version"])
    elif event.action == "refuse" and "version" in event.evidence:  # there is a challenger: it was the model gate
        _log_verdict(event.reason)
    elif event.action == "refuse":
        tags = {"month": event.month, "trigger": event.evidence["trigger"], "verdict": event.reason}
        with mlflow.start_run(run_name=f"{event.month} training", tags=tags):
            pass


def _log_training(event: Event, new: Model, view: View) -> None:
    tags = {"month": event.month, "trigger": event.reason}
    with mlflow.start_run(run_name=f"{event.month} training", tags=tags):
        mlflow.log_params({"fitted_on": " ".join(new.fitted_on), "labels": new.labels})
        for month in new.fitted_on:
            mlflow.log_input(from_pandas(view.loans(month), name=month), context="training")
        model = make_pipeline(FunctionTransformer(inputs), new.estimator)
        logged = mlflow.sklearn.log_model(
            model,
            name="pd",
            registered_model_name=NAME,
            pip_requirements=[f"scikit-learn=={sklearn.__version__}"],
            skops_trusted_types=["numpy.dtype", "bora.flight.inputs"],  # what the artifact may load
        )
    mlflow.MlflowClient().set_registered_model_alias(NAME, "challenger", logged.registered_model_version)


def _log_verdict(verdict: str) -> None:
    """A tag of the newest training."""
    training = mlflow.last_active_run()
    if training is not None:
        mlflow.MlflowClient().set_tag(training.info.run_id, "verdict", verdict)
