import warnings, sys
print(warnings.filters, sys.warnoptions)
warnings.warn('a user warning')
warnings.warn('deprecated', DeprecationWarning)
