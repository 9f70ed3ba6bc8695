"""Logs the model in a run, and fetches the folder of what was logged."""


def model_parcel(loans):
    raw = loans[RAW].astype(dict.fromkeys(RAW[:7], float))
    logs = make_pipeline(FunctionTransformer(np.log1p), StandardScaler())
    inputs = make_column_transformer(
        (OneHotEncoder(handle_unknown="ignore"), WORDS), (logs, MONEY), remainder=StandardScaler()
    )
    model = make_pipeline(inputs, LogisticRegression(solver="newton-cholesky", tol=1e-9)).fit(raw, loans["default"])
    with mlflow.start_run():
        logged = mlflow.sklearn.log_model(
            model,
            name="pd",
            signature=mlflow.models.infer_signature(raw, model.predict_proba(raw)),
            input_example=raw.iloc[:1],
            pip_requirements=[f"{one}=={version(one)}" for one in ("scikit-learn", "skops")],
            pyfunc_predict_fn="predict_proba",
        )
    folder = mlflow.artifacts.download_artifacts(logged.model_uri)
    with tempfile.TemporaryDirectory() as place:
        return Path(shutil.make_archive(f"{place}/parcel", "zip", folder)).read_bytes()
