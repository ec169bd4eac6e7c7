from dmoj.result import CheckerResult
from dmoj.utils.unicode import utf8text


def check(process_output, judge_output, judge_input, point_value, share=1.0, **kwargs):
    """Another word of the list has all points, the word itself a share of them."""
    words = utf8text(judge_output).split()
    got = utf8text(process_output).split()
    if len(got) != 1 or got[0] not in words:
        return False
    if got[0] == utf8text(judge_input).strip():
        return CheckerResult(True, point_value * share, "the word itself")
    return True
