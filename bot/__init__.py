"""The running program, where the other rooms meet the world: Telegram, the clock, the scheduler,
the command line and the simulator."""
