extension Duration {
    /// The whole nanoseconds, towards zero, and the attoseconds that are left.
    private var inNanoseconds: (quotient: Int64, remainder: Int64) {
        // Nine seconds of either sign fit into one word, which the processor divides; for two it takes a function.
        if let attoseconds = Int64(exactly: self.attoseconds) {
            return attoseconds.quotientAndRemainder(dividingBy: 1_000_000_000)
        }
        let (quotient, remainder) = self.attoseconds.quotientAndRemainder(dividingBy: 1_000_000_000)
        return (Int64(clamping: quotient), Int64(truncatingIfNeeded: remainder))
    }

    /// The whole nanoseconds that have passed; 292 years at most.
    package var nanosecondsRoundedDown: Int64 {
        let (quotient, remainder) = self.inNanoseconds
        return remainder < 0 && quotient > .min ? quotient - 1 : quotient
    }

    /// The first whole nanosecond by which all of it has passed, so that a timer never fires early; 292 years at most.
    package var nanosecondsRoundedUp: Int64 {
        let (quotient, remainder) = self.inNanoseconds
        return remainder > 0 && quotient < .max ? quotient + 1 : quotient
    }
}
