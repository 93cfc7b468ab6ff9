// Nobody can catch that, and it is no end either.
process.kill(0, 'SIGSTOP')
