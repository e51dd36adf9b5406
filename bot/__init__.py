"""Where it meets the world: Telegram, the clock, the scheduler, the command line and the
simulator."""
