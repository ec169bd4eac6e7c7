with open('input.txt') as card, open('output.txt', 'w') as mirror:
    mirror.write(card.read().strip()[::-1])
