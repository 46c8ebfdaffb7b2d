-- expect: unknown-word
-- in script
os.exit(1)
