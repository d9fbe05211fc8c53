"""What a guideline is: frozen values that know no file, no site and no clock."""
