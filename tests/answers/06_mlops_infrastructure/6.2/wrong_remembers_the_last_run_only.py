"""Remembers the last job of each step only: who goes back asks again.

fails: hidden:6.2-changes
says: when the first settings come back after a change
"""


def run_pipeline(steps, folder, url):
    Path(folder).mkdir(parents=True, exist_ok=True)
    outputs = {}
    for step in steps:
        inputs = {name: outputs[name] for name in step["needs"]}
        job = [step["name"], step["settings"], inputs]
        key = hashlib.sha256(json.dumps(job, sort_keys=True).encode()).hexdigest()
        file = Path(folder, step["name"])
        last = json.loads(file.read_text()) if file.exists() else None
        if last is None or last["job"] != job:
            order = {"key": key, "step": step["name"], "settings": step["settings"], "inputs": inputs}
            last = {"job": job, "output": requests.post(url + "/jobs", json=order).json()["output"]}
            part = file.with_suffix(".part")
            part.write_text(json.dumps(last))
            part.replace(file)
        outputs[step["name"]] = last["output"]
    return outputs
