"""Heavy work, done by another process with limits of memory and time, so that a hostile file or a
large paper keeps nobody waiting."""
