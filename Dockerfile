# The learner's course as an image. It holds the audited package and nothing else of this repository (.dockerignore):
#   coursekit release && docker build -t mlops-labs .
#   docker run --rm -p 8888:8888 -v mlops-labs:/home/learner/mlops-labs mlops-labs
FROM python:3.12-slim-bookworm

# git is for lab 07, make for the package's own commands
RUN apt-get update \
    && apt-get install -y --no-install-recommends git make \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --create-home --uid 1000 learner

USER learner
WORKDIR /home/learner
COPY --chown=learner dist/mlops-labs.zip .
RUN python -m zipfile -e mlops-labs.zip .

# the exact versions of requirements.txt; after this the image needs no network
WORKDIR /home/learner/mlops-labs
RUN make .venv/learner

EXPOSE 8888
CMD ["make", "lab", "LAB=--ip=0.0.0.0 --no-browser"]
