"""The composition root and the runtime: intake, visits, postman, serving."""
