# attack: find a shell or another tool of the host
# expect: AC
# stopped-by: file-view
import os

TOOLS = ("sh", "bash", "ls", "cat", "mount", "su", "perl", "gcc")
places = [root + place for root in ("", "/host") for place in ("/bin/", "/usr/bin/", "/sbin/", "/usr/sbin/")]
print("breached" if any(os.path.exists(place + tool) for place in places for tool in TOOLS) else "held")
