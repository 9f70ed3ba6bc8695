"""The kit around the course: build it, check it, judge its graders, audit what learners get, show a class."""
