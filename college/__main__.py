"""`python -m college`: the same as the `college` command, for whoever starts it from another process."""

from college.cli import main

main()
