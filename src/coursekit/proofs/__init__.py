"""Proofs that what was built is right, in step with the text, and gives nothing away.

check           is everything built in step with course/? links, quoted_numbers
judge           are the graders right? mutants: small changes of the reference, which they have to notice
audit           does the learner's package hold anything of an answer? search: in whatever it may be packed
"""
