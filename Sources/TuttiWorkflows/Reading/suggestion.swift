/// The known word that was probably meant: at most two slips away, and fewer than half its letters.
package func suggestion(for word: String, among known: [String]) -> String? {
    guard word.utf8.count <= 64 else { return nil }
    let letters = Array(word.lowercased().utf8)
    let scored = known.filter { abs($0.utf8.count - letters.count) <= 2 }.map { candidate in
        (candidate, editDistance(letters, Array(candidate.lowercased().utf8)))
    }
    guard let best = scored.min(by: { $0.1 < $1.1 }), best.1 <= 2, best.1 * 2 < max(best.0.utf8.count, 2) else {
        return nil
    }
    return best.0
}

/// The least number of letters to insert, remove, replace or swap with their neighbour.
private func editDistance(_ left: [UInt8], _ right: [UInt8]) -> Int {
    var beforeLast: [Int] = []
    var last = Array(0...right.count)
    for i in left.indices {
        var row = [i + 1]
        for j in right.indices {
            var distance = min(row[j] + 1, last[j + 1] + 1, last[j] + (left[i] == right[j] ? 0 : 1))
            if i > 0, j > 0, left[i] == right[j - 1], left[i - 1] == right[j] {
                distance = min(distance, beforeLast[j - 1] + 1)
            }
            row.append(distance)
        }
        (beforeLast, last) = (last, row)
    }
    return last[right.count]
}
