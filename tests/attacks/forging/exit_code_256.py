# attack: end with a code whose lower byte is zero; to the kernel that is success, and it must be to the judge
# expect: AC
import sys

print("held")
sys.exit(256)
