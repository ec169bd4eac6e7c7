# stdin: 'abc\n-5\n200\n17\nmaybe\nYES\n'
# Asks again until the answer is valid.
def ask_number(prompt, low, high):
    while True:
        try:
            number = int(input(prompt))
            if not low <= number <= high:
                raise ValueError(f"{number} is not between {low} and {high}")
        except ValueError as error:
            print("Sorry:", error)
        else:
            return number


def ask_yes(prompt):
    while (answer := input(prompt).strip().lower()) not in ("yes", "no"):
        print("Please answer yes or no.")
    return answer == "yes"


print("You are", ask_number("Age? ", 0, 150))
print("Member:", ask_yes("Member? "))
