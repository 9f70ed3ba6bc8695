"""Right: data frames."""

def service_report(before, after, seconds):
    def frame(text):
        rows = [(s.name, s.labels, s.value) for f in text_string_to_metric_families(text) for s in f.samples]
        table = pd.DataFrame(rows, columns=["name", "labels", "value"])
        table["key"] = table["name"] + table["labels"].map(lambda labels: str(sorted(labels.items())))
        return table.set_index("key")

    new = frame(after)
    old = frame(before)["value"].reindex(new.index, fill_value=0)
    new["more"] = (new["value"] - old).where(new["value"] >= old, new["value"])
    asked = new[new["name"] == "bora_requests_total"]
    good = asked.loc[asked["labels"].map(lambda labels: labels.get("status") == "200").astype(bool), "more"].sum()
    total = asked["more"].sum()
    held = new[new["name"] == "bora_request_seconds_bucket"]
    held = held.assign(le=held["labels"].map(lambda labels: float(labels["le"])).astype(float)).sort_values("le")
    seen = held["more"].max() if len(held) else 0
    p95 = None
    if seen > 0:
        enough = held[(held["more"] >= 0.95 * seen) & np.isfinite(held["le"])]
        p95 = enough["le"].min() if len(enough) else held.loc[np.isfinite(held["le"]), "le"].max()
    return {"requests": total, "qps": good / seconds, "failed_share": (total - good) / total if total else None, "p95": p95}
