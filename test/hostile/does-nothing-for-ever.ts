process.stdin.resume()
setTimeout(() => {}, 2 ** 31 - 1)
