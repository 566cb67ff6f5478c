extension FairQueue {
    /// How many have a line.
    package var lineCount: Int { self.turns.count }

    /// How many of a key wait.
    package func count(of key: Key) -> Int { self.lines[key]?.count ?? 0 }

    /// How many would be served before a new one of a key, if nobody came or went: O(keys).
    package func countAhead(ofNew key: Key) -> Int {
        let own = self.count(of: key)
        // A key without a line has its turn after all others.
        var (ahead, hasTurnBefore) = (own, true)
        for other in self.turns {
            if other == key {
                hasTurnBefore = false
            } else {
                ahead += min(self.count(of: other), own + (hasTurnBefore ? 1 : 0))
            }
        }
        return ahead
    }

    /// The key of which most wait, the one whose turn comes last of several, and how many they are: O(keys).
    package var longestLine: (key: Key, count: Int)? {
        var longest: (key: Key, count: Int)?
        for key in self.turns where self.count(of: key) >= longest?.count ?? 0 { longest = (key, self.count(of: key)) }
        return longest
    }

    /// Takes the one that came last of a key.
    package mutating func popLast(of key: Key) -> Element? {
        guard let element = self.lines[key]?.popLast() else { return nil }
        self.count -= 1
        if self.lines[key]?.isEmpty ?? true {
            self.lines[key] = nil
            self.turns.removeAll { $0 == key }
        }
        return element
    }

    /// Calls `body` with each, a line after the other.
    package func visit(_ body: (Element) -> Void) {
        for key in self.turns { for element in self.lines[key] ?? [] { body(element) } }
    }
}
