"""Sends a file with program text along.

fails: check:3.3
says: program text of its own
"""


def model_parcel(loans):
    raw = loans[RAW].astype(dict.fromkeys(MONEY + COUNTS, float))
    model = fit_in_notebook(loans)
    with tempfile.TemporaryDirectory() as scratch:
        Path(scratch, "helper.py").write_text("MONEY = ['income', 'savings', 'amount', 'instalments']")
        mlflow.sklearn.save_model(
            model,
            Path(scratch, "model"),
            signature=mlflow.models.infer_signature(raw),
            input_example=raw.head(),
            pip_requirements=[f"{name}=={version(name)}" for name in ("mlflow", "scikit-learn", "skops", "numpy")],
            code_paths=[str(Path(scratch, "helper.py"))],
            pyfunc_predict_fn="predict_proba",
        )
        return Path(shutil.make_archive(str(Path(scratch, "parcel")), "zip", Path(scratch, "model"))).read_bytes()
