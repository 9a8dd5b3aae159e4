"""What the buttons of the ribbon call; VBA imports `ims_xl.macros.entry` and nothing else."""
