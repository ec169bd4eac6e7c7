# A class with properties, class methods, comparison, a subclass, own exceptions.
from functools import total_ordering


class InsufficientFunds(Exception):
    def __init__(self, needed):
        super().__init__(f"{needed} more needed")
        self.needed = needed


@total_ordering
class Account:
    count = 0

    def __init__(self, owner, balance=0):
        self.owner, self._balance = owner, balance
        type(self).count += 1

    @property
    def balance(self):
        return self._balance

    @balance.setter
    def balance(self, value):
        if value < 0:
            raise InsufficientFunds(-value)
        self._balance = value

    @classmethod
    def parse(cls, text):
        owner, balance = text.split(":")
        return cls(owner, int(balance))

    @staticmethod
    def currency():
        return "EUR"

    def __eq__(self, other):
        return self.balance == other.balance

    def __lt__(self, other):
        return self.balance < other.balance

    def __repr__(self):
        return f"{type(self).__name__}({self.owner!r}, {self.balance})"


class Savings(Account):
    count = 0

    def add_interest(self, rate):
        self.balance += self.balance * rate // 100
        return self


accounts = [Account("Ada", 50), Savings.parse("Bob:200").add_interest(5), Account("Eve")]
print(sorted(accounts), max(accounts), accounts[0] >= accounts[2], Account.count, Savings.count, Account.currency())
try:
    accounts[2].balance -= 30
except InsufficientFunds as error:
    print(error, error.needed, accounts[2].balance)
try:
    Account.currency = 1
    accounts[0].nothing
except AttributeError as error:
    print(error)
