"""An experiment becomes modules of torch, and the lines of code that say so."""
