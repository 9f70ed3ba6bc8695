"""The notebook's fitted model, with the logarithms put in front of it."""

import io
import zipfile


def model_parcel(loans):
    logs = make_column_transformer(
        (FunctionTransformer(np.log1p, feature_names_out="one-to-one"), MONEY),
        remainder="passthrough",
        verbose_feature_names_out=False,
    ).set_output(transform="pandas")
    raw = loans[RAW].astype({name: "float64" for name in RAW if name not in WORDS})
    model = make_pipeline(logs.fit(raw), fit_in_notebook(loans))
    folder = Path(tempfile.mkdtemp())
    mlflow.sklearn.save_model(
        model,
        folder / "model",
        signature=mlflow.models.infer_signature(raw),
        input_example=raw.sample(2, random_state=1),
        pip_requirements=["scikit-learn==" + version("scikit-learn"), "skops==" + version("skops")],
        pyfunc_predict_fn="predict_proba",
    )
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted((folder / "model").rglob("*")):
            archive.write(file, file.relative_to(folder / "model"))
    return content.getvalue()
