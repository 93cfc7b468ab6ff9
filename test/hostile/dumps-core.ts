process.setUncaughtExceptionCaptureCallback(null)
process.abort()
