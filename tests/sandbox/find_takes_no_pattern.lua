-- expect: ok
assert(not ("abc"):find(".-x") and ("a.-x"):find(".-x") == 2)
