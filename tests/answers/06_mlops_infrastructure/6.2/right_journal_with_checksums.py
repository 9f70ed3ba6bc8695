import zlib


def run_pipeline(steps, folder, url):
    d = Path(folder)
    d.mkdir(exist_ok=True)
    log = d / "wal"
    known = {}
    if log.exists():
        for line in log.read_bytes().splitlines():
            try:
                crc, text = line.split(b" ", 1)
                if int(crc) == zlib.crc32(text):
                    k, o = json.loads(text)
                    known[k] = o
            except ValueError:
                pass
    out = {}
    with log.open("ab") as f:
        for s in steps:
            i = {n: out[n] for n in s["needs"]}
            k = hashlib.sha1(json.dumps([s["name"], s["settings"], i], sort_keys=True).encode()).hexdigest()
            if k not in known:
                known[k] = requests.post(
                    url + "/jobs", json={"key": k, "step": s["name"], "settings": s["settings"], "inputs": i}
                ).json()["output"]
                t = json.dumps([k, known[k]]).encode()
                f.write(b"\n%d %s\n" % (zlib.crc32(t), t))
                f.flush()
            out[s["name"]] = known[k]
    return out
