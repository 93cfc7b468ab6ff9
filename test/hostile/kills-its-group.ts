// Everybody in the sender's group, whatever namespaces they are in.
process.kill(0, 'SIGKILL')
