"""The Excel add-in: ribbon and VBA as text, the builder of `ims_xl.xlam`, and its installation for one user."""
