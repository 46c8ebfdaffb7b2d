-- expect: not-allowed
-- in script
new { "somewhere", name = "E", setting = "secondary", contact = "A. Okafor, a@e.example" }
