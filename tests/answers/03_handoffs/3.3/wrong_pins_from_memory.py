"""Types in versions that were current once.

fails: hidden:3.3
says: does not name the version that is installed
"""


def model_parcel(loans):
    raw = loans[RAW].astype(dict.fromkeys(MONEY + COUNTS, float))
    inputs = make_column_transformer(
        (make_pipeline(FunctionTransformer(np.log1p), StandardScaler()), MONEY),
        (StandardScaler(), COUNTS),
        (OneHotEncoder(handle_unknown="ignore"), WORDS),
    )
    model = make_pipeline(inputs, LogisticRegression(solver="newton-cholesky", tol=1e-8)).fit(raw, loans["default"])
    with tempfile.TemporaryDirectory() as scratch:
        mlflow.sklearn.save_model(
            model,
            Path(scratch, "model"),
            signature=mlflow.models.infer_signature(raw, model.predict_proba(raw)),
            input_example=raw.head(),
            pip_requirements=["mlflow==" + version("mlflow"), "scikit-learn==1.4.2", "skops==" + version("skops")],
            pyfunc_predict_fn="predict_proba",
        )
        return Path(shutil.make_archive(str(Path(scratch, "parcel")), "zip", Path(scratch, "model"))).read_bytes()
