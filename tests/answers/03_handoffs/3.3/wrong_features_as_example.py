"""Shows logarithms as the example, which are not raw.

fails: check:3.3
says: as they stand there
"""


def model_parcel(loans):
    inputs = make_column_transformer(
        (make_pipeline(FunctionTransformer(np.log1p), StandardScaler()), MONEY),
        (StandardScaler(), COUNTS),
        (OneHotEncoder(handle_unknown="ignore"), WORDS),
    )
    model = make_pipeline(inputs, LogisticRegression(solver="newton-cholesky", tol=1e-8))
    rows = loans[RAW].astype(dict.fromkeys(MONEY + COUNTS, float))
    model.fit(rows, loans["default"])
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch, "model")
        mlflow.sklearn.save_model(
            model, folder,
            signature=mlflow.models.infer_signature(rows, model.predict_proba(rows)),
            input_example=features(rows).head(3),
            pip_requirements=[f"{n}=={version(n)}" for n in ("mlflow", "scikit-learn", "skops", "pandas", "numpy")],
            pyfunc_predict_fn="predict_proba",
            skops_trusted_types=["numpy.dtype"],
        )
        return Path(shutil.make_archive(str(Path(scratch, "parcel")), "zip", folder)).read_bytes()
