"""What each role of the lecture's slides "People and Roles" needs: fourteen requirements in seven roles."""

import pandas as pd

from bora.inboxes import ARCHITECT, DE, DS, OPS, RISK, SE, SME

REQUIREMENTS = (
    (SME, "performance of deployed models in business terms"),
    (SME, "a feedback loop for model results"),
    (DS, "automated packaging"),
    (DS, "tests of the quality of deployed models"),
    (DS, "look into the pipeline of any model, whoever built it"),
    (DE, "visibility of all deployed models"),
    (DE, "details of each data pipeline, to find plumbing issues"),
    (SE, "versioning and automatic tests"),
    (SE, "work in parallel on the same application"),
    (OPS, "MLOps as a part of the company's DevOps"),
    (OPS, "a seamless deployment pipeline"),
    (ARCHITECT, "overview of models and of the resources they use"),
    (ARCHITECT, "drill down into pipelines to adjust infrastructure"),
    (RISK, "automated reports on every model ever in production, with lineage"),
)


def table(artefacts: dict[int, str]) -> pd.DataFrame:
    """Role, requirement and artefact, a row a requirement numbered from 1; "" where `artefacts` has none."""
    rows = [(role, text, artefacts.get(number, "")) for number, (role, text) in enumerate(REQUIREMENTS, start=1)]
    return pd.DataFrame(rows, columns=["role", "requirement", "artefact"], index=range(1, len(rows) + 1))
