"""Knows the words of the training only, and stops at any other.

fails: check:3.3
says: a word that the model does not know
"""


def model_parcel(loans):
    raw = loans[RAW].astype(dict.fromkeys(MONEY + COUNTS, float))
    inputs = make_column_transformer(
        (make_pipeline(FunctionTransformer(np.log1p), StandardScaler()), MONEY),
        (StandardScaler(), COUNTS),
        (OneHotEncoder(), WORDS),
    )
    model = make_pipeline(inputs, LogisticRegression(solver="newton-cholesky", tol=1e-8)).fit(raw, loans["default"])
    with tempfile.TemporaryDirectory() as scratch:
        mlflow.sklearn.save_model(
            model,
            Path(scratch, "model"),
            signature=mlflow.models.infer_signature(raw, model.predict_proba(raw)),
            input_example=raw.head(),
            pip_requirements=[f"{name}=={version(name)}" for name in ("mlflow", "scikit-learn", "skops", "numpy")],
            pyfunc_predict_fn="predict_proba",
        )
        return Path(shutil.make_archive(str(Path(scratch, "parcel")), "zip", Path(scratch, "model"))).read_bytes()
