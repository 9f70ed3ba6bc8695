import urllib.request


def run_pipeline(steps, folder, url):
    """A journal to which a line is added for each job; a line without an end does not count."""
    journal = Path(folder) / "journal.jsonl"
    journal.parent.mkdir(parents=True, exist_ok=True)
    lines = journal.read_text().split("\n")[:-1] if journal.exists() else []
    done = dict(json.loads(line) for line in lines if line)
    outputs = {}
    for step in steps:
        inputs = {name: outputs[name] for name in step["needs"]}
        body = {"step": step["name"], "settings": step["settings"], "inputs": inputs}
        key = hashlib.blake2b(json.dumps(body, sort_keys=True).encode(), digest_size=16).hexdigest()
        if key not in done:
            data = json.dumps(body | {"key": key}).encode()
            with urllib.request.urlopen(urllib.request.Request(url + "/jobs", data, method="POST")) as reply:
                done[key] = json.load(reply)["output"]
            with journal.open("a") as file:
                file.write(json.dumps([key, done[key]]) + "\n")
        outputs[step["name"]] = done[key]
    return outputs
