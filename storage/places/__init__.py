"""What a district has brought: places, other offices, days of decrees."""
