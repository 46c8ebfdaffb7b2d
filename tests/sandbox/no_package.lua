-- expect: unknown-word at line 2
package.loadlib("x", "y")
