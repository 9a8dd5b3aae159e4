"""`python -m ims_xl STEP …` does what `ims-xl STEP …` does."""

from ims_xl.cli import main

main()
