"""Knows a step by its name: changed settings change nothing.

fails: check:6.2
says: What run_pipeline returns in a call with other settings of the last step
"""


def run_pipeline(steps, folder, url):
    Path(folder).mkdir(parents=True, exist_ok=True)
    outputs = {}
    for step in steps:
        inputs = {name: outputs[name] for name in step["needs"]}
        key = step["name"]
        file = Path(folder, key)
        if not file.exists():
            order = {"key": key, "step": step["name"], "settings": step["settings"], "inputs": inputs}
            reply = requests.post(url + "/jobs", json=order)
            reply.raise_for_status()
            output = reply.json()["output"]
            part = file.with_suffix(".part")
            part.write_text(output)
            part.replace(file)
        outputs[step["name"]] = file.read_text()
    return outputs
