// An error that names a line on which there is nothing that could fail, and folders out of which nobody is to read.
// TODO 5.5  Nothing to write: prove that the limits hold.

process.stderr.write(`container: mount(): ENOENT
  in steps/05-cgroups/container.ts:2
  in steps/05-cgroups/../../../../etc/passwd:1
`)
process.exitCode = 125
