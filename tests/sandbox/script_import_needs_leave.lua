-- expect: not-allowed
-- in script
import { "x.csv" }
