extension Duration {
    /// The whole nanoseconds that have passed; 292 years at most.
    package var nanosecondsRoundedDown: Int64 {
        let (quotient, remainder) = self.attoseconds.quotientAndRemainder(dividingBy: 1_000_000_000)
        return Int64(clamping: remainder < 0 ? quotient - 1 : quotient)
    }

    /// The first whole nanosecond by which all of it has passed, so that a timer never fires early; 292 years at most.
    package var nanosecondsRoundedUp: Int64 {
        let (quotient, remainder) = self.attoseconds.quotientAndRemainder(dividingBy: 1_000_000_000)
        return Int64(clamping: remainder > 0 ? quotient + 1 : quotient)
    }
}
