"""Why a table is refused by a data contract in the words of pandera, told in one line."""

import pandas as pd
from pandera.errors import SchemaError, SchemaErrorReason
from pandera.pandas import DataFrameSchema


def first_breach(schema: DataFrameSchema, table: pd.DataFrame) -> str:
    """The first clause that a table breaks, with the first value or row that does; "" where it keeps all of them.

    pandera reports a check that crashes as a refusal, too. It has refused nothing, and the text says so.
    """
    try:
        schema.validate(table)
    except SchemaError as error:
        return _told(error)
    return ""


def _told(error: SchemaError) -> str:
    cases = error.failure_cases
    if error.reason_code is SchemaErrorReason.CHECK_ERROR:
        return f"nothing checked, crash: {cases}"
    clause = getattr(error.check, "error", None) or getattr(error.check, "name", None) or str(error.check)
    if not isinstance(cases, pd.DataFrame):
        return f"{error.column_name or cases or 'whole table'}: {clause}"
    if error.column_name:
        return f"{error.column_name}: {cases['failure_case'].iloc[0]} breaks {clause}"
    return f"whole table: row {cases['index'].min()} breaks {clause}"
