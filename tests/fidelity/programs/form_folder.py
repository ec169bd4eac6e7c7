# form: folder
