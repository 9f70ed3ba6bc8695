"""Bora: an invented consumer lender in Trieste, simulated.

`bora.world` makes the world (applications, outcomes, incidents, the truth), `bora.money` counts in euros,
`bora.style` draws all figures alike, `bora.checks` gives the checks their messages, `bora.services` starts
and stops real services. The ideas that a lab teaches are not in here: they stand in the lab's own cells.
"""
