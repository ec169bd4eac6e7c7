"""The fields of the Kubernetes API that docs/deploy uses, with their types; anything else is a problem.

Of the reference of apps/v1 and core/v1 (https://kubernetes.io/docs/reference/kubernetes-api/), as far as it is used: no
linter of them is a package of Debian's. A field is a type, a map of fields (those with ! are required), or a list of one."""

LABELS = {"*": str}
QUANTITIES = {"cpu": str, "memory": str}

CONTAINER = {
    "!name": str, "!image": str, "command": [str],
    "env": [{"!name": str, "value": str, "valueFrom": {"secretKeyRef": {"!name": str, "!key": str, "optional": bool}}}],
    "resources": {"requests": QUANTITIES, "limits": QUANTITIES},
    "securityContext": {
        "privileged": bool, "runAsUser": int, "procMount": str, "allowPrivilegeEscalation": bool,
        "seccompProfile": {"!type": str, "localhostProfile": str}, "capabilities": {"drop": [str], "add": [str]}},
    "volumeMounts": [{"!name": str, "!mountPath": str, "readOnly": bool}],
}
POD = {
    "!containers": [CONTAINER],
    "nodeSelector": LABELS,
    "tolerations": [{"key": str, "operator": str, "value": str, "effect": str}],
    "affinity": {"podAntiAffinity": {"requiredDuringSchedulingIgnoredDuringExecution": [
        {"!topologyKey": str, "labelSelector": {"matchLabels": LABELS}}]}},
    "automountServiceAccountToken": bool, "hostUsers": bool, "runtimeClassName": str,
    "terminationGracePeriodSeconds": int,
    "volumes": [{"!name": str, "hostPath": {"!path": str, "type": str}, "emptyDir": {"sizeLimit": str}}],
}
METADATA = {"name": str, "labels": LABELS}
DEPLOYMENT = {
    "!apiVersion": str, "!kind": str, "!metadata": METADATA,
    "!spec": {
        "replicas": int, "!selector": {"matchLabels": LABELS},
        "strategy": {"type": str, "rollingUpdate": {"maxSurge": int, "maxUnavailable": int}},
        "!template": {"metadata": METADATA, "!spec": POD},
    },
}
CHOICES = {"procMount": {"Default", "Unmasked"},
           "apiVersion": {"apps/v1"}, "kind": {"Deployment"}, "effect": {"NoSchedule", "PreferNoSchedule", "NoExecute"},
           "operator": {"Equal", "Exists"}}


def problems_of(value, fields=None, place=""):
    """What is wrong, a line each."""
    fields = DEPLOYMENT if fields is None else fields
    if isinstance(fields, type):
        right = type(value) is fields  # a bool is no number
        return [] if right else [f"{place}: must be {fields.__name__}, not {value!r}"]
    if isinstance(fields, list):
        if not isinstance(value, list) or not value:
            return [f"{place}: must be a list with something in it"]
        return [line for i, item in enumerate(value) for line in problems_of(item, fields[0], f"{place}[{i}]")]
    if not isinstance(value, dict):
        return [f"{place}: must be a map"]
    known = {name.lstrip("!"): inner for name, inner in fields.items()}
    found = [f"{place}.{name[1:]}: is missing" for name in fields if name.startswith("!") and name[1:] not in value]
    for name, item in value.items():
        inner = known.get(name, known.get("*"))
        if inner is None:
            found.append(f"{place}.{name}: no such field")
        else:
            found += problems_of(item, inner, f"{place}.{name}")
        if name in CHOICES and "*" not in known and item not in CHOICES[name]:
            found.append(f"{place}.{name}: must be one of {sorted(CHOICES[name])}")
    return found
