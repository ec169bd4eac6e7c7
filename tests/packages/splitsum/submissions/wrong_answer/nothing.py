# It answers nothing.
