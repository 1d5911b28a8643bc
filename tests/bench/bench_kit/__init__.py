"""What every measurement needs: a stage to play on, reference programs, figures with their spread."""
