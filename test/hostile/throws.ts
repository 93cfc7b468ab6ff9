throw new Error('All containers were started, and all limits hold')
