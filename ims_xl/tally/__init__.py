"""A running TallyPrime asked for its vouchers over its XML port: the only room that talks HTTP to it."""
