# Runs a DMOJ checker as an output validator of the ICPC format: its arguments, its files, its exit codes.
#   program INPUT ANSWER FEEDBACK-DIRECTORY CHECKER CALL < output
# CHECKER is a Python file of the package, or the name of a checker that DMOJ itself has. CALL is a JSON object: what the
# checker is told of the test (point_value, case_position, batch, binary_data) and `args`, its own arguments. The source
# of the submission is in the file submission_source, where there is one.
# Exit codes: 42 right, 43 wrong; with both, a file score_multiplier.txt if the points aren't all or nothing. An error of
# the checker is any other exit code, with its traceback.
import json, os, re, sys, types
from collections import Counter


class CheckerResult:
    def __init__(self, passed, points, feedback=None, extended_feedback=None):
        if not isinstance(passed, bool):
            raise TypeError("a checker's verdict must be True or False, not %r" % (passed,))
        if not isinstance(points, (int, float)):
            raise TypeError("a checker's points must be a number, not %r" % (points,))
        for text in (feedback, extended_feedback):
            if text is not None and not isinstance(text, str):
                raise TypeError("a checker's feedback must be a text, not %r" % (text,))
        self.passed, self.points = passed, points
        self.feedback, self.extended_feedback = feedback, extended_feedback


class Result:
    """What a checker may ask of the run: it has ended well, or no checker would be called."""
    AC, WA, RTE, TLE, MLE, IR, SC, OLE, IE = 0, 1, 2, 4, 8, 16, 32, 64, 1 << 30

    def __init__(self, case, proc_output):
        self.case, self.proc_output = case, proc_output
        self.result_flag, self.points, self.feedback, self.extended_feedback = Result.AC, 0, "", ""


class InternalError(Exception):
    pass


def utf8bytes(text):
    return text.encode("utf-8") if isinstance(text, str) else text


def utf8text(data, errors="strict"):
    return data.decode("utf-8", errors) if isinstance(data, bytes) else data


def lines_of(data):
    return [line for line in re.split(b"[\r\n]", utf8bytes(data)) if line]


def standard(process_output, judge_output, **kwargs):
    def shape(data):  # tokens, and whether a line ends between two of them
        parts = re.split(rb"([ \t\n\v\f\r]+)", utf8bytes(data).strip(b" \t\n\v\f\r"))
        return [bool(re.search(b"[\r\n]", part)) if i % 2 else part for i, part in enumerate(parts)]
    return shape(process_output) == shape(judge_output)


def easy(process_output, judge_output, **kwargs):
    def letters(data):
        return Counter(re.sub(rb"\s+", b"", utf8bytes(data)).lower())
    return letters(process_output) == letters(judge_output)


def floats(process_output, judge_output, precision=6, error_mode="default", **kwargs):
    epsilon = 10 ** -int(precision)
    absolute = lambda got, wanted: abs(got - wanted) <= epsilon
    relative = lambda got, wanted: abs(wanted) >= epsilon and abs(1.0 - got / wanted) <= epsilon
    def between(got, wanted):
        ends = wanted * (1 - epsilon), wanted * (1 + epsilon)
        return min(ends) <= got <= max(ends)
    modes = {"absolute": absolute, "relative": between, "default": lambda *both: absolute(*both) or relative(*both)}
    if error_mode not in modes:
        raise InternalError("unknown error_mode %r" % (error_mode,))
    def same(got, wanted):
        try:
            wanted_number = float(wanted)
        except ValueError:
            return got == wanted
        return modes[error_mode](float(got), wanted_number)
    output, answer = ([line.split() for line in lines_of(data)] for data in (process_output, judge_output))
    try:
        return list(map(len, output)) == list(map(len, answer)) and all(
            same(got, wanted) for mine, theirs in zip(output, answer) for got, wanted in zip(mine, theirs))
    except Exception:
        return False


def floatsabs(process_output, judge_output, **kwargs):
    return floats(process_output, judge_output, error_mode="absolute", **kwargs)


def floatsrel(process_output, judge_output, **kwargs):
    return floats(process_output, judge_output, error_mode="relative", **kwargs)


def identical(process_output, judge_output, pe_allowed=True, **kwargs):
    if process_output == judge_output:
        return True
    near = pe_allowed and standard(process_output, judge_output)
    return CheckerResult(False, 0, "wrong white space" if near else None)


def linecount(process_output, judge_output, point_value, feedback=True, **kwargs):
    output, answer = lines_of(process_output), lines_of(judge_output)
    if len(output) > len(answer):
        return False
    if not answer:
        return True
    right = [mine.strip() == theirs.strip() for mine, theirs in zip(output, answer)]
    marks = "".join("\u2713" if good else "\u2717" for good in right + [False] * (len(answer) - len(right)))
    return CheckerResult(sum(right) == len(answer), point_value * sum(right) / len(answer),
                         extended_feedback="lines: " + marks if feedback else "")


