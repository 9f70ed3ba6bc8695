#!/bin/sh
# Run as the learner: lay the newest package down in ~/mlops-labs (what was changed stays: coursekit update), and serve.
if [ -r "$MLOPS_LABS_PACKAGE" ]; then
    mkdir -p "$HOME/mlops-labs" && cd "$HOME/mlops-labs" &&
        coursekit update "$MLOPS_LABS_PACKAGE" >"$HOME/mlops-labs/.last_update" 2>&1
fi
cd "$HOME" && exec jupyterhub-singleuser "$@"
