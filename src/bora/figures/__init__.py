"""The figures of the lessons, one module a lab: code that draws is not the lesson."""
