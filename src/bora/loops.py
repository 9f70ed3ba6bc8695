"""The loops of lab 05 as policies for `bora.flight`: they differ in their gates and in nothing else."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from bora.flight import KEEP, Action, Model, Policy, Signals, Snapshot, View

QUARTERS = ("01", "04", "07", "10")
DRIFT_POINTS = 0.05
"""How far the share that the champion grants must have moved before a drift that is no accident counts."""
DECAY = 3.0
"""Standard deviations of defaults above the champion's promise that call for training."""
MARGIN = 0.001
"""Log loss by which the model gate of the lesson wants a challenger to be better."""


def triggers(view: View, signals: Signals) -> list[str]:
    """Why to train this month: "schedule", "drift of <feature>", "decay"; empty if there is no reason."""
    reasons = ["schedule"] if view.month[5:] in QUARTERS else []
    reasons += drift(signals)
    if signals.judged.z is not None and signals.judged.z > DECAY:
        reasons.append("decay")
    return reasons


def drift(signals: Signals) -> list[str]:
    """The feature that moved most, if that is no accident for so many requests *and* moves decisions."""
    if not signals.psi or signals.psi_limit is None or signals.granted_now is None or signals.granted_then is None:
        return []
    worst = max(signals.psi, key=lambda name: signals.psi[name])
    matters = abs(signals.granted_now - signals.granted_then) >= DRIFT_POINTS
    return [f"drift of {worst}"] if matters and signals.psi[worst] > signals.psi_limit else []


def data_gate(snapshot: Snapshot) -> str:
    """Why not to learn from a snapshot; "" if it may be used."""
    if snapshot.incomplete:
        return f"data gate: outcomes of {snapshot.incomplete[-1]} are not complete"
    if snapshot.faults:
        month, fault = next(iter(snapshot.faults.items()))
        return f"data gate: batch {month}: {fault}"
    return ""


@dataclass(frozen=True)
class Loop:
    """The loop of lab 05. Each switch is one idea; all off is blind retraining.

    data_gate: refuse snapshots with incomplete outcomes or a batch that broke the contract. spare: leave such batches
    out of the snapshot instead. margin: log loss by which a challenger must be better, None for no model gate.
    standard_errors: by how many standard errors of the paired difference it must be better as well. calibrated: how
    many standard deviations off its own promise it may be as well.
    """

    data_gate: bool = True
    spare: bool = True
    margin: float | None = MARGIN
    standard_errors: float | None = None
    calibrated: float | None = None

    def act(self, view: View) -> Action:
        """Retrain on a trigger, then promote or refuse what came out."""
        challenger = view.challenger
        if challenger is not None and challenger.made_in == view.month:
            return self._decide(view, challenger)
        if view.acted("continuous training"):
            return KEEP
        signals = view.signals()
        reasons = triggers(view, signals)
        if not reasons:
            return KEEP
        evidence = {"trigger": " + ".join(reasons), "z": signals.judged.z, "psi": dict(signals.psi)}
        snapshot = view.snapshot(spare_refused=self.spare)
        refusal = data_gate(snapshot) if self.data_gate else ""
        if refusal:
            return Action("refuse", refusal, evidence)
        return Action("retrain", " + ".join(reasons), evidence, months=snapshot.months)

    def _decide(self, view: View, challenger: Model) -> Action:
        """The model gate: both models on the challenger's held-out loans."""
        champion = view.champion
        if self.margin is None or champion is None:
            return Action("promote", "no model gate")
        old = view.judge(champion, challenger.held_out)
        new = view.judge(challenger, challenger.held_out)
        evidence: dict[str, Any] = {"held_out_loans": new.loans, "held_out_defaults": new.defaults}
        if old.log_loss is None or new.log_loss is None:
            return Action("refuse", "model gate: there is no held-out loan to judge by", evidence)
        evidence |= {"champion_loss": old.log_loss, "challenger_loss": new.log_loss}
        refusal = self._refusal(old.losses - new.losses, new.z)
        return Action("refuse", f"model gate: {refusal}", evidence) if refusal else Action("promote", "", evidence)

    def _refusal(self, gain: np.ndarray, z: float | None) -> str:
        if gain.mean() <= (self.margin or 0):
            return f"better by {gain.mean():.4f} only"
        if self.standard_errors is not None:
            error = gain.std(ddof=1) / len(gain) ** 0.5 if len(gain) > 1 else np.inf
            if gain.mean() <= self.standard_errors * error:
                return f"better by {gain.mean():.4f}, which may be luck"
        if self.calibrated is not None and z is not None and abs(z) > self.calibrated:
            return f"defaults are {z:.1f} standard deviations off"
        return ""


class NeverAct:
    """The first model decides for ever."""

    def act(self, view: View) -> Action:
        """Keep."""
        return KEEP


POLICIES: dict[str, Callable[[], Policy]] = {
    "never act": NeverAct,
    "blind retraining": lambda: Loop(data_gate=False, spare=False, margin=None),
    "model gate only": lambda: Loop(data_gate=False, spare=False),
    "data gate only": lambda: Loop(margin=None),
    "gates, whole snapshot": lambda: Loop(spare=False),
    "gates, batch by batch": Loop,
    "gates, two standard errors": lambda: Loop(margin=0.0, standard_errors=2.0),
    "strict gates": lambda: Loop(calibrated=3.0),
}
"""The policies of the table in data/flights/; each entry makes a new one."""
