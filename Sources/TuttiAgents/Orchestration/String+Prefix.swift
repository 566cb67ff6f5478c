extension String {
    /// The longest prefix of whole characters in at most `bytes` bytes, followed by `…` when something is left out.
    func prefix(bytes: Int) -> String {
        guard self.utf8.count > bytes else { return self }
        var size = 0
        let end = self.indices.first { index in
            size += self[index].utf8.count
            return size > bytes
        }
        return self[..<(end ?? self.startIndex)] + "…"
    }
}
