"""From the text in course/ to notebooks: one way.

source      reads a course text into tagged cells
notebooks   makes notebooks of them
build       writes lessons (executed), solutions and releases
docs        writes what README and docs/ take from the course
"""
