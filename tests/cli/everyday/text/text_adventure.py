# stdin: 'north\ntake lamp\nsouth\neast\ndance\nlight lamp\nnorth\nlook\nquit\n'
# A text adventure: a state machine that is driven by lines of input.
ROOMS = {
    "hall": {"exits": {"north": "attic", "east": "cellar"}, "items": [], "dark": False},
    "attic": {"exits": {"south": "hall"}, "items": ["lamp"], "dark": False},
    "cellar": {"exits": {"west": "hall", "north": "treasury"}, "items": [], "dark": True},
    "treasury": {"exits": {"south": "cellar"}, "items": ["gold"], "dark": True},
}
place, bag, light, moves = "hall", [], False, 0
while True:
    try:
        command = input("> ").split()
    except EOFError:
        break
    moves += 1
    match command:
        case ["quit"]:
            print("Bye.")
            break
        case ["look"]:
            room = ROOMS[place]
            print("It is dark." if room["dark"] and not light else f"{place}: {room['items'] or 'nothing'}")
        case ["take", item] if item in ROOMS[place]["items"]:
            ROOMS[place]["items"].remove(item)
            bag.append(item)
            print("Taken:", item)
        case ["light", "lamp"] if "lamp" in bag:
            light = True
            print("There is light.")
        case [direction] if direction in ROOMS[place]["exits"]:
            place = ROOMS[place]["exits"][direction]
            print("You are in the", place)
        case _:
            print("I don't know how to", " ".join(command))
print(f"{moves} moves, {bag = }")
