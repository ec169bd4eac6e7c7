# locale: conventions, formats of numbers, sorting; and what isn't installed.
import locale

print(locale.setlocale(locale.LC_ALL, "C"), locale.localeconv()["decimal_point"])
print(locale.localeconv()["thousands_sep"] == "")
print(locale.setlocale(locale.LC_ALL, ""), locale.getlocale(), locale.getpreferredencoding(False))
print(locale.format_string("%.2f", 1234567.891, grouping=True))
print(locale.atof("1234.5"), locale.str(0.1), locale.delocalize("1.5"))
print(sorted(["b", "ä", "a", "B", "z"], key=locale.strxfrm), locale.strcoll("a", "b") < 0)
try:
    locale.setlocale(locale.LC_ALL, "xx_YY.UTF-8")
except locale.Error as error:
    print(error)
print(locale.normalize("de_DE"), locale.nl_langinfo(locale.CODESET), locale.nl_langinfo(locale.DAY_1))
try:
    locale.currency(5)
except ValueError as error:
    print(error)
