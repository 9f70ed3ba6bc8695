"""Makes a new key for each request, so that the service cannot know a job again.

fails: check:6.2
says: A job was paid twice after it was killed when the first job was done
"""

import uuid


def run_pipeline(steps, folder, url):
    Path(folder).mkdir(parents=True, exist_ok=True)
    outputs = {}
    for step in steps:
        inputs = {name: outputs[name] for name in step["needs"]}
        key = hashlib.sha256(json.dumps([step["name"], step["settings"], inputs], sort_keys=True).encode()).hexdigest()
        file = Path(folder, key)
        if not file.exists():
            order = {"key": str(uuid.uuid4()), "step": step["name"], "settings": step["settings"], "inputs": inputs}
            reply = requests.post(url + "/jobs", json=order)
            reply.raise_for_status()
            output = reply.json()["output"]
            part = file.with_suffix(".part")
            part.write_text(output)
            part.replace(file)
        outputs[step["name"]] = file.read_text()
    return outputs
