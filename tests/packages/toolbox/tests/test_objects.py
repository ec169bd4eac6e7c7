"""Objects of the submission's are used as if they were here."""
import copy
import unittest

import toolbox
from toolbox import Account, Empty, Matrix, Queue, Temperature


class Objects(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.limit = 3

    def setUp(self):
        self.queue = Queue()

    def tearDown(self):
        self.queue.clear()

    def test_attributes(self):
        account = Account("Ada", 10)
        account.deposit(5)
        self.assertEqual(account.balance, 15)
        account.owner = "Bob"
        self.assertEqual(account.owner, "Bob")
        self.assertEqual(str(account), "Bob: 15")
        self.assertEqual(repr(account), "Account('Bob', 15)")
        self.assertEqual(f"{account:>10}", "   Bob: 15")
        self.assertFalse(hasattr(account, "nothing"))
        with self.assertRaises(AttributeError):
            account.nothing
        del account.owner
        self.assertFalse(hasattr(account, "owner"))

    def test_class_attributes(self):
        before = Account.count_of()
        Account("a", 1)
        self.assertEqual(Account.count, before + 1)
        Account.count = 7
        self.assertEqual(Account.count_of(), 7)

    def test_property(self):
        warm = Temperature(20)
        self.assertAlmostEqual(warm.fahrenheit, 68)
        warm.fahrenheit = 50
        self.assertAlmostEqual(warm.celsius, 10)
        with self.assertRaisesRegex(ValueError, "below"):
            warm.celsius = -300

    def test_sequence(self):
        self.assertFalse(self.queue)
        for n in range(self.limit):
            self.queue.put(n)
        self.assertTrue(self.queue)
        self.assertEqual(len(self.queue), 3)
        self.assertEqual(list(self.queue), [0, 1, 2])
        self.assertEqual(self.queue[0], 0)
        self.queue[0] = "x"
        self.assertIn("x", self.queue)
        self.assertNotIn(0, self.queue)
        del self.queue[0]
        self.assertEqual([*reversed(self.queue)], [2, 1])

    def test_own_exception(self):
        with self.assertRaises(Empty) as caught:
            self.queue.get()
        self.assertEqual(str(caught.exception), "nothing to get")
        self.assertEqual(caught.exception.args, ("nothing to get",))
        self.assertEqual(caught.exception.wanted, 1)
        self.assertIsInstance(caught.exception, LookupError)
        self.assertRaises(LookupError, self.queue.get)

    def test_operators(self):
        unit, other = Matrix([[1, 0], [0, 1]]), Matrix([[1, 2], [3, 4]])
        self.assertEqual(unit @ other, other)
        self.assertEqual(other + other, other * 2)
        self.assertEqual(2 * other, other * 2)
        self.assertEqual((-other)[0, 1], -2)
        self.assertNotEqual(unit, other)
        other += unit
        self.assertEqual(other[0, 0], 2)
        self.assertLess(unit, other)
        self.assertEqual(abs(Matrix([[3, 4]])), 5.0)
        self.assertEqual(int(Matrix([[7]])), 7)

    def test_classes(self):
        account = Account("a", 1)
        self.assertIsInstance(account, Account)
        self.assertIs(type(account), Account)
        self.assertEqual(type(account).__name__, "Account")
        self.assertIsInstance(toolbox.Savings("a", 1), Account)
        self.assertTrue(issubclass(toolbox.Savings, Account))
        self.assertNotIsInstance(account, toolbox.Savings)

    def test_the_same_object(self):
        account = Account("a", 1)
        self.assertIs(toolbox.same(account), account)
        self.assertEqual({account: 1}[toolbox.same(account)], 1)
        twin = copy.copy(account)
        self.assertIsNot(twin, account)
        self.assertEqual(twin.balance, 1)

    def test_context_manager(self):
        with toolbox.Timer() as timer:
            self.assertTrue(timer.running)
        self.assertFalse(timer.running)
        with self.assertRaises(KeyError):
            with toolbox.Timer():
                raise KeyError("x")

    def test_generators(self):
        self.assertEqual(list(toolbox.countdown(3)), [3, 2, 1])
        numbers = toolbox.countdown(2)
        self.assertEqual(next(numbers), 2)
        self.assertEqual(next(numbers), 1)
        with self.assertRaises(StopIteration):
            next(numbers)
        self.assertEqual(sum(toolbox.countdown(4)), 10)
        self.assertEqual([a + b for a, b in zip(toolbox.countdown(2), "xy") if isinstance(b, int)], [])

    def test_enumeration(self):
        self.assertEqual(toolbox.Colour.RED.value, 1)
        self.assertIs(toolbox.Colour["RED"], toolbox.Colour.RED)
        self.assertEqual(toolbox.next_colour(toolbox.Colour.RED), toolbox.Colour.GREEN)
        self.assertEqual([colour.name for colour in toolbox.Colour], ["RED", "GREEN"])

    def test_data_class(self):
        self.assertEqual(toolbox.Book("T", 3), toolbox.Book("T", 3))
        self.assertEqual(toolbox.Book("T", 3).pages, 3)

    def test_documented(self):
        self.assertTrue(toolbox.countdown.__doc__)
        self.assertEqual(toolbox.countdown.__name__, "countdown")
        self.assertTrue(callable(toolbox.countdown))
        self.assertTrue(Account.__doc__)
