#!/bin/sh
# Run as the learner: lay the newest package down in ~/mlops-labs (what was changed stays: coursekit update), and serve.
mkdir -p "$HOME/mlops-labs/assignments" && cd "$HOME/mlops-labs" || exit 1
if [ -r "$MLOPS_LABS_PACKAGE" ]; then
    coursekit update "$MLOPS_LABS_PACKAGE" >.last_update 2>&1
fi
cd "$HOME" && exec jupyterhub-singleuser "$@"
