"""The loops of lab 05 as policies for `bora.flight`: they differ in their gates and in nothing else."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from bora.flight import KEEP, Action, Judgement, Model, Policy, Signals, Snapshot, View

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


class Retrain:
    """Retrains on every trigger and promotes what comes out, unless one of its gates has a reason not to.

    Both gates are open here: that is blind retraining. A loop of one's own overrides them; each returns a reason to
    refuse, or "". `spare`: leave batches that broke the contract out of the snapshot.
    """

    spare: bool = False

    def data_gate(self, snapshot: Snapshot) -> str:
        """Why not to learn from a snapshot."""
        return ""

    def model_gate(self, old: Judgement, new: Judgement) -> str:
        """Why not to promote: the champion and the challenger on the challenger's held-out loans (maybe none)."""
        return ""

    def act(self, view: View) -> Action:
        """Retrain on a trigger, then promote or refuse what came out."""
        challenger = view.challenger
        if challenger is not None and challenger.made_in == view.month:
            return self._decide(view, challenger)
        if view.acted("continuous training"):
            return KEEP
        signals = view.signals()
        reasons = " + ".join(triggers(view, signals))
        if not reasons:
            return KEEP
        snapshot = view.snapshot(spare_refused=self.spare)
        refusal = self.data_gate(snapshot)
        evidence = {"trigger": reasons, "z": signals.judged.z, "psi": dict(signals.psi)}
        if refusal:
            return Action("refuse", f"data gate: {refusal}", evidence)
        return Action("retrain", reasons, evidence, months=snapshot.months)

    def _decide(self, view: View, challenger: Model) -> Action:
        champion = view.champion
        if champion is None:
            return Action("promote", "there is no champion")
        old = view.judge(champion, challenger.held_out)
        new = view.judge(challenger, challenger.held_out)
        evidence = {
            "version": challenger.version,
            "held_out_loans": new.loans,
            "held_out_defaults": new.defaults,
            "champion_loss": old.log_loss,
            "challenger_loss": new.log_loss,
        }
        refusal = self.model_gate(old, new)
        return Action("refuse", f"model gate: {refusal}", evidence) if refusal else Action("promote", "", evidence)


@dataclass(frozen=True)
class Loop(Retrain):
    """The loops of the table, a switch for each idea.

    gate_data: refuse snapshots with incomplete outcomes or a batch that broke the contract. spare: leave such batches
    out of the snapshot instead. margin: log loss by which a challenger must be better, None for no model gate.
    standard_errors: by how many standard errors of the paired difference it must be better as well. calibrated: how
    many standard deviations off its own promise it may be as well.
    """

    gate_data: bool = True
    spare: bool = True
    margin: float | None = MARGIN
    standard_errors: float | None = None
    calibrated: float | None = None

    def data_gate(self, snapshot: Snapshot) -> str:
        """Incomplete outcomes first, then batches out of contract."""
        if not self.gate_data:
            return ""
        if snapshot.incomplete:
            return f"outcomes of {snapshot.incomplete[-1]} are not complete"
        return next((f"batch {month}: {fault}" for month, fault in snapshot.faults.items()), "")

    def model_gate(self, old: Judgement, new: Judgement) -> str:
        """By the margin, then by what luck could do, then by the challenger's own promise."""
        if self.margin is None:
            return ""
        if old.log_loss is None or new.log_loss is None or new.z is None:
            return "no held-out loan to judge by"
        gain = old.losses - new.losses
        if gain.mean() <= self.margin:
            return f"a gain in log loss of {gain.mean():+.4f}"
        if self.standard_errors is not None:
            error = gain.std(ddof=1) / len(gain) ** 0.5 if len(gain) > 1 else np.inf
            if gain.mean() <= self.standard_errors * error:
                return f"a gain in log loss of {gain.mean():+.4f}, which may be luck"
        if self.calibrated is not None and abs(new.z) > self.calibrated:
            return f"defaults are {new.z:.1f} standard deviations off"
        return ""


class NeverAct:
    """The first model decides for ever."""

    def act(self, view: View) -> Action:
        """Keep."""
        return KEEP


POLICIES: dict[str, Callable[[], Policy]] = {
    "never act": NeverAct,
    "blind retraining": lambda: Loop(gate_data=False, spare=False, margin=None),
    "model gate only": lambda: Loop(gate_data=False, spare=False),
    "data gate only": lambda: Loop(margin=None),
    "gates, whole snapshot": lambda: Loop(spare=False),
    "gates, batch by batch": Loop,
    "gates, two standard errors": lambda: Loop(margin=0.0, standard_errors=2.0),
    "strict gates": lambda: Loop(calibrated=3.0),
}
"""The policies of the table in data/flights/; each entry makes a new one."""
