"""What is measured of a tensor: histogram, moments, goodness of fit, matrix."""
