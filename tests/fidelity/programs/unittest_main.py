import unittest
class T(unittest.TestCase):
    def test_a(self): self.assertEqual(1, 1)
    def test_b(self): self.assertEqual(1, 2)
unittest.main(testRunner=unittest.TextTestRunner(stream=open('/dev/null', 'w')))
