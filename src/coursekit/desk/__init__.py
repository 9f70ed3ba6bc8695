"""The teacher's desk: who is in the class, and the way between a learning platform's files and the inbox.

roster      students.csv: who is in the class, and by which names the platforms know them
downloads   what Moodle, Canvas, Blackboard or a folder hands over, sorted by student
inbox       `coursekit collect`: takes a download in, or says why not, and takes it back
due         `coursekit due`: deadlines, what lateness costs, extensions
returns     `coursekit export`: final grades and feedback in the files that a platform takes back
"""
