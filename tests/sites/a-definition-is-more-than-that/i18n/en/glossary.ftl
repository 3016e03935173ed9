term-close = Close
