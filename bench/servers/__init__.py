"""Which WSGI server parks hundreds of streams and polls without starving requests: `python -m bench.servers`."""
