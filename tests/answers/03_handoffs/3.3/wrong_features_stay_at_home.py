"""Packs the notebook's model as it is; whoever scores must know what features does.

fails: check:3.3
says: which is not right. Their PDs are printed above
"""


def model_parcel(loans):
    model, inputs = fit_in_notebook(loans), features(loans).astype(dict.fromkeys(MONEY + COUNTS, float))
    with tempfile.TemporaryDirectory() as scratch:
        mlflow.sklearn.save_model(
            model,
            Path(scratch, "model"),
            signature=mlflow.models.infer_signature(inputs, model.predict_proba(inputs)),
            input_example=loans[RAW].head(),
            pip_requirements=[f"{name}=={version(name)}" for name in ("mlflow", "scikit-learn", "skops", "numpy")],
            pyfunc_predict_fn="predict_proba",
        )
        return Path(shutil.make_archive(str(Path(scratch, "parcel")), "zip", Path(scratch, "model"))).read_bytes()
