# logging: levels, handlers, formatters, filters, exceptions, child loggers, stderr by default.
import io
import logging
import sys

logging.warning("by the root, to standard error")
log = logging.getLogger("app.db")
text = io.StringIO()
handler = logging.StreamHandler(text)
handler.setFormatter(logging.Formatter("{levelname:8}|{name}|{funcName}|{message}", style="{"))
log.addHandler(handler)
log.setLevel(logging.DEBUG)
log.propagate = False


class NoSecrets(logging.Filter):
    def filter(self, record):
        record.msg = str(record.msg).replace("secret", "***")
        return "drop" not in record.msg


log.addFilter(NoSecrets())


def work():
    log.debug("the %s is %d", "secret", 42)
    log.info("please drop this")
    try:
        1 / 0
    except ZeroDivisionError:
        log.exception("division")
    log.log(35, "a level of its own")
    log.critical("end", extra={"user": "ada"})


logging.addLevelName(35, "NOTICE")
work()
print(text.getvalue().replace(__file__, "main.py"))
print(logging.getLevelName(20), log.isEnabledFor(logging.DEBUG))
print(log.parent.name, logging.getLogger("app.db") is log, log.hasHandlers())
logging.basicConfig(stream=sys.stdout, format="%(levelname)s %(message)s", force=True, level=logging.INFO)
logging.info("now to standard output")
logging.getLogger("quiet").debug("not shown")
