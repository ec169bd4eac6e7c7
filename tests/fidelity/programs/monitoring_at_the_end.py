# sys.monitoring is there from 3.12 on.
import atexit
import sys

monitoring = getattr(sys, "monitoring", None)


class Said:
    def __del__(self):
        print("gone")


def called(code, offset, function, argument):
    print("call", getattr(function, "__name__", "?"))


said = Said()
atexit.register(len, "abc")
if monitoring:
    monitoring.use_tool_id(3, "test")
    monitoring.register_callback(3, monitoring.events.CALL, called)
    monitoring.set_events(3, monitoring.events.CALL)
