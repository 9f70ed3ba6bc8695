"""Packs everything into a pickle, functions of the notebook included.

fails: check:3.3
says: IT opens no pickles
"""


def model_parcel(loans):
    raw = loans[RAW].astype(dict.fromkeys(MONEY + COUNTS, float))
    model = make_pipeline(FunctionTransformer(features), fit_in_notebook(loans))
    with tempfile.TemporaryDirectory() as scratch:
        mlflow.sklearn.save_model(
            model,
            Path(scratch, "model"),
            signature=mlflow.models.infer_signature(raw, model.predict_proba(raw)),
            input_example=raw.head(),
            pip_requirements=[f"{name}=={version(name)}" for name in ("mlflow", "scikit-learn", "skops", "numpy")],
            pyfunc_predict_fn="predict_proba",
            serialization_format="cloudpickle",
        )
        return Path(shutil.make_archive(str(Path(scratch, "parcel")), "zip", Path(scratch, "model"))).read_bytes()
