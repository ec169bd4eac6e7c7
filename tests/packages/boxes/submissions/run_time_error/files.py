open('/nowhere')
