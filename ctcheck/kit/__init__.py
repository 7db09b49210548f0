"""What policy teams work on rules with: coverage of cases, scaffolds, the catalogue, differences."""
