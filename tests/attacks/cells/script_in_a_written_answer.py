"""A written answer with scripts in it.

deserves: 0
review: no
"""

def double(number):
    return 0

# %% written-1-2
<script>alert('CANARY-SCRIPT')</script> <img src=x onerror=alert(1)> [link](javascript:alert(1))
<a href="javascript:alert(2)">more</a> <iframe src="data:text/html,x"></iframe> <style>* { display: none }</style>
[three](java&#115;cript:alert(3)) [four]( <javascript:alert(4)>) [five]

[five]:
  javascript:alert(5)

$\\href{javascript:alert(6)}{x}$ [the web](https://example.org/a)