def linematches(process_output, judge_output, point_value=1, point_distribution=(1,), filler_lines_required=True,
                **kwargs):
    output, answer = lines_of(process_output), lines_of(judge_output)
    if len(answer) != len(point_distribution) or not sum(point_distribution):
        raise InternalError("point_distribution doesn't fit the lines of the answer")
    if filler_lines_required and len(output) != len(answer):
        return False
    earned = sum(points for mine, theirs, points in zip(output, answer, point_distribution) if mine == theirs)
    return CheckerResult(earned > 0, point_value * (earned / sum(point_distribution)))


def rstripped(process_output, judge_output, filter_new_line=False, **kwargs):
    def lines(data):
        return [line.rstrip() for line in re.split(b"[\r\n]", utf8bytes(data)) if line or not filter_new_line]
    return lines(process_output) == lines(judge_output)


def in_any_order(process_output, judge_output, split_on="lines", **kwargs):
    if split_on not in ("lines", "whitespace"):
        raise InternalError("unknown split_on %r" % (split_on,))
    def pieces(data):
        return sorted(map(bytes.split, lines_of(data))) if split_on == "lines" else sorted(utf8bytes(data).split())
    return pieces(process_output) == pieces(judge_output)


def unordered(process_output, judge_output, **kwargs):
    return in_any_order(process_output, judge_output, split_on="whitespace")


CHECKERS = {"standard": standard, "easy": easy, "floats": floats, "floatsabs": floatsabs, "floatsrel": floatsrel,
            "identical": identical, "linecount": linecount, "linematches": linematches, "rstripped": rstripped,
            "sorted": in_any_order, "unordered": unordered}


def module(name, **members):
    """Makes a module that a checker can import. There is no more of DMOJ than these."""
    made = types.ModuleType(name)
    made.__path__ = []
    made.__dict__.update(members)
    sys.modules[name] = made
    parent, _, last = name.rpartition(".")
    if parent:
        setattr(sys.modules[parent], last, made)


def make_modules():
    module("dmoj")
    module("dmoj.error", InternalError=InternalError)
    module("dmoj.result", CheckerResult=CheckerResult, Result=Result)
    module("dmoj.utils")
    module("dmoj.utils.unicode", utf8bytes=utf8bytes, utf8text=utf8text)
    module("dmoj.checkers", CheckerResult=CheckerResult)
    for name, check in CHECKERS.items():
        module("dmoj.checkers." + name, check=check)


def load(checker):
    if "." not in checker:
        return CHECKERS[checker]
    beside = os.path.join(os.path.dirname(os.path.abspath(__file__)), checker)
    checker = beside if os.path.exists(beside) else checker
    with open(checker, encoding="utf-8") as file:
        text = file.read()
    made = types.ModuleType(os.path.splitext(os.path.basename(checker))[0])
    made.__file__ = os.path.abspath(checker)
    exec(compile(text, made.__file__, "exec"), made.__dict__)
    if not callable(getattr(made, "check", None)):
        raise InternalError("%s has no function check()" % checker)
    return made.check


def read(path):
    with open(path, "rb") as file:
        return file.read()


def write(directory, name, text):
    with open(os.path.join(directory, name), "w", encoding="utf-8", errors="backslashreplace") as file:
        file.write(text)


def run(input_path, answer_path, checker, call):
    output, answer = sys.stdin.buffer.read(), read(answer_path)
    points, judge_input = call["point_value"], read(input_path)
    case = types.SimpleNamespace(points=points, position=call["case_position"], batch=call["batch"],
                                 has_binary_data=call["binary_data"], input_data=lambda: judge_input,
                                 output_data=lambda: answer)
    known = {"judge_input": judge_input, "case": case, "result": Result(case, output), "submission_language": "PY3",
             "problem_id": "", **{key: call[key] for key in ("point_value", "case_position", "batch", "binary_data")}}
    if os.path.exists("submission_source"):
        known["submission_source"] = read("submission_source")
    try:
        # An argument of the package's own that DMOJ passes too is DMOJ's.
        result = load(checker)(output, answer, **{**call["args"], **known})
    except UnicodeDecodeError:
        result = CheckerResult(False, 0, "invalid unicode")
    if not isinstance(result, CheckerResult):
        result = CheckerResult(result, points if result else 0)
    return result


def multiplier(result, point_value):
    """The part of the test's points, as a decimal number; nothing where it's all or nothing."""
    from decimal import Decimal
    if result.points == (point_value if result.passed else 0) or not point_value:
        return None
    if not 0 <= result.points <= point_value:
        raise InternalError("the checker gave %r points of %r" % (result.points, point_value))
    return format(Decimal(repr(result.points)) / Decimal(repr(point_value)), "f")[:30]


def main():
    input_path, answer_path, feedback, checker, call = sys.argv[1:]
    call = json.loads(call)
    make_modules()
    result = run(input_path, answer_path, checker, call)
    message = "\n".join(text for text in (result.feedback, result.extended_feedback) if text)
    if message:
        write(feedback, "judgemessage.txt", message)
        write(feedback, "teammessage.txt", message)
    part = multiplier(result, call["point_value"])
    if part is not None:
        write(feedback, "score_multiplier.txt", part)
    return 42 if result.passed else 43


if __name__ == "__main__":
    try:
        code = main()
    except BaseException:  # also SystemExit: a checker that ends the program has given no verdict
        import traceback
        traceback.print_exc()
        code = 1
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)
