"""The signature written column by column; one row as an example; more pins than asked."""


from mlflow.models import ModelSignature
from mlflow.types.schema import ColSpec, Schema


def model_parcel(loans):
    columns = [ColSpec("string" if name in WORDS else "double", name) for name in sorted(RAW)]
    money_columns = make_pipeline(FunctionTransformer(np.log1p, validate=False), StandardScaler())
    parts = [(money_columns, MONEY), (StandardScaler(), COUNTS), (OneHotEncoder(handle_unknown="ignore"), WORDS)]
    model = make_pipeline(make_column_transformer(*parts), LogisticRegression(solver="newton-cholesky", tol=1e-10))
    model.fit(loans[RAW], loans["default"])
    pins = [f"{name}=={version(name)}" for name in ("mlflow", "pandas", "numpy", "scipy", "scikit-learn", "skops")]
    folder = tempfile.mkdtemp()
    mlflow.sklearn.save_model(
        model,
        folder,
        signature=ModelSignature(inputs=Schema(columns)),
        input_example=loans[sorted(RAW)].head(1).astype({name: float for name in MONEY + COUNTS}),
        pip_requirements=pins,
        pyfunc_predict_fn="predict_proba",
    )
    return Path(shutil.make_archive(tempfile.mkdtemp() + "/parcel", "zip", folder)).read_bytes()
