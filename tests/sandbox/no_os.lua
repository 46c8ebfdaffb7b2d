-- expect: unknown-word at line 2
os.execute("true")
