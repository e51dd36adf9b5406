"""How the running program is, for a monitor: /healthz, /readyz and /metrics; off unless
configured."""
